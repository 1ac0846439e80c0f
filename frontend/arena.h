/* arena.h -- all memory of one compile, freed at once.
 *
 * The chunks are scanned by the collector, so a Value stored in the arena stays alive. Nothing else
 * in the front end knows where memory comes from.
 */
#ifndef FRONTEND_ARENA_H
#define FRONTEND_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct ArenaChunk ArenaChunk;

typedef struct Arena {
    ArenaChunk *chunks;     /* newest first */
    char *next;             /* first free byte of the newest chunk */
    char *limit;            /* its end */
    struct ArenaBlock *blocks;  /* what arena_bytes gave */
    struct Arena *inner;    /* every arena that arena_inner made */
    struct Arena *spare;    /* those of them that wait to be used again */
    struct Arena *next_inner;   /* links of these lists */
    struct Arena *next_spare;
} Arena;

/* Zeroed memory aligned for pointers (arena). Never NULL. */
void *arena_alloc(Arena *arena, size_t size);

/* Memory for `size` bytes of characters, not aligned. */
char *arena_text(Arena *arena, size_t size);

/* A block of its own for `size` bytes that hold no pointers; not zeroed. For large things. */
void *arena_bytes(Arena *arena, size_t size);

/* A copy of n bytes with a NUL after them. */
char *arena_copy(Arena *arena, const char *bytes, size_t n);

/* printf and vprintf into the arena. */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Grows an array: room for `wanted` items of `item_size` bytes; updates *capacity. */
void *arena_grow(Arena *arena, void *items, int *capacity, int wanted, size_t item_size);

/* Frees every chunk; pointers into the arena are dead after this. */
void arena_free(Arena *arena);

/* An arena (arena of `outer`) for what is needed until arena_done; others may be made and done
   within that time. */
Arena *arena_inner(Arena *outer);
/* Pointers into `inner` are dead after this. */
void arena_done(Arena *outer, Arena *inner);

#endif
