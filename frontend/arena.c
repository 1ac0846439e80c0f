/* arena.c -- bump allocation in chunks of the collector's memory.
 *
 * Chunks double up to a limit, so a small compile costs one small chunk. An object larger than a
 * quarter of the first chunk gets one of its own, behind the current one, which stays in use.
 */
#include "frontend/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
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
    FIRST_CHUNK = 16 * 1024,
    LAST_CHUNK = 64 * 1024,
    ALIGNMENT = 16
};

struct ArenaChunk {
    ArenaChunk *older;
    size_t size;            /* bytes, header included */
};

typedef struct ArenaBlock {
    struct ArenaBlock *older;
    char *bytes;
    size_t size;
} ArenaBlock;

enum { HEADER = (sizeof(ArenaChunk) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };

static void *own_chunk(Arena *arena, size_t size)
{
    ArenaChunk *chunk = tp_heap_alloc(HEADER + size);
    chunk->size = HEADER + size;
    if (arena->chunks) {
        chunk->older = arena->chunks->older;
        arena->chunks->older = chunk;
    } else {
        arena->chunks = chunk;
        arena->next = arena->limit = (char *)chunk + chunk->size;
    }
    return (char *)chunk + HEADER;
}

static void add_chunk(Arena *arena)
{
    size_t size = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
    if (size > LAST_CHUNK)
        size = LAST_CHUNK;
    ArenaChunk *chunk = tp_heap_alloc(size);
    chunk->size = size;
    chunk->older = arena->chunks;
    arena->chunks = chunk;
    arena->next = (char *)chunk + HEADER;
    arena->limit = (char *)chunk + size;
    HIDE(arena->next, size - HEADER);
}

void *arena_alloc(Arena *arena, size_t wanted)
{
    size_t size = (wanted + GAP + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    uintptr_t start = ((uintptr_t)arena->next + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1);
    if (!arena->next || start + size > (uintptr_t)arena->limit) {
        if (size > FIRST_CHUNK / 4)
            return own_chunk(arena, size);
        add_chunk(arena);
        start = (uintptr_t)arena->next;
    }
    SHOW((void *)start, wanted);
    arena->next = (char *)start + size;
    return (void *)start;
}

char *arena_text(Arena *arena, size_t size)
{
    if (size > FIRST_CHUNK / 4)
        return own_chunk(arena, size);
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
    block->bytes = tp_heap_alloc_atomic(size + GAP ? size + GAP : 1);
    block->size = size;
    block->older = arena->blocks;
    HIDE(block->bytes + size, GAP);
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

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = arena_text(arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, again);
    va_end(args);
    va_end(again);
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

static void free_blocks(Arena *arena)
{
    for (ArenaBlock *block = arena->blocks; block; block = block->older) {
        SHOW(block->bytes + block->size, GAP);
        tp_heap_free(block->bytes);
    }
}

static void free_chunks(ArenaChunk *chunk)
{
    while (chunk) {
        ArenaChunk *older = chunk->older;
        SHOW(chunk, chunk->size);
        tp_heap_free(chunk);
        chunk = older;
    }
}

void arena_free(Arena *arena)
{
    for (Arena *inner = arena->inner, *next; inner; inner = next) {
        next = inner->next_inner;
        arena_free(inner);
    }
    free_blocks(arena);
    free_chunks(arena->chunks);
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
    free_blocks(inner);
    free_chunks(kept->older);
    char *start = (char *)kept + HEADER;
    SHOW(start, kept->size - HEADER);
    memset(start, 0, (size_t)(inner->next - start));
    HIDE(start, kept->size - HEADER);
    kept->older = NULL;
    inner->blocks = NULL;
    inner->next = start;
}
