/* cache.c -- compiled modules kept for the next build. */
#include "cache.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "runtime/str.h"

CacheKey cache_key_new(void)
{
    CacheKey key = {0, 0};
    struct stat self = {0};
    stat("/proc/self/exe", &self);
    cache_key_add(&key, &self.st_size, sizeof self.st_size);
    cache_key_add(&key, &self.st_mtim, sizeof self.st_mtim);
    return key;
}

/* 128 bits: each half is hashed under what came before in both. */
void cache_key_add(CacheKey *key, const void *data, size_t n)
{
    unsigned long long a = tp_siphash(data, n, key->a, key->b);
    key->b = tp_siphash(data, n, key->b ^ ~0ull, a);
    key->a = a;
}

/* Make a directory and those above it. */
static bool make_directories(char *path)
{
    for (char *p = path + 1;; p++) {
        if (*p && *p != '/')
            continue;
        char kept = *p;
        *p = '\0';
        bool is_there = mkdir(path, 0777) == 0 || errno == EEXIST;
        *p = kept;
        if (!is_there || !kept)
            return is_there;
    }
}

bool cache_path(const CacheKey *key, const char *ending, char *path)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    int n;
    if (base && *base == '/')
        n = snprintf(path, PATH_MAX, "%s/taipan", base);
    else if (home && *home == '/')
        n = snprintf(path, PATH_MAX, "%s/.cache/taipan", home);
    else
        return false;
    if (n >= PATH_MAX || !make_directories(path))
        return false;
    n += snprintf(path + n, (size_t)(PATH_MAX - n), "/%016llx%016llx%s", key->a, key->b, ending);
    return n < PATH_MAX;
}
