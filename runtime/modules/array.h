/* array.h -- what the files of the module array share. */
#ifndef TP_ARRAY_H
#define TP_ARRAY_H

#include "runtime/bytes.h"

/* What an array holds, by its type code. */
typedef struct Kind {
    char code;
    int8_t size;           /* bytes of an item */
    int8_t layout;         /* what pickles call its machine format */
    const char *format;    /* that of struct */
} Kind;

typedef struct Array {
    Object head;
    const Kind *kind;
    char *data;            /* 0 while capacity is 0 */
    int64_t length, capacity; /* in items */
    int64_t exports;       /* live memoryviews: cannot be resized */
} Array;

enum { ITEM_SIZE = 8 };    /* of the largest item */

extern Type tp_array_type;

static inline Array *tp_as_array(Value v)
{
    return (Array *)tp_obj(v);
}

/* ---- array.c ---- */

/* array(code, initial) as an instance of type, a subtype of array; initial may be 0. 0 with an
 * exception. */
Value tp_array_new(Type *type, uint32_t code, Value initial);
/* A new list of the items; 0 with an exception. */
Value tp_array_list(const Array *a);

/* ---- array_items.c ---- */

/* The kind of that type code, or 0. Never raises. */
const Kind *tp_array_kind(uint32_t code);
/* The item that stands at p; 0 with ValueError if it is no character. */
Value tp_array_get(const Kind *kind, const char *p);
/* Write v as an item to p: 0, or -1 with an exception. May run Python code before it writes. */
int tp_array_put(const Kind *kind, char *p, Value v);
/* Turn around the bytes of n items of 1, 2, 4 or 8 bytes. */
void tp_array_swap(char *items, int64_t n, int size);
/* A str of n code points; 0 with ValueError if one is none, or MemoryError. */
Value tp_array_text(const char *items, int64_t n);

/* ---- array_pickle.c ---- */

Value array_reduce_ex(Value self, int nargs, const Value *args, Tuple *kwnames);
Value array_reconstructor(Value self, Value *args);

/* Exactly n arguments for a method that CPython declares with its class: -1 with TypeError. */
int tp_array_arity(const char *function, int nargs, Tuple *kwnames, int n);

#endif
