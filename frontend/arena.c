/* arena.c -- bump allocation in chunks.
 *
 * A large object gets a chunk of its own, behind the current one, which stays in use. The first
 * chunks lie in one huge page (runtime/heap_memory.c says why) and are kept for the next compile.
 * The collector does not own chunks (they would make its heap grow, as garbage does), but scans
 * those in use.
 */
#include "frontend/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/heap.h"

/* ASan is told where what is in a chunk ends: a gap lies behind each object. */
#ifdef TP_SANITIZE
#include <sanitizer/asan_interface.h>
#define HIDE(start, size) ASAN_POISON_MEMORY_REGION(start, size)
#define SHOW(start, size) ASAN_UNPOISON_MEMORY_REGION(start, size)
#define GAP 16
#else
#define HIDE(start, size) ((void)0)
#define SHOW(start, size) ((void)0)
#define GAP 0
#endif

enum {
    CHUNK = 32 * 1024,
    LARGE = CHUNK / 8,
    POOL = 64 * CHUNK, /* bytes */
    ALIGNMENT = 8
};

struct ArenaChunk {
    ArenaChunk *older;      /* in the arena, or spare */
    ArenaChunk *before;     /* in the list of all in use */
    ArenaChunk *after;
    size_t size;            /* bytes, header included */
    char *end;              /* of a spare one: what is behind it is still zero */
};

typedef struct ArenaBlock {
    struct ArenaBlock *older;
    char *bytes;
} ArenaBlock;

static ArenaChunk *in_use, *spare;
static char *pool;

static inline char *start_of(ArenaChunk *chunk)
{
    return (char *)(chunk + 1);
}

static void scan_chunks(void)
{
    for (ArenaChunk *chunk = in_use; chunk; chunk = chunk->after)
        tp_heap_scan(start_of(chunk), (char *)chunk + chunk->size);
}

static void keep_spare(ArenaChunk *chunk, char *end)
{
    chunk->end = end;
    chunk->older = spare;
    spare = chunk;
}

static void make_pool(void)
{
    pool = tp_heap_map(POOL);
    for (size_t at = POOL; pool && at > 0; at -= CHUNK) {
        ArenaChunk *chunk = (ArenaChunk *)(pool + at - CHUNK);
        chunk->size = CHUNK;
        keep_spare(chunk, start_of(chunk));
    }
}

/* A zeroed chunk in the list of those that the collector scans. */
static ArenaChunk *new_chunk(size_t size)
{
    if (!pool)
        make_pool();
    ArenaChunk *chunk = spare;
    if (chunk && size == CHUNK) {
        spare = chunk->older;
        memset(start_of(chunk), 0, (size_t)(chunk->end - start_of(chunk)));
    } else {
        chunk = calloc(1, size);
        if (!chunk)
            tp_heap_die(size);
        chunk->size = size;
    }
    tp_heap_on_mark(scan_chunks);
    chunk->before = NULL;
    chunk->after = in_use;
    if (in_use)
        in_use->before = chunk;
    in_use = chunk;
    return chunk;
}

/* `end` is where what has been written to ends. */
static void free_chunk(ArenaChunk *chunk, char *end)
{
    if (chunk->before)
        chunk->before->after = chunk->after;
    else
        in_use = chunk->after;
    if (chunk->after)
        chunk->after->before = chunk->before;
    SHOW(start_of(chunk), chunk->size - sizeof *chunk);
    if ((uintptr_t)chunk - (uintptr_t)pool < POOL)
        keep_spare(chunk, end);
    else
        free(chunk);
}

static void *large(Arena *arena, size_t size)
{
    ArenaChunk *chunk = new_chunk(sizeof *chunk + size);
    if (arena->chunks) {
        chunk->older = arena->chunks->older;
        arena->chunks->older = chunk;
    } else {
        chunk->older = NULL;
        arena->chunks = chunk;
        arena->next = arena->limit = (char *)chunk + chunk->size;
    }
    return start_of(chunk);
}

static void add_chunk(Arena *arena)
{
    ArenaChunk *chunk = new_chunk(CHUNK);
    chunk->older = arena->chunks;
    arena->chunks = chunk;
    arena->next = start_of(chunk);
    arena->limit = (char *)chunk + CHUNK;
    HIDE(arena->next, CHUNK - sizeof *chunk);
}

void *arena_alloc(Arena *arena, size_t wanted)
{
    size_t size = (wanted + GAP + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    uintptr_t start = ((uintptr_t)arena->next + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1);
    if (!arena->next || start + size > (uintptr_t)arena->limit) {
        if (size > LARGE)
            return large(arena, size);
        add_chunk(arena);
        start = (uintptr_t)arena->next;
    }
    SHOW((void *)start, wanted);
    arena->next = (char *)start + size;
    return (void *)start;
}

char *arena_text(Arena *arena, size_t size)
{
    if (size > LARGE)
        return large(arena, size);
    if (!arena->next || (size_t)(arena->limit - arena->next) < size + GAP)
        add_chunk(arena);
    char *text = arena->next;
    SHOW(text, size);
    arena->next += size + GAP;
    return text;
}

void *arena_bytes(Arena *arena, size_t size)
{
    ArenaBlock *block = arena_alloc(arena, sizeof *block);
    block->bytes = malloc(size ? size : 1);
    if (!block->bytes)
        tp_heap_die(size);
    block->older = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}

char *arena_copy(Arena *arena, const char *bytes, size_t n)
{
    char *copy = arena_text(arena, n + 1);
    memcpy(copy, bytes, n);
    copy[n] = 0;
    return copy;
}

char *arena_vprintf(Arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = arena_text(arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void *arena_grow(Arena *arena, void *items, int *capacity, int wanted, size_t item_size)
{
    if (wanted <= *capacity)
        return items;
    int grown = *capacity ? *capacity * 2 : 4;
    if (grown < wanted)
        grown = wanted;
    void *moved = arena_alloc(arena, (size_t)grown * item_size);
    if (*capacity)
        memcpy(moved, items, (size_t)*capacity * item_size);
    *capacity = grown;
    return moved;
}

/* Frees all but `kept`, which is the newest chunk or NULL. */
static void free_all(Arena *arena, ArenaChunk *kept)
{
    for (ArenaBlock *block = arena->blocks; block; block = block->older)
        free(block->bytes);
    char *end = arena->next;
    for (ArenaChunk *chunk = arena->chunks, *older; chunk; chunk = older) {
        older = chunk->older;
        if (chunk != kept)
            free_chunk(chunk, end);
        end = older ? (char *)older + older->size : NULL;
    }
}

void arena_free(Arena *arena)
{
    for (Arena *inner = arena->inner, *next; inner; inner = next) {
        next = inner->next_inner;
        arena_free(inner);
    }
    free_all(arena, NULL);
    *arena = (Arena){0};
}

Arena *arena_inner(Arena *outer)
{
    Arena *inner = outer->spare;
    if (inner) {
        outer->spare = inner->next_spare;
        return inner;
    }
    inner = arena_alloc(outer, sizeof *inner);
    inner->next_inner = outer->inner;
    outer->inner = inner;
    return inner;
}

/* Its newest chunk stays, for who has it next. */
void arena_done(Arena *outer, Arena *inner)
{
    ArenaChunk *kept = inner->chunks;
    inner->next_spare = outer->spare;
    outer->spare = inner;
    if (!kept)
        return;
    free_all(inner, kept);
    char *start = start_of(kept);
    SHOW(start, kept->size - sizeof *kept);
    memset(start, 0, (size_t)(inner->next - start));
    HIDE(start, kept->size - sizeof *kept);
    kept->older = NULL;
    inner->blocks = NULL;
    inner->next = start;
}
