/* cname.h -- Python names as C names: the same where that is possible, else as near as can be. */
#ifndef CODEGEN_CNAME_H
#define CODEGEN_CNAME_H

#include <stdbool.h>

#include "runtime/value.h"

typedef struct CName {
    const char *name;       /* 0: free place */
    int next;               /* the number for the next one that would be called the same, or 0 */
} CName;

/* A set of C names that are taken in one scope: an open-addressed table. */
typedef struct NameSet {
    CName *table;
    unsigned n, size;       /* size: a power of two, or 0 */
} NameSet;

/* The C name for a Python name, distinct from all of the set, and added to it. `suffix` is put
 * behind ("" or "_12"). Collected memory. */
const char *cname_new(NameSet *set, const char *python_name, const char *suffix);
/* Letters, digits and underscores of text, about n at most, never empty: "hello, world" is
 * hello_world. Collected memory, as below. */
const char *cname_slug(const char *text, int n);
/* A module's dotted name within a C name: "a.b_c" is a_b__c, distinct for distinct names. */
const char *cname_module(const char *dotted);

#endif
