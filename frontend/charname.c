/* charname.c -- \N{...} through ICU, loaded when the first name is met.
 *
 * No library we link has the names, and they are too large to carry; ICU is on nearly every system.
 * Its functions have the version in their names, so versions are tried downwards.
 */
#include "frontend/charname.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum {
    NEWEST_ICU = 90,
    OLDEST_ICU = 60,
    ICU_CHAR_NAME = 0,          /* U_UNICODE_CHAR_NAME */
    ICU_ALIAS = 3,              /* U_CHAR_NAME_ALIAS */
    LONGEST_NAME = 256
};

/* u_charFromName(choice, name, error) */
typedef int32_t FromName(int choice, const char *name, int *error);

static FromName *load(void)
{
    for (int version = NEWEST_ICU; version >= OLDEST_ICU; version--) {
        char name[32];
        snprintf(name, sizeof name, "libicuuc.so.%d", version);
        void *library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
        if (!library)
            continue;
        snprintf(name, sizeof name, "u_charFromName_%d", version);
        FromName *from_name = (FromName *)dlsym(library, name);
        if (from_name)
            return from_name;
    }
    return NULL;
}

enum CharName charname_lookup(const char *name, size_t length, uint32_t *c)
{
    static FromName *from_name;
    if (!from_name && !(from_name = load()))
        return CHARNAME_NO_DATA;
    if (length >= LONGEST_NAME)
        return CHARNAME_UNKNOWN;
    char text[LONGEST_NAME];
    memcpy(text, name, length);
    text[length] = 0;
    for (int choice = ICU_CHAR_NAME; choice <= ICU_ALIAS; choice += ICU_ALIAS) {
        int error = 0;
        int32_t found = from_name(choice, text, &error);
        if (error <= 0) {
            *c = (uint32_t)found;
            return CHARNAME_FOUND;
        }
    }
    return CHARNAME_UNKNOWN;
}
