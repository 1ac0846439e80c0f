/* cache.h -- compiled modules kept for the next build, under XDG_CACHE_HOME/taipan.
 *
 * An entry is named by a hash of everything that went into it: the module's source and name, the
 * options, and this very compiler. So an entry is never wrong, only no longer asked for. */
#ifndef CODEGEN_CACHE_H
#define CODEGEN_CACHE_H

#include <stdbool.h>
#include <stddef.h>

/* What an entry depends on, gathered part by part. */
typedef struct CacheKey {
    unsigned long long a, b;
} CacheKey;

/* A key that depends on this executable. */
CacheKey cache_key_new(void);
void cache_key_add(CacheKey *key, const void *data, size_t n);

/* Where the entry of key is, with that ending, in PATH_MAX bytes; false if there is no place for a
 * cache. The directory is made; whether the entry is there is for the caller to see. */
bool cache_path(const CacheKey *key, const char *ending, char *path);

#endif
