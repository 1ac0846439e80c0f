/* charname.h -- characters by their Unicode names, for \N{...}. */
#ifndef FRONTEND_CHARNAME_H
#define FRONTEND_CHARNAME_H

#include <stddef.h>
#include <stdint.h>

enum CharName {
    CHARNAME_FOUND,
    CHARNAME_UNKNOWN,
    CHARNAME_NO_DATA        /* ICU is not installed */
};

/* The character of that name or alias, letters in either case. */
enum CharName charname_lookup(const char *name, size_t length, uint32_t *c);

#endif
