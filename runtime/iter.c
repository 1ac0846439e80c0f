/* iter.c -- iteration: iter() and next() of any value, and the iterators of no container in
 * particular: seqiter, callable_iterator, enumerate, zip, map, filter, reversed.
 *
 * A C iterator's `next` slot gives 0 without an exception at its end; a Python one leaves its
 * StopIteration pending. tp_next makes both the former, tp_next_or_raise both the latter.
 */
#include <string.h>

#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "list.h"
#include "sequence.h"
#include "str.h"
#include "type.h"

/* ---- the protocol ---- */

static bool is_switched_off(const Type *type, int row)
{
    return type->dunders && type->dunders[row] == TP_NONE;
}

/* Items can be had by index: __getitem__, but not a mapping. */
static bool is_sequence(const Type *type)
{
    return type->getitem && !(type->flags & TYPE_IS_DICT) && type != &tp_mappingproxy_type;
}

Value tp_iter(Value v)
{
    Type *type = tp_type_of(v);
    if (type->iter && !is_switched_off(type, ROW_iter)) {
        Value iterator = type->iter(v);
        if (iterator && !tp_type_of(iterator)->next)
            return tp_raise(&tp_TypeError, "iter() returned non-iterator of type '%T'", iterator);
        return iterator;
    }
    if (!type->iter && is_sequence(type))
        return tp_seqiter_new(v);
    return tp_raise(&tp_TypeError, "'%T' object is not iterable", v);
}

Value tp_raise_stop(Value value)
{
    if (!value || value == TP_NONE)
        return tp_raise_stmt(tp_ref(&tp_StopIteration), 0);
    /* A tuple or an exception as the value must not be taken for the arguments. */
    Value error = tp_call1(tp_ref(&tp_StopIteration), value);
    return error ? tp_raise_instance(error) : 0;
}

Value tp_next(Value iterator)
{
    Type *type = tp_type_of(iterator);
    if (type == &tp_generator_type)
        return tp_generator_next((Generator *)tp_obj(iterator));
    if (!type->next) /* its class has lost __next__ since tp_iter */
        return tp_raise(&tp_TypeError, "'%T' object is not iterable", iterator);
    Value v = type->next(iterator);
    if (!v && tp_error_pending() && tp_error_is(&tp_StopIteration))
        tp_error_clear();
    return v;
}

Value tp_next_or_raise(Value iterator)
{
    Type *type = tp_type_of(iterator);
    if (!type->next)
        return tp_raise(&tp_TypeError, "'%T' object is not an iterator", iterator);
    Value v = type->next(iterator);
    return v || tp_error_pending() ? v : tp_raise_stop(0);
}

int64_t tp_length_hint(Value v, int64_t fallback)
{
    Type *type = tp_type_of(v);
    if (type->length) {
        int64_t n = type->length(v);
        if (n >= 0 || !tp_error_is(&tp_TypeError))
            return n;
        tp_error_clear();
    }
    Value f = tp_lookup_special(v, TP_NAME(__length_hint__));
    if (!f)
        return tp_error_pending() ? -1 : fallback;
    Value hint = tp_call0(f);
    if (!hint) {
        if (!tp_error_is(&tp_TypeError))
            return -1;
        tp_error_clear();
        return fallback;
    }
    if (hint == TP_NOTIMPLEMENTED)
        return fallback;
    if (!tp_is_int(hint))
        return tp_raise_int(&tp_TypeError, "__length_hint__ must be an integer, not %T", hint);
    int64_t n;
    if (!tp_int_fits_i64(tp_int_plain(hint), &n))
        return tp_raise_int(&tp_OverflowError, "Python int too large to convert to C ssize_t");
    return n >= 0 ? n : tp_raise_int(&tp_ValueError, "__length_hint__() should return >= 0");
}

Value tp_list_from(Value iterable)
{
    if (tp_is_exact(iterable, &tp_list_type))
        return tp_list_of(tp_as_list(iterable)->length, tp_as_list(iterable)->items);
    if (tp_is_exact(iterable, &tp_tuple_type))
        return tp_list_of(tp_as_tuple(iterable)->length, tp_as_tuple(iterable)->items);
    Value list = tp_list_new(0);
    return tp_list_extend(list, iterable) < 0 ? 0 : list;
}

Value tp_tuple_from(Value iterable)
{
    if (tp_is_exact(iterable, &tp_tuple_type))
        return iterable;
    if (tp_is_exact(iterable, &tp_list_type))
        return tp_tuple_of(tp_as_list(iterable)->length, tp_as_list(iterable)->items);
    Value list = tp_list_from(iterable);
    return list ? tp_list_as_tuple(list) : 0;
}

static Value self_iter(Value self)
{
    return self;
}

Value tp_reduce_as(const char *builtin, Value args, Value state)
{
    Value maker = tp_dict_get_cstr(tp_builtins, builtin);
    if (!maker)
        return tp_raise(&tp_AttributeError, "%s", builtin);
    return state ? tp_tuple_pack(3, maker, args, state) : tp_tuple_pack(2, maker, args);
}

/* ---- iterator over __getitem__ ---- */

typedef struct SeqIter {
    Object head;
    int64_t index;
    Value sequence;        /* 0 once exhausted */
} SeqIter;

Value tp_seqiter_new(Value sequence)
{
    SeqIter *it = tp_heap_object(&tp_seqiter_type, 0);
    it->sequence = sequence;
    return tp_ref(it);
}

static Value seqiter_next(Value self)
{
    SeqIter *it = (SeqIter *)tp_obj(self);
    if (!it->sequence)
        return 0;
    if (it->index == INT64_MAX)
        return tp_raise(&tp_OverflowError, "iter index too large");
    Value v = tp_getitem(it->sequence, tp_int(it->index));
    if (v) {
        it->index++;
        return v;
    }
    if (tp_error_is(&tp_IndexError) || tp_error_is(&tp_StopIteration)) {
        tp_error_clear();
        it->sequence = 0;
    }
    return 0;
}

static Value seqiter_length_hint(Value self, Value *args)
{
    (void)args;
    SeqIter *it = (SeqIter *)tp_obj(self);
    if (!it->sequence)
        return tp_small(0);
    if (!tp_type_of(it->sequence)->length)
        return TP_NOTIMPLEMENTED;
    int64_t n = tp_len(it->sequence);
    return n < 0 ? 0 : tp_int(n > it->index ? n - it->index : 0);
}

static Value seqiter_reduce(Value self, Value *args)
{
    (void)args;
    SeqIter *it = (SeqIter *)tp_obj(self);
    if (!it->sequence)
        return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(tp_empty_tuple)), 0);
    return tp_reduce_as("iter", tp_tuple_pack(1, it->sequence), tp_int(it->index));
}

static Value seqiter_setstate(Value self, Value *args)
{
    int64_t index;
    if (tp_ssize_state(args[0], &index) < 0)
        return 0;
    ((SeqIter *)tp_obj(self))->index = index < 0 ? 0 : index;
    return TP_NONE;
}

static const MethodDef seqiter_methods[] = {
    METHOD("__length_hint__", seqiter_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", seqiter_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", seqiter_setstate, "(state, /)",
           "Set state information for unpickling."),
    METHOD_END
};

Type tp_seqiter_type = {
    .name = "iterator", .basic_size = sizeof(SeqIter), .flags = TYPE_NO_NEW, .iter = self_iter,
    .getattribute = tp_generic_getattr,
    .next = seqiter_next, .methods = seqiter_methods,
};

/* ---- iter(callable, sentinel) ---- */

typedef struct CallableIterator {
    Object head;
    Value callable;        /* 0 once exhausted */
    Value sentinel;
} CallableIterator;

Value tp_callable_iterator_new(Value callable, Value sentinel)
{
    if (!tp_callable(callable))
        return tp_raise(&tp_TypeError, "iter(v, w): v must be callable");
    CallableIterator *it = tp_heap_object(&tp_callable_iterator_type, 0);
    it->callable = callable;
    it->sentinel = sentinel;
    return tp_ref(it);
}

static Value callable_iterator_next(Value self)
{
    CallableIterator *it = (CallableIterator *)tp_obj(self);
    if (!it->callable)
        return 0;
    Value v = tp_call0(it->callable);
    if (!v) {
        if (tp_error_is(&tp_StopIteration)) {
            tp_error_clear();
            it->callable = 0;
        }
        return 0;
    }
    int is_end = tp_equal(it->sentinel, v);
    if (is_end > 0)
        it->callable = 0;
    return is_end ? 0 : v;
}

static Value callable_iterator_reduce(Value self, Value *args)
{
    (void)args;
    CallableIterator *it = (CallableIterator *)tp_obj(self);
    return tp_reduce_as("iter",
                        it->callable ? tp_tuple_pack(2, it->callable, it->sentinel)
                                     : tp_tuple_pack(1, tp_ref(tp_empty_tuple)),
                        0);
}

static const MethodDef callable_iterator_methods[] = {
    METHOD("__reduce__", callable_iterator_reduce, "()", "Return state information for pickling."),
    METHOD_END
};

Type tp_callable_iterator_type = {
    .name = "callable_iterator", .basic_size = sizeof(CallableIterator), .flags = TYPE_NO_NEW,
    .getattribute = tp_generic_getattr,
    .iter = self_iter, .next = callable_iterator_next, .methods = callable_iterator_methods,
};

/* ---- enumerate ---- */

static Value enumerate_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    static const char signature[] = "(iterable, start=0)";
    if (nargs == 0 && !kwnames)
        return tp_raise(&tp_TypeError, "enumerate() missing required argument 'iterable'");
    int nkw = kwnames ? (int)kwnames->length : 0;
    for (int k = 0; k < nkw && nargs + nkw <= 2; k++) {
        /* told before what is missing, unlike elsewhere */
        Value key = kwnames->items[k];
        if (!(nargs == 0 && tp_str_equal_cstr(key, "iterable")) &&
            !(nargs + nkw == 2 && tp_str_equal_cstr(key, "start")))
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for enumerate()",
                            key);
    }
    if (TP_ARGS("enumerate", signature, a) < 0)
        return 0;
    Enumerate *e = tp_heap_object(type, 0);
    e->count = a[1] ? tp_index(a[1]) : tp_small(0);
    if (!e->count)
        return 0;
    e->iterator = tp_iter(a[0]);
    return e->iterator ? tp_ref(e) : 0;
}

/* The next value of an iterator; those of lists and tuples, which are most, need no call. */
static inline Value next_of(Value iterator)
{
    SequenceIterator *it = tp_sequence_iterator(iterator);
    Value v = it ? tp_sequence_peek(it) : 0;
    if (!v)
        return tp_next(iterator);
    it->position++;
    return v;
}

static int enumerate_next_items(Value self, int n, Value *out)
{
    Enumerate *e = (Enumerate *)tp_obj(self);
    if (n != 2)
        return -1;
    if (!(out[1] = next_of(e->iterator)))
        return 0;
    out[0] = e->count;
    e->count = tp_is_small(e->count) && e->count != tp_small(TP_SMALL_MAX)
                   ? tp_small(tp_small_value(e->count) + 1)
                   : tp_add(e->count, tp_small(1));
    return 1;
}

static Value enumerate_next(Value self)
{
    Value pair[2];
    return enumerate_next_items(self, 2, pair) ? tp_tuple_pack(2, pair[0], pair[1]) : 0;
}

static Value enumerate_reduce(Value self, Value *args)
{
    (void)args;
    Enumerate *e = (Enumerate *)tp_obj(self);
    return tp_tuple_pack(2, tp_ref(tp_type_of(self)), tp_tuple_pack(2, e->iterator, e->count));
}

static Value class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

#define CLASS_GETITEM                                                                            \
    METHOD_CLASS("__class_getitem__", class_getitem, "(object, /)", "See PEP 585")

static const MethodDef enumerate_methods[] = {
    METHOD("__reduce__", enumerate_reduce, "()", "Return state information for pickling."),
    CLASS_GETITEM,
    METHOD_END
};

Type tp_enumerate_type = {
    .name = "enumerate", .basic_size = sizeof(Enumerate), .flags = TYPE_BASE, .iter = self_iter,
    .getattribute = tp_generic_getattr,
    .next = enumerate_next, .next_items = enumerate_next_items, .new_ = enumerate_new,
    .methods = enumerate_methods,
    .doc = "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe "
           "enumerate object yields pairs containing a count (from start, which\ndefaults to zero) "
           "and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an "
           "indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
};

/* ---- zip ---- */

static Value zip_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    bool is_strict = false;
    if (kwnames) {
        Value a[2];
        if (TP_ARGS("zip", "(*iterables, strict=False)", a) < 0)
            return 0;
        int truth = tp_truth(a[1]);
        if (truth < 0)
            return 0;
        is_strict = truth;
    }
    Tuple *iterators = tp_tuple_new(nargs);
    for (int i = 0; i < nargs; i++)
        if (!(iterators->items[i] = tp_iter(args[i])))
            return 0;
    Zip *z = tp_heap_object(type, 0);
    z->iterators = iterators;
    z->is_strict = is_strict;
    return tp_ref(z);
}

/* Iterator i ended first: with strict, the others must end here, too; ValueError else. */
static void zip_end(Zip *z, int64_t i)
{
    Tuple *iterators = z->iterators;
    if (!z->is_strict || tp_error_pending())
        return;
    const char *length = "shorter";
    if (i == 0) {
        length = "longer";
        do {
            if (++i == iterators->length)
                return;
        } while (!tp_next(iterators->items[i]) && !tp_error_pending());
        if (tp_error_pending())
            return;
    }
    tp_raise(&tp_ValueError, "zip() argument %d is %s than argument%s%d", (int)i + 1, length,
             i == 1 ? " " : "s 1-", (int)i);
}

static int zip_next_items(Value self, int n, Value *out)
{
    Zip *z = (Zip *)tp_obj(self);
    if (z->iterators->length != n)
        return -1;
    for (int64_t i = 0; i < n; i++)
        if (!(out[i] = next_of(z->iterators->items[i]))) {
            zip_end(z, i);
            return 0;
        }
    return n != 0;
}

static Value zip_next(Value self)
{
    int64_t n = ((Zip *)tp_obj(self))->iterators->length;
    Tuple *items = tp_tuple_new(n);
    return zip_next_items(self, (int)n, items->items) ? tp_ref(items) : 0;
}

static Value zip_reduce(Value self, Value *args)
{
    (void)args;
    Zip *z = (Zip *)tp_obj(self);
    Value type = tp_ref(tp_type_of(self));
    return z->is_strict ? tp_tuple_pack(3, type, tp_ref(z->iterators), TP_TRUE)
                        : tp_tuple_pack(2, type, tp_ref(z->iterators));
}

static Value zip_setstate(Value self, Value *args)
{
    int truth = tp_truth(args[0]);
    if (truth < 0)
        return 0;
    ((Zip *)tp_obj(self))->is_strict = truth;
    return TP_NONE;
}

static const MethodDef zip_methods[] = {
    METHOD("__reduce__", zip_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", zip_setstate, "(state, /)", "Set state information for unpickling."),
    METHOD_END
};

Type tp_zip_type = {
    .name = "zip", .basic_size = sizeof(Zip), .flags = TYPE_BASE, .iter = self_iter,
    .getattribute = tp_generic_getattr,
    .next = zip_next, .next_items = zip_next_items, .new_ = zip_new, .methods = zip_methods,
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
           "   >>> list(zip('abcdefg', range(3), range(4)))\n"
           "   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
           "The zip object yields n-length tuples, where n is the number of iterables\n"
           "passed as positional arguments to zip().  The i-th element in every tuple\n"
           "comes from the i-th iterable argument to zip().  This continues until the\n"
           "shortest argument is exhausted.\n\n"
           "If strict is true and one of the arguments is exhausted before the others,\n"
           "raise a ValueError.",
};

/* ---- map ---- */

typedef struct Map {
    Object head;
    Value function;
    Tuple *iterators;
} Map;

static Value map_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (tp_iter_no_keywords(type, &tp_map_type, "map", &kwnames) < 0)
        return 0;
    if (nargs < 2)
        return tp_raise(&tp_TypeError, "map() must have at least two arguments.");
    Tuple *iterators = tp_tuple_new(nargs - 1);
    for (int i = 1; i < nargs; i++)
        if (!(iterators->items[i - 1] = tp_iter(args[i])))
            return 0;
    Map *m = tp_heap_object(type, 0);
    m->function = args[0];
    m->iterators = iterators;
    return tp_ref(m);
}

static Value map_next(Value self)
{
    Map *m = (Map *)tp_obj(self);
    int64_t n = m->iterators->length;
    Value small[8];
    Value *args = n <= 8 ? small : tp_heap_alloc((size_t)n * sizeof(Value));
    for (int64_t i = 0; i < n; i++)
        if (!(args[i] = tp_next(m->iterators->items[i])))
            return 0;
    return tp_call(m->function, (int)n, args, 0);
}

static Value map_reduce(Value self, Value *args)
{
    (void)args;
    Map *m = (Map *)tp_obj(self);
    int64_t n = m->iterators->length;
    Tuple *all = tp_tuple_new(n + 1);
    all->items[0] = m->function;
    memcpy(all->items + 1, m->iterators->items, (size_t)n * sizeof(Value));
    return tp_tuple_pack(2, tp_ref(tp_type_of(self)), tp_ref(all));
}

static const MethodDef map_methods[] = {
    METHOD("__reduce__", map_reduce, "()", "Return state information for pickling."),
    METHOD_END
};

Type tp_map_type = {
    .name = "map", .basic_size = sizeof(Map), .flags = TYPE_BASE, .iter = self_iter,
    .getattribute = tp_generic_getattr,
    .next = map_next, .new_ = map_new, .methods = map_methods,
    .doc = "map(func, *iterables) --> map object\n\nMake an iterator that computes the function "
           "using arguments from\neach of the iterables.  Stops when the shortest iterable is "
           "exhausted.",
};

int tp_iter_no_keywords(const Type *type, const Type *base, const char *name, Tuple **kwnames)
{
    if (*kwnames && (*kwnames)->length && type->init == base->init)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments", name);
    *kwnames = 0;
    return 0;
}

/* ---- filter ---- */

typedef struct Filter {
    Object head;
    Value function;        /* or None */
    Value iterator;
} Filter;

static Value filter_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    if (tp_iter_no_keywords(type, &tp_filter_type, "filter", &kwnames) < 0 ||
        TP_ARGS("filter", "(function, iterable, /)", a) < 0)
        return 0;
    Value iterator = tp_iter(a[1]);
    if (!iterator)
        return 0;
    Filter *f = tp_heap_object(type, 0);
    f->function = a[0];
    f->iterator = iterator;
    return tp_ref(f);
}

static Value filter_next(Value self)
{
    Filter *f = (Filter *)tp_obj(self);
    bool is_plain = f->function == TP_NONE || f->function == tp_ref(&tp_bool_type);
    Value v;
    while ((v = tp_next(f->iterator))) {
        Value verdict = is_plain ? v : tp_call1(f->function, v);
        int truth = verdict ? tp_truth(verdict) : -1;
        if (truth)
            return truth < 0 ? 0 : v;
    }
    return 0;
}

static Value filter_reduce(Value self, Value *args)
{
    (void)args;
    Filter *f = (Filter *)tp_obj(self);
    return tp_tuple_pack(2, tp_ref(tp_type_of(self)), tp_tuple_pack(2, f->function, f->iterator));
}

static const MethodDef filter_methods[] = {
    METHOD("__reduce__", filter_reduce, "()", "Return state information for pickling."),
    METHOD_END
};

Type tp_filter_type = {
    .name = "filter", .basic_size = sizeof(Filter), .flags = TYPE_BASE, .iter = self_iter,
    .getattribute = tp_generic_getattr,
    .next = filter_next, .new_ = filter_new, .methods = filter_methods,
    .doc = "filter(function or None, iterable) --> filter object\n\n"
           "Return an iterator yielding those items of iterable for which function(item)\n"
           "is true. If function is None, return the items that are true.",
};

/* ---- reversed ---- */

typedef struct Reversed {
    Object head;
    int64_t index;         /* of the next item */
    Value sequence;        /* 0 once exhausted */
} Reversed;

static Value reversed_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1];
    if (tp_iter_no_keywords(type, &tp_reversed_type, "reversed", &kwnames) < 0 ||
        TP_ARGS("reversed", "(sequence, /)", a) < 0)
        return 0;
    Value f = tp_lookup_special(a[0], TP_NAME(__reversed__));
    if (f && f != TP_NONE)
        return tp_call0(f);
    if (tp_error_pending())
        return 0;
    if (f || !is_sequence(tp_type_of(a[0])))
        return tp_raise(&tp_TypeError, "'%T' object is not reversible", a[0]);
    int64_t n = tp_len(a[0]);
    if (n < 0)
        return 0;
    Reversed *r = tp_heap_object(type, 0);
    r->index = n - 1;
    r->sequence = a[0];
    return tp_ref(r);
}

static Value reversed_next(Value self)
{
    Reversed *r = (Reversed *)tp_obj(self);
    if (r->index >= 0) {
        Value v = tp_getitem(r->sequence, tp_int(r->index));
        if (v) {
            r->index--;
            return v;
        }
        if (tp_error_is(&tp_IndexError) || tp_error_is(&tp_StopIteration))
            tp_error_clear();
    }
    r->index = -1;
    r->sequence = 0;
    return 0;
}

static Value reversed_length_hint(Value self, Value *args)
{
    (void)args;
    Reversed *r = (Reversed *)tp_obj(self);
    if (!r->sequence)
        return tp_small(0);
    int64_t n = tp_len(r->sequence);
    return n < 0 ? 0 : tp_int(n < r->index + 1 ? 0 : r->index + 1);
}

static Value reversed_reduce(Value self, Value *args)
{
    (void)args;
    Reversed *r = (Reversed *)tp_obj(self);
    Value type = tp_ref(tp_type_of(self));
    if (!r->sequence)
        return tp_tuple_pack(2, type, tp_tuple_pack(1, tp_ref(tp_empty_tuple)));
    return tp_tuple_pack(3, type, tp_tuple_pack(1, r->sequence), tp_int(r->index));
}

static Value reversed_setstate(Value self, Value *args)
{
    Reversed *r = (Reversed *)tp_obj(self);
    int64_t index, n;
    if (tp_ssize_state(args[0], &index) < 0)
        return 0;
    if (!r->sequence)
        return TP_NONE;
    if ((n = tp_len(r->sequence)) < 0)
        return 0;
    r->index = index < -1 ? -1 : index > n - 1 ? n - 1 : index;
    return TP_NONE;
}

static const MethodDef reversed_methods[] = {
    METHOD("__length_hint__", reversed_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", reversed_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", reversed_setstate, "(state, /)",
           "Set state information for unpickling."),
    METHOD_END
};

Type tp_reversed_type = {
    .name = "reversed", .basic_size = sizeof(Reversed), .flags = TYPE_BASE, .iter = self_iter,
    .getattribute = tp_generic_getattr,
    .next = reversed_next, .new_ = reversed_new, .methods = reversed_methods,
    .doc = "Return a reverse iterator over the values of the given sequence.",
};
