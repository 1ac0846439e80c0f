/* itertools.h -- what the files of the module itertools share. */
#ifndef TP_ITERTOOLS_H
#define TP_ITERTOOLS_H

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iter.h"
#include "runtime/sequence.h"
#include "runtime/str.h"
#include "runtime/text.h"

#define SELF(struct_type) ((struct_type *)tp_obj(self))

/* The next value of what tp_iter gave, as tp_next. */
static inline Value pull(Value iterator)
{
    NextFn next = tp_obj(iterator)->type->next;
    if (__builtin_expect(!next, 0)) /* its class has lost __next__ since */
        return tp_raise(&tp_TypeError, "'%T' object is not iterable", iterator);
    Value v = next(iterator);
    if (!v && tp_error_pending() && tp_error_is(&tp_StopIteration))
        tp_error_clear();
    return v;
}

/* The first item of what __reduce__ gives. */
static inline Value type_value(Value self)
{
    return tp_ref(tp_type_of(self));
}

/* Tables of methods: __reduce__ and __setstate__, or __reduce__ alone. */
#define METHODS(id, reduce_fn, setstate_fn)                                                      \
    static const MethodDef id[] = {                                                              \
        METHOD("__reduce__", reduce_fn, "()", "Return state information for pickling."),         \
        METHOD("__setstate__", setstate_fn, "(state, /)",                                        \
               "Set state information for unpickling."),                                         \
        METHOD_END,                                                                              \
    };
#define METHODS_REDUCE(id, reduce_fn)                                                            \
    static const MethodDef id[] = {                                                              \
        METHOD("__reduce__", reduce_fn, "()", "Return state information for pickling."),         \
        METHOD_END,                                                                              \
    };

/* Type of an itertools class; WITH TYPE_BASE or 0 and further fields. */
#define ITERTOOLS_TYPE_WITH(id, text, struct_type, prefix, base_flag, method_table, text_doc, ...) \
    Type id = {                                                                                  \
        .head = {&tp_type_type},                                                                 \
        .name = "itertools." text,                                                               \
        .basic_size = sizeof(struct_type),                                                       \
        .flags = TYPE_IMMUTABLE | (base_flag),                                                   \
        .doc = text_doc,                                                                         \
        .methods = method_table,                                                                 \
        .new_ = prefix##_new,                                                                    \
        .iter = itertools_self,                                                                  \
        .next = prefix##_next,                                                                   \
        __VA_ARGS__                                                                              \
    };
#define ITERTOOLS_TYPE(id, text, struct_type, prefix, method_table, text_doc)                    \
    ITERTOOLS_TYPE_WITH(id, text, struct_type, prefix, TYPE_BASE, method_table, text_doc,        \
                        .getattribute = tp_generic_getattr)

Value itertools_self(Value self);
/* The n items of the tuple that __setstate__ is given; 0 with TypeError. */
Value *itertools_state(Value state, int n);

/* itertools_share.c */
extern Type itertools_groupby_type, itertools_grouper_type, itertools_tee_type,
    itertools_tee_block_type;
Value tp_itertools_tee(Value self, Value *args);

/* itertools_combine.c */
extern Type itertools_product_type, itertools_permutations_type, itertools_combinations_type,
    itertools_cwr_type;

#endif
