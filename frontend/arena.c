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

enum {
    FIRST_CHUNK = 16 * 1024,
    LAST_CHUNK = 1024 * 1024,
    ALIGNMENT = 16
};

struct ArenaChunk {
    ArenaChunk *older;
    size_t size;            /* bytes, header included */
};

typedef struct ArenaBlock {
    struct ArenaBlock *older;
    void *bytes;
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
}

void *arena_alloc(Arena *arena, size_t size)
{
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    uintptr_t start = ((uintptr_t)arena->next + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1);
    if (!arena->next || start + size > (uintptr_t)arena->limit) {
        if (size > FIRST_CHUNK / 4)
            return own_chunk(arena, size);
        add_chunk(arena);
        start = (uintptr_t)arena->next;
    }
    arena->next = (char *)start + size;
    return (void *)start;
}

char *arena_text(Arena *arena, size_t size)
{
    if (size > FIRST_CHUNK / 4)
        return own_chunk(arena, size);
    if (!arena->next || (size_t)(arena->limit - arena->next) < size)
        add_chunk(arena);
    char *text = arena->next;
    arena->next += size;
    return text;
}

void *arena_bytes(Arena *arena, size_t size)
{
    ArenaBlock *block = arena_alloc(arena, sizeof *block);
    block->bytes = tp_heap_alloc_atomic(size ? size : 1);
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

void arena_free(Arena *arena)
{
    for (ArenaBlock *block = arena->blocks; block; block = block->older)
        tp_heap_free(block->bytes);
    for (ArenaChunk *chunk = arena->chunks, *older; chunk; chunk = older) {
        older = chunk->older;
        tp_heap_free(chunk);
    }
    *arena = (Arena){0};
}
