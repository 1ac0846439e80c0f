/* table.h -- hash tables of the compiler: uthash, its memory from the arena of the compile.
 *
 * Where the macros of uthash add entries, a variable `arena` must be in scope.
 */
#ifndef FRONTEND_TABLE_H
#define FRONTEND_TABLE_H

#define uthash_malloc(size) arena_alloc(arena, size)
#define uthash_free(pointer, size) ((void)0)
#include <uthash.h>

/* Most tables are small, and there are several for each function. */
#undef HASH_INITIAL_NUM_BUCKETS
#undef HASH_INITIAL_NUM_BUCKETS_LOG2
#define HASH_INITIAL_NUM_BUCKETS 8U
#define HASH_INITIAL_NUM_BUCKETS_LOG2 3U

#endif
