/* itertools.c -- the module itertools: streams. Those of which several share a source are in
 * itertools_share.c, the combinatoric ones in itertools_combine.c.
 *
 * Every class here is an iterator over others: its struct holds them, its _next function pulls.
 * __reduce__ and __setstate__ give what CPython 3.11 gives, so copies and pickles agree.
 */
#include "runtime/modules/itertools.h"

Value itertools_self(Value self)
{
    return self;
}

Value *itertools_state(Value state, int n)
{
    if (!tp_is_tuple(state)) {
        tp_raise(&tp_TypeError, "state is not a tuple");
        return 0;
    }
    int64_t given = tp_as_tuple(state)->length;
    if (given != n) {
        tp_raise(&tp_TypeError, "function takes exactly %d arguments (%lld given)", n,
                 (long long)given);
        return 0;
    }
    return tp_as_tuple(state)->items;
}

/* What __reduce__ and the check for keywords ask for. */
extern Type itertools_chain_type;
static Type itertools_accumulate_type, itertools_islice_type, itertools_cycle_type,
    itertools_dropwhile_type, itertools_takewhile_type, itertools_filterfalse_type,
    itertools_starmap_type, itertools_pairwise_type;

/* ---- accumulate ---- */

typedef struct Accumulate {
    Object head;
    Value source, function;    /* function 0: + */
    Value total;               /* 0 before the first */
    Value initial;             /* to give first, or 0 */
} Accumulate;

static Value accumulate_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[3];
    if (TP_ARGS("accumulate", "(iterable, func=None, *, initial=None)", a) < 0)
        return 0;
    Value source = tp_iter(a[0]);
    if (!source)
        return 0;
    Accumulate *it = tp_heap_object(type, 0);
    it->source = source;
    it->function = a[1] == TP_NONE ? 0 : a[1];
    it->initial = a[2] == TP_NONE ? 0 : a[2];
    return tp_ref(it);
}

static Value accumulate_next(Value self)
{
    Accumulate *it = SELF(Accumulate);
    if (it->initial) {
        it->total = it->initial;
        it->initial = 0;
        return it->total;
    }
    Value v = pull(it->source);
    if (!v)
        return 0;
    if (it->total)
        v = it->function ? tp_call2(it->function, it->total, v) : tp_add(it->total, v);
    if (v)
        it->total = v;
    return v;
}

static Value accumulate_reduce(Value self, Value *args)
{
    (void)args;
    Accumulate *it = SELF(Accumulate);
    Value function = it->function ? it->function : TP_NONE, source = it->source;
    Value first = it->initial ? it->initial : it->total == TP_NONE ? TP_NONE : 0;
    if (first) {
        Value head = tp_tuple_pack(1, first);
        if (!(source = tp_call2(tp_ref(&itertools_chain_type), head, source)))
            return 0;
    }
    if (first && !it->initial) {
        /* A state of None would count as no state: begin with that total, but do not give it. */
        source = tp_call2(tp_ref(&itertools_accumulate_type), source, function);
        return !source ? 0 : tp_tuple_pack(2, tp_ref(&itertools_islice_type),
                                           tp_tuple_pack(3, source, tp_small(1), TP_NONE));
    }
    return tp_tuple_pack(3, type_value(self), tp_tuple_pack(2, source, function),
                         it->total ? it->total : TP_NONE);
}

static Value accumulate_setstate(Value self, Value *args)
{
    SELF(Accumulate)->total = args[0];
    return TP_NONE;
}

METHODS(accumulate_methods, accumulate_reduce, accumulate_setstate)
static ITERTOOLS_TYPE(itertools_accumulate_type, "accumulate", Accumulate, accumulate,
                      accumulate_methods,
                      "Return series of accumulated sums (or other binary function results).")

/* ---- chain ---- */

typedef struct Chain {
    Object head;
    Value sources;             /* iterator over iterables; 0 once exhausted */
    Value active;              /* iterator being drawn from, or 0 */
} Chain;

static Value chain_make(Type *type, Value iterables)
{
    Value sources = tp_iter(iterables);
    if (!sources)
        return 0;
    Chain *it = tp_heap_object(type, 0);
    it->sources = sources;
    return tp_ref(it);
}

static Value chain_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (tp_iter_no_keywords(type, &itertools_chain_type, "chain", &kwnames) < 0)
        return 0;
    return chain_make(type, tp_tuple_of(nargs, args));
}

static Value chain_from_iterable(Value self, Value *args)
{
    return chain_make((Type *)tp_obj(self), args[0]);
}

static Value chain_next(Value self)
{
    Chain *it = SELF(Chain);
    while (it->sources) {
        if (!it->active) {
            Value iterable = pull(it->sources);
            if (!iterable) {
                it->sources = 0;
                return 0;
            }
            if (!(it->active = tp_iter(iterable))) {
                it->sources = 0;
                return 0;
            }
        }
        Value v = pull(it->active);
        if (v || tp_error_pending())
            return v;
        it->active = 0;
    }
    return 0;
}

static Value chain_reduce(Value self, Value *args)
{
    (void)args;
    Chain *it = SELF(Chain);
    Value none = tp_ref(tp_empty_tuple);
    if (!it->sources)
        return tp_tuple_pack(2, type_value(self), none);
    return tp_tuple_pack(3, type_value(self), none,
                         it->active ? tp_tuple_pack(2, it->sources, it->active)
                                    : tp_tuple_pack(1, it->sources));
}

static Value chain_setstate(Value self, Value *args)
{
    Chain *it = SELF(Chain);
    if (!tp_is_tuple(args[0]))
        return tp_raise(&tp_TypeError, "state is not a tuple");
    Tuple *t = tp_as_tuple(args[0]);
    if (t->length < 1 || t->length > 2)
        return tp_raise(&tp_TypeError, "function takes at %s %d argument%s (%lld given)",
                        t->length < 1 ? "least" : "most", t->length < 1 ? 1 : 2,
                        t->length < 1 ? "" : "s", (long long)t->length);
    for (int64_t i = 0; i < t->length; i++) {
        if (!tp_type_of(t->items[i])->next)
            return tp_raise(&tp_TypeError, "Arguments must be iterators.");
    }
    it->sources = t->items[0];
    it->active = t->length > 1 ? t->items[1] : 0;
    return TP_NONE;
}

static Value chain_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

static const MethodDef chain_methods[] = {
    METHOD_CLASS("from_iterable", chain_from_iterable, "(iterable, /)",
                 "Alternative chain() constructor taking a single iterable argument that evaluates "
                 "lazily."),
    METHOD("__reduce__", chain_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", chain_setstate, "(state, /)", "Set state information for unpickling."),
    METHOD_CLASS("__class_getitem__", chain_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

ITERTOOLS_TYPE(itertools_chain_type, "chain", Chain, chain, chain_methods,
               "chain(*iterables) --> chain object\n\n"
               "Return a chain object whose .__next__() method returns elements from the\n"
               "first iterable until it is exhausted, then elements from the next\n"
               "iterable, until all of the iterables are exhausted.")

/* ---- compress ---- */

typedef struct Compress {
    Object head;
    Value data, selectors;
} Compress;

static Value compress_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2], data, selectors;
    if (TP_ARGS("compress", "(data, selectors)", a) < 0 || !(data = tp_iter(a[0])) ||
        !(selectors = tp_iter(a[1])))
        return 0;
    Compress *it = tp_heap_object(type, 0);
    it->data = data;
    it->selectors = selectors;
    return tp_ref(it);
}

static Value compress_next(Value self)
{
    Compress *it = SELF(Compress);
    Value v, selector;
    while ((v = pull(it->data)) && (selector = pull(it->selectors))) {
        int r = tp_truth(selector);
        if (r)
            return r < 0 ? 0 : v;
    }
    return 0;
}

static Value compress_reduce(Value self, Value *args)
{
    (void)args;
    Compress *it = SELF(Compress);
    return tp_tuple_pack(2, type_value(self), tp_tuple_pack(2, it->data, it->selectors));
}

METHODS_REDUCE(compress_methods, compress_reduce)
static ITERTOOLS_TYPE(itertools_compress_type, "compress", Compress, compress, compress_methods,
                      "Return data elements corresponding to true selector elements.\n\n"
                      "Forms a shorter iterator from selected data elements using the selectors "
                      "to\nchoose the data elements.")

/* ---- count ---- */

typedef struct Count {
    Object head;
    Value next, step;
} Count;

static bool is_number(Value v)
{
    Type *type = tp_type_of(v);
    return type->index || type->int_ || type->float_ || (type->flags & TYPE_IS_COMPLEX);
}

static Value count_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    if (TP_ARGS("count", "(start=0, step=1)", a) < 0)
        return 0;
    if ((a[0] && !is_number(a[0])) || (a[1] && !is_number(a[1])))
        return tp_raise(&tp_TypeError, "a number is required");
    Count *it = tp_heap_object(type, 0);
    it->next = a[0] ? a[0] : tp_small(0);
    it->step = a[1] ? a[1] : tp_small(1);
    if (it->step == tp_small(1) && tp_is_bool(it->next))
        it->next = tp_int_plain(it->next);
    return tp_ref(it);
}

static Value count_next(Value self)
{
    Count *it = SELF(Count);
    Value v = it->next, next;
    if (tp_both_small(v, it->step))
        next = tp_int(tp_small_value(v) + tp_small_value(it->step));
    else if (!(next = tp_add(v, it->step)))
        return 0;
    it->next = next;
    return v;
}

static Value count_repr(Value self)
{
    Count *it = SELF(Count);
    const char *name = tp_type_of(self)->name, *dot = __builtin_strrchr(name, '.');
    name = dot ? dot + 1 : name;
    if (it->step == tp_small(1))
        return tp_str_format_c("%s(%R)", name, it->next);
    return tp_str_format_c("%s(%R, %R)", name, it->next, it->step);
}

static Value count_reduce(Value self, Value *args)
{
    (void)args;
    Count *it = SELF(Count);
    return tp_tuple_pack(2, type_value(self),
                         it->step == tp_small(1) ? tp_tuple_pack(1, it->next)
                                                 : tp_tuple_pack(2, it->next, it->step));
}

METHODS_REDUCE(count_methods, count_reduce)
static ITERTOOLS_TYPE_WITH(itertools_count_type, "count", Count, count, TYPE_BASE, count_methods,
                           "Return a count object whose .__next__() method returns consecutive "
                           "values.\n\n"
                           "Equivalent to:\n"
                           "    def count(firstval=0, step=1):\n"
                           "        x = firstval\n"
                           "        while 1:\n"
                           "            yield x\n"
                           "            x += step",
                           .getattribute = tp_generic_getattr, .repr = count_repr)

/* ---- cycle ---- */

typedef struct Cycle {
    Object head;
    Value source;              /* 0 once it is exhausted */
    Value saved;               /* list of what it gave */
    int64_t position;          /* in saved */
    bool is_complete;          /* saved is not to grow any more (unpickled) */
} Cycle;

static Value cycle_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1], source;
    if (tp_iter_no_keywords(type, &itertools_cycle_type, "cycle", &kwnames) < 0 ||
        TP_ARGS("cycle", "(iterable, /)", a) < 0 || !(source = tp_iter(a[0])))
        return 0;
    Cycle *it = tp_heap_object(type, 0);
    it->source = source;
    it->saved = tp_list_new(0);
    return tp_ref(it);
}

static Value cycle_next(Value self)
{
    Cycle *it = SELF(Cycle);
    if (it->source) {
        Value v = pull(it->source);
        if (v) {
            if (!it->is_complete && tp_list_append(it->saved, v) < 0)
                return 0;
            return v;
        }
        if (tp_error_pending())
            return 0;
        it->source = 0;
    }
    List *saved = tp_as_list(it->saved);
    if (!saved->length)
        return 0;
    if (it->position >= saved->length)
        it->position = 0;
    Value v = saved->items[it->position++];
    if (it->position == saved->length)
        it->position = 0;
    return v;
}

static Value cycle_reduce(Value self, Value *args)
{
    (void)args;
    Cycle *it = SELF(Cycle);
    Value source = it->source;
    if (!source) {
        if (!(source = tp_iter(it->saved)))
            return 0;
        if (it->position) {
            Value position = tp_small(it->position);
            if (!tp_call_method_cstr(source, "__setstate__", 1, &position))
                return 0;
        }
        return tp_tuple_pack(3, type_value(self), tp_tuple_pack(1, source),
                             tp_tuple_pack(2, it->saved, TP_TRUE));
    }
    return tp_tuple_pack(3, type_value(self), tp_tuple_pack(1, source),
                         tp_tuple_pack(2, it->saved, tp_bool(it->is_complete)));
}

static Value cycle_setstate(Value self, Value *args)
{
    Cycle *it = SELF(Cycle);
    Value *state = itertools_state(args[0], 2);
    int64_t is_complete;
    if (!state)
        return 0;
    if (!tp_is_list(state[0]))
        return tp_raise_argument(0, "argument 1", "list", state[0]);
    if (text_plain_int_arg(state[1], &is_complete) < 0)
        return 0;
    it->saved = state[0];
    it->is_complete = is_complete;
    it->position = 0;
    return TP_NONE;
}

METHODS(cycle_methods, cycle_reduce, cycle_setstate)
static ITERTOOLS_TYPE(itertools_cycle_type, "cycle", Cycle, cycle, cycle_methods,
                      "Return elements from the iterable until it is exhausted. Then repeat the "
                      "sequence indefinitely.")

/* ---- dropwhile, takewhile, filterfalse, starmap: a function over one source ---- */

typedef struct Over {
    Object head;
    Value function, source;
    bool is_past;              /* dropwhile: started; takewhile: stopped */
} Over;

static Value over_make(Type *type, Value function, Value iterable)
{
    Value source = tp_iter(iterable);
    if (!source)
        return 0;
    Over *it = tp_heap_object(type, 0);
    it->function = function;
    it->source = source;
    return tp_ref(it);
}

#define OVER_NEW(prefix, signature)                                                              \
    static Value prefix##_new(Type *type, int nargs, const Value *args, Tuple *kwnames)          \
    {                                                                                            \
        Value a[2];                                                                              \
        if (tp_iter_no_keywords(type, &itertools_##prefix##_type, #prefix, &kwnames) < 0 ||      \
            TP_ARGS(#prefix, signature, a) < 0)                                                  \
            return 0;                                                                            \
        return over_make(type, a[0], a[1]);                                                      \
    }
OVER_NEW(dropwhile, "(predicate, iterable, /)")
OVER_NEW(takewhile, "(predicate, iterable, /)")
OVER_NEW(filterfalse, "(function, iterable, /)")
OVER_NEW(starmap, "(function, iterable, /)")

/* function(v) is true: 1, 0, -1. */
static inline int test(Value function, Value v)
{
    Value r = tp_call1(function, v);
    return r == TP_TRUE ? 1 : r == TP_FALSE ? 0 : r ? tp_truth(r) : -1;
}

static Value dropwhile_next(Value self)
{
    Over *it = SELF(Over);
    Value v;
    while ((v = pull(it->source)) && !it->is_past) {
        int r = test(it->function, v);
        if (r < 0)
            return 0;
        if (!r) {
            it->is_past = true;
            return v;
        }
    }
    return v;
}

static Value takewhile_next(Value self)
{
    Over *it = SELF(Over);
    if (it->is_past)
        return 0;
    Value v = pull(it->source);
    if (!v)
        return 0;
    int r = test(it->function, v);
    if (r > 0)
        return v;
    if (r == 0)
        it->is_past = true;
    return 0;
}

static Value filterfalse_next(Value self)
{
    Over *it = SELF(Over);
    Value v;
    bool is_plain = it->function == TP_NONE || it->function == tp_ref(&tp_bool_type);
    while ((v = pull(it->source))) {
        int r = is_plain ? tp_truth(v) : test(it->function, v);
        if (r <= 0)
            return r < 0 ? 0 : v;
    }
    return 0;
}

static Value starmap_next(Value self)
{
    Over *it = SELF(Over);
    Value args = pull(it->source);
    if (!args)
        return 0;
    if (!tp_is_tuple(args) && !(args = tp_tuple_from(args)))
        return 0;
    return tp_call(it->function, tp_as_tuple(args)->length, tp_as_tuple(args)->items, 0);
}

static Value over_reduce(Value self, Value *args)
{
    (void)args;
    Over *it = SELF(Over);
    return tp_tuple_pack(2, type_value(self), tp_tuple_pack(2, it->function, it->source));
}

static Value over_reduce_with_state(Value self, Value *args)
{
    (void)args;
    Over *it = SELF(Over);
    return tp_tuple_pack(3, type_value(self), tp_tuple_pack(2, it->function, it->source),
                         tp_small(it->is_past));
}

static Value over_setstate(Value self, Value *args)
{
    int r = tp_truth(args[0]);
    if (r < 0)
        return 0;
    SELF(Over)->is_past = r;
    return TP_NONE;
}

METHODS(while_methods, over_reduce_with_state, over_setstate)
METHODS_REDUCE(over_methods, over_reduce)
static ITERTOOLS_TYPE(itertools_dropwhile_type, "dropwhile", Over, dropwhile, while_methods,
                      "Drop items from the iterable while predicate(item) is true.\n\n"
                      "Afterwards, return every element until the iterable is exhausted.")
static ITERTOOLS_TYPE(itertools_takewhile_type, "takewhile", Over, takewhile, while_methods,
                      "Return successive entries from an iterable as long as the predicate "
                      "evaluates to true for each entry.")
static ITERTOOLS_TYPE(itertools_filterfalse_type, "filterfalse", Over, filterfalse, over_methods,
                      "Return those items of iterable for which function(item) is false.\n\n"
                      "If function is None, return the items that are false.")
static ITERTOOLS_TYPE(itertools_starmap_type, "starmap", Over, starmap, over_methods,
                      "Return an iterator whose values are returned from the function evaluated "
                      "with an argument tuple taken from the given sequence.")

/* ---- islice ---- */

typedef struct ISlice {
    Object head;
    Value source;              /* 0 once exhausted */
    int64_t next, stop, step;  /* stop -1: none */
    int64_t count;             /* items drawn */
} ISlice;

/* A bound: None gives `missing`, what is no index -1: that is no error yet. */
static int64_t islice_bound(Value v, int64_t missing)
{
    int64_t i;
    if (v == TP_NONE)
        return missing;
    if (tp_ssize_argument(v, &i) == 0)
        return i;
    tp_error_clear();
    return -1;
}

static Value islice_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[4], source;
    if (tp_iter_no_keywords(type, &itertools_islice_type, "islice", &kwnames) < 0 ||
        TP_ARGS("islice", "(iterable, start, stop=None, step=None, /)", a) < 0)
        return 0;
    int64_t start = nargs > 2 ? islice_bound(a[1], 0) : 0, step = 1;
    Value end = nargs > 2 ? a[2] : a[1];
    int64_t stop = islice_bound(end, -1);
    if (stop == -1 && end != TP_NONE)
        return tp_raise(&tp_ValueError, "Stop argument for islice() must be None or an integer: "
                                        "0 <= x <= sys.maxsize.");
    if (start < 0 || stop < -1)
        return tp_raise(&tp_ValueError,
                        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (a[3] && (step = islice_bound(a[3], 1)) < 1)
        return tp_raise(&tp_ValueError, "Step for islice() must be a positive integer or None.");
    if (!(source = tp_iter(a[0])))
        return 0;
    ISlice *it = tp_heap_object(type, 0);
    it->source = source;
    it->next = start;
    it->stop = stop;
    it->step = step;
    return tp_ref(it);
}

static Value islice_next(Value self)
{
    ISlice *it = SELF(ISlice);
    Value source = it->source, v; /* it may ask this islice, too, and end it */
    if (!source)
        return 0;
    for (; it->count < it->next; it->count++) {
        if (!pull(source))
            goto end;
    }
    if ((it->stop != -1 && it->count >= it->stop) || !(v = pull(source)))
        goto end;
    it->count++;
    int64_t last = it->next;
    it->next = (int64_t)((uint64_t)it->next + (uint64_t)it->step);
    if (it->next < last || (it->stop != -1 && it->next > it->stop))
        it->next = it->stop;
    return v;
end:
    it->source = 0;
    return 0;
}

static Value islice_reduce(Value self, Value *args)
{
    (void)args;
    ISlice *it = SELF(ISlice);
    if (!it->source)
        return tp_tuple_pack(3, type_value(self),
                             tp_tuple_pack(2, tp_iter(tp_list_new(0)), tp_small(0)), tp_small(0));
    return tp_tuple_pack(3, type_value(self),
                         tp_tuple_pack(4, it->source, tp_int(it->next),
                                       it->stop == -1 ? TP_NONE : tp_int(it->stop),
                                       tp_int(it->step)),
                         tp_int(it->count));
}

static Value islice_setstate(Value self, Value *args)
{
    return tp_ssize_state(args[0], &SELF(ISlice)->count) < 0 ? 0 : TP_NONE;
}

METHODS(islice_methods, islice_reduce, islice_setstate)
static ITERTOOLS_TYPE(itertools_islice_type, "islice", ISlice, islice, islice_methods,
                      "islice(iterable, stop) --> islice object\n"
                      "islice(iterable, start, stop[, step]) --> islice object\n\n"
                      "Return an iterator whose next() method returns selected values from an\n"
                      "iterable.  If start is specified, will skip all preceding elements;\n"
                      "otherwise, start defaults to zero.  Step defaults to one.  If\n"
                      "specified as another value, step determines how many values are\n"
                      "skipped between successive calls.  Works like a slice() on a list\n"
                      "but returns an iterator.")

/* ---- pairwise ---- */

typedef struct Pairwise {
    Object head;
    Value source;              /* 0 once exhausted */
    Value previous;            /* 0 before the first */
} Pairwise;

static Value pairwise_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1], source;
    if (tp_iter_no_keywords(type, &itertools_pairwise_type, "pairwise", &kwnames) < 0 ||
        TP_ARGS("pairwise", "(iterable, /)", a) < 0 || !(source = tp_iter(a[0])))
        return 0;
    Pairwise *it = tp_heap_object(type, 0);
    it->source = source;
    return tp_ref(it);
}

static Value pairwise_next(Value self)
{
    Pairwise *it = SELF(Pairwise);
    Value source = it->source, previous = it->previous, v; /* source may ask this one, too */
    if (!source)
        return 0;
    if (!previous)
        it->previous = previous = pull(source);
    if (!previous || !(v = pull(source))) {
        it->source = it->previous = 0;
        return 0;
    }
    it->previous = v;
    return tp_tuple_pack(2, previous, v);
}

static ITERTOOLS_TYPE(itertools_pairwise_type, "pairwise", Pairwise, pairwise, 0,
                      "Return an iterator of overlapping pairs taken from the input iterator.\n\n"
                      "    s -> (s0,s1), (s1,s2), (s2, s3), ...")

/* ---- repeat ---- */

typedef struct Repeat {
    Object head;
    Value item;
    int64_t left;              /* -1: for ever */
} Repeat;

static Value repeat_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2];
    int64_t times = -1;
    if (TP_ARGS("repeat", "(object, times=None)", a) < 0 ||
        (a[1] && tp_ssize_argument(a[1], &times) < 0))
        return 0;
    Repeat *it = tp_heap_object(type, 0);
    it->item = a[0];
    it->left = a[1] && times < 0 ? 0 : times;
    return tp_ref(it);
}

static Value repeat_next(Value self)
{
    Repeat *it = SELF(Repeat);
    if (it->left == 0)
        return 0;
    if (it->left > 0)
        it->left--;
    return it->item;
}

static Value repeat_repr(Value self)
{
    Repeat *it = SELF(Repeat);
    const char *name = tp_type_of(self)->name, *dot = __builtin_strrchr(name, '.');
    name = dot ? dot + 1 : name;
    if (it->left == -1)
        return tp_str_format_c("%s(%R)", name, it->item);
    return tp_str_format_c("%s(%R, %lld)", name, it->item, (long long)it->left);
}

static Value repeat_length_hint(Value self, Value *args)
{
    (void)args;
    if (SELF(Repeat)->left == -1)
        return tp_raise(&tp_TypeError, "len() of unsized object");
    return tp_int(SELF(Repeat)->left);
}

static Value repeat_reduce(Value self, Value *args)
{
    (void)args;
    Repeat *it = SELF(Repeat);
    return tp_tuple_pack(2, type_value(self),
                         it->left == -1 ? tp_tuple_pack(1, it->item)
                                        : tp_tuple_pack(2, it->item, tp_int(it->left)));
}

static const MethodDef repeat_methods[] = {
    METHOD("__length_hint__", repeat_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", repeat_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

static ITERTOOLS_TYPE_WITH(itertools_repeat_type, "repeat", Repeat, repeat, TYPE_BASE,
                           repeat_methods,
                           "repeat(object [,times]) -> create an iterator which returns the "
                           "object\nfor the specified number of times.  If not specified, returns "
                           "the object\nendlessly.",
                           .getattribute = tp_generic_getattr, .repr = repeat_repr)

/* ---- zip_longest ---- */

typedef struct ZipLongest {
    Object head;
    Value fill;
    int64_t nactive, nsources;
    Value *sources;            /* 0: exhausted */
} ZipLongest;

static Value zip_longest_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value fill = TP_NONE;
    if (kwnames && kwnames->length) {
        if (kwnames->length > 1 || !tp_str_equal_cstr(kwnames->items[0], "fillvalue"))
            return tp_raise(&tp_TypeError, "zip_longest() got an unexpected keyword argument");
        fill = args[nargs];
    }
    Value *sources = tp_heap_alloc((nargs + 1) * sizeof(Value));
    for (int i = 0; i < nargs; i++) {
        if (!(sources[i] = tp_iter(args[i])))
            return 0;
    }
    ZipLongest *it = tp_heap_object(type, 0);
    it->fill = fill;
    it->sources = sources;
    it->nsources = it->nactive = nargs;
    return tp_ref(it);
}

static Value zip_longest_next(Value self)
{
    ZipLongest *it = SELF(ZipLongest);
    if (!it->nsources || !it->nactive)
        return 0;
    Tuple *result = tp_tuple_new(it->nsources);
    for (int64_t i = 0; i < it->nsources; i++) {
        Value v = 0;
        if (it->sources[i] && !(v = pull(it->sources[i]))) {
            it->nactive--;
            it->sources[i] = 0;
            if (tp_error_pending())
                it->nactive = 0;
            if (!it->nactive)
                return 0;
        }
        result->items[i] = v ? v : it->fill;
    }
    return tp_ref(result);
}

static Value zip_longest_reduce(Value self, Value *args)
{
    (void)args;
    ZipLongest *it = SELF(ZipLongest);
    Tuple *made = tp_tuple_new(it->nsources);
    for (int64_t i = 0; i < it->nsources; i++)
        made->items[i] = it->sources[i] ? it->sources[i] : tp_ref(tp_empty_tuple);
    return tp_tuple_pack(3, type_value(self), tp_ref(made), it->fill);
}

static Value zip_longest_setstate(Value self, Value *args)
{
    SELF(ZipLongest)->fill = args[0];
    return TP_NONE;
}

METHODS(zip_longest_methods, zip_longest_reduce, zip_longest_setstate)
static ITERTOOLS_TYPE(itertools_zip_longest_type, "zip_longest", ZipLongest, zip_longest,
                      zip_longest_methods,
                      "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest "
                      "object\n\n"
                      "Return a zip_longest object whose .__next__() method returns a tuple where\n"
                      "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
                      "method continues until the longest iterable in the argument sequence\n"
                      "is exhausted and then it raises StopIteration.  When the shorter iterables\n"
                      "are exhausted, the fillvalue is substituted in their place.  The fillvalue\n"
                      "defaults to None or can be specified by a keyword argument.\n")

/* ---- the module ---- */

static int itertools_init(Value module)
{
    Type *const types[] = {
        &itertools_accumulate_type, &itertools_chain_type,       &itertools_compress_type,
        &itertools_count_type,      &itertools_cycle_type,       &itertools_dropwhile_type,
        &itertools_takewhile_type,  &itertools_filterfalse_type, &itertools_starmap_type,
        &itertools_groupby_type,    &itertools_grouper_type,     &itertools_islice_type,
        &itertools_pairwise_type,   &itertools_repeat_type,      &itertools_tee_type,
        &itertools_tee_block_type,  &itertools_zip_longest_type, &itertools_product_type,
        &itertools_permutations_type, &itertools_combinations_type, &itertools_cwr_type,
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (tp_module_add_type(module, types[i]) < 0)
            return -1;
    }
    return 0;
}

static const MethodDef functions[] = {
    METHOD("tee", tp_itertools_tee, "(iterable, n=2, /)",
           "Returns a tuple of n independent iterators."),
    METHOD_END,
};

const ModuleDef tp_mod_itertools = {
    "itertools",
    functions,
    itertools_init,
    "Functional tools for creating and using iterators.\n\n"
    "Infinite iterators:\n"
    "count(start=0, step=1) --> start, start+step, start+2*step, ...\n"
    "cycle(p) --> p0, p1, ... plast, p0, p1, ...\n"
    "repeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\n"
    "Iterators terminating on the shortest input sequence:\n"
    "accumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\n"
    "chain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\n"
    "chain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\n"
    "compress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\n"
    "dropwhile(pred, seq) --> seq[n], seq[n+1], starting when pred fails\n"
    "groupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\n"
    "filterfalse(pred, seq) --> elements of seq where pred(elem) is False\n"
    "islice(seq, [start,] stop [, step]) --> elements from\n"
    "       seq[start:stop:step]\n"
    "pairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\n"
    "starmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\n"
    "tee(it, n) --> (it1, it2 , ... itn) splits one iterator into n\n"
    "takewhile(pred, seq) --> seq[0], seq[1], until pred fails\n"
    "zip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\n"
    "Combinatoric generators:\n"
    "product(p, q, ... [repeat=1]) --> cartesian product\n"
    "permutations(p[, r])\n"
    "combinations(p, r)\n"
    "combinations_with_replacement(p, r)\n",
};
