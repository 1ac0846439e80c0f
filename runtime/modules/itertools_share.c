/* itertools_share.c -- groupby and tee: iterators of which several share one source.
 *
 * The groups of a groupby read on in its source, and end when the next group is asked for. The
 * copies of a tee walk along a chain of blocks; the first to come to the end of what was read adds
 * an item, and what all have passed is garbage.
 */
#include "runtime/modules/itertools.h"

/* ---- groupby ---- */

typedef struct GroupBy {
    Object head;
    Value source, function;    /* function 0: the items themselves */
    Value target_key;          /* key of the group given last, or 0 */
    Value key, value;          /* of the item read last; 0 once it is given */
    Value group;               /* the group given last: others end */
} GroupBy;

typedef struct Group {
    Object head;
    GroupBy *parent;
    Value key;
} Group;

static Value groupby_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[2], source;
    if (TP_ARGS("groupby", "(iterable, key=None)", a) < 0 || !(source = tp_iter(a[0])))
        return 0;
    GroupBy *it = tp_heap_object(type, 0);
    it->source = source;
    it->function = a[1] == TP_NONE ? 0 : a[1];
    return tp_ref(it);
}

/* Read one item; false at the end or on failure. */
static bool groupby_step(GroupBy *it)
{
    Value v = pull(it->source);
    if (!v)
        return false;
    Value key = it->function ? tp_call1(it->function, v) : v;
    if (!key)
        return false;
    it->value = v;
    it->key = key;
    return true;
}

static Value grouper_make(GroupBy *parent, Value key)
{
    Group *group = tp_heap_object(&itertools_grouper_type, 0);
    group->parent = parent;
    group->key = key;
    return parent->group = tp_ref(group);
}

static Value groupby_next(Value self)
{
    GroupBy *it = SELF(GroupBy);
    it->group = 0;
    for (;;) {
        if (it->key) {
            if (!it->target_key)
                break;
            int r = tp_equal_quick(it->target_key, it->key);
            if (r < 0)
                return 0;
            if (!r)
                break;
        }
        if (!groupby_step(it))
            return 0;
    }
    it->target_key = it->key;
    return tp_tuple_pack(2, it->key, grouper_make(it, it->key));
}

static Value grouper_next(Value self)
{
    Group *group = SELF(Group);
    GroupBy *it = group->parent;
    if (it->group != self || (!it->value && !groupby_step(it)))
        return 0;
    int r = tp_equal_quick(group->key, it->key);
    if (r <= 0)
        return 0;
    Value v = it->value;
    it->key = it->value = 0;
    return v;
}

static Value grouper_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)type;
    Value a[2];
    if (TP_ARGS("_grouper", "(parent, tgtkey, /)", a) < 0)
        return 0;
    if (!tp_instance(a[0], &itertools_groupby_type))
        return tp_raise_argument("_grouper", "argument 1", "itertools.groupby", a[0]);
    return grouper_make((GroupBy *)tp_obj(a[0]), a[1]);
}

static Value groupby_reduce(Value self, Value *args)
{
    (void)args;
    GroupBy *it = SELF(GroupBy);
    Value made = tp_tuple_pack(2, it->source, it->function ? it->function : TP_NONE);
    if (it->target_key && it->key && it->value)
        return tp_tuple_pack(3, type_value(self), made,
                             tp_tuple_pack(3, it->key, it->value, it->target_key));
    return tp_tuple_pack(2, type_value(self), made);
}

static Value groupby_setstate(Value self, Value *args)
{
    GroupBy *it = SELF(GroupBy);
    Value *state = itertools_state(args[0], 3);
    if (!state)
        return 0;
    it->key = state[0];
    it->value = state[1];
    it->target_key = state[2];
    return TP_NONE;
}

static Value grouper_reduce(Value self, Value *args)
{
    (void)args;
    Group *group = SELF(Group);
    if (group->parent->group != self)
        return tp_reduce_as("iter", tp_tuple_pack(1, tp_ref(tp_empty_tuple)), 0);
    return tp_tuple_pack(2, type_value(self),
                         tp_tuple_pack(2, tp_ref(group->parent), group->key));
}

METHODS(groupby_methods, groupby_reduce, groupby_setstate)
METHODS_REDUCE(grouper_methods, grouper_reduce)
ITERTOOLS_TYPE(itertools_groupby_type, "groupby", GroupBy, groupby, groupby_methods,
               "make an iterator that returns consecutive keys and groups from the iterable\n\n"
               "  iterable\n    Elements to divide into groups according to the key function.\n"
               "  key\n    A function for computing the group category for each element.\n"
               "    If the key function is not specified or is None, the element itself\n"
               "    is used for grouping.")
ITERTOOLS_TYPE(itertools_grouper_type, "_grouper", Group, grouper, grouper_methods, 0)

/* ---- tee: copies share a chain of blocks of items ---- */

enum { TEE_BLOCK = 57 };

typedef struct TeeBlock {
    Object head;
    Value source;
    int64_t nread;             /* items here */
    bool is_running;           /* source is being asked */
    struct TeeBlock *next;
    Value items[TEE_BLOCK];
} TeeBlock;

typedef struct Tee {
    Object head;
    TeeBlock *block;
    int64_t position;          /* in block */
} Tee;

static TeeBlock *block_make(Value source)
{
    TeeBlock *block = tp_heap_object(&itertools_tee_block_type, 0);
    block->source = source;
    return block;
}

static TeeBlock *block_next(TeeBlock *block)
{
    if (!block->next)
        block->next = block_make(block->source);
    return block->next;
}

static Value tee_from(Value iterable)
{
    Value source = tp_iter(iterable);
    if (!source)
        return 0;
    Tee *tee = tp_heap_object(&itertools_tee_type, 0);
    if (tp_is_exact(source, &itertools_tee_type)) {
        tee->block = ((Tee *)tp_obj(source))->block;
        tee->position = ((Tee *)tp_obj(source))->position;
    } else {
        tee->block = block_make(source);
    }
    return tp_ref(tee);
}

static Value tee_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[1];
    (void)type;
    return TP_ARGS("_tee", "(iterable, /)", a) < 0 ? 0 : tee_from(a[0]);
}

static Value tee_next(Value self)
{
    Tee *tee = SELF(Tee);
    if (tee->position >= TEE_BLOCK) {
        tee->block = block_next(tee->block);
        tee->position = 0;
    }
    TeeBlock *block = tee->block;
    int64_t position = tee->position;
    if (position >= block->nread) { /* behind it is what __setstate__ may put it */
        if (block->is_running)
            return tp_raise(&tp_RuntimeError, "cannot re-enter the tee iterator");
        block->is_running = true;
        Value v = tp_next(block->source); /* _tee_dataobject takes anything for a source */
        block->is_running = false;
        if (!v)
            return 0;
        block->items[block->nread++] = v;
        tee->position = position + 1;
        return v;
    }
    tee->position = position + 1;
    return block->items[position];
}

static Value tee_copy(Value self, Value *args)
{
    (void)args;
    Tee *copy = tp_heap_object(&itertools_tee_type, 0);
    copy->block = SELF(Tee)->block;
    copy->position = SELF(Tee)->position;
    return tp_ref(copy);
}

static Value tee_reduce(Value self, Value *args)
{
    (void)args;
    return tp_tuple_pack(3, type_value(self), tp_tuple_pack(1, tp_ref(tp_empty_tuple)),
                         tp_tuple_pack(2, tp_ref(SELF(Tee)->block), tp_small(SELF(Tee)->position)));
}

static Value tee_setstate(Value self, Value *args)
{
    int64_t i;
    Value *state = itertools_state(args[0], 2);
    if (!state)
        return 0;
    if (!tp_is_exact(state[0], &itertools_tee_block_type))
        return tp_raise_argument(0, "argument 1", "itertools._tee_dataobject", state[0]);
    if (text_plain_int_arg(state[1], &i) < 0)
        return 0;
    if (i < 0 || i > TEE_BLOCK)
        return tp_raise(&tp_ValueError, "Index out of range");
    SELF(Tee)->block = (TeeBlock *)tp_obj(state[0]);
    SELF(Tee)->position = i;
    return TP_NONE;
}

static Value tee_block_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value a[3];
    (void)type;
    if (TP_ARGS("teedataobject", "(iterable, values, next, /)", a) < 0)
        return 0;
    if (!tp_is_list(a[1]))
        return tp_raise_argument("teedataobject", "argument 2", "list", a[1]);
    List *values = tp_as_list(a[1]);
    TeeBlock *block = block_make(a[0]);
    if (values->length > TEE_BLOCK)
        return tp_raise(&tp_ValueError, "Invalid arguments");
    for (; block->nread < values->length; block->nread++)
        block->items[block->nread] = values->items[block->nread];
    if (values->length == TEE_BLOCK) {
        if (a[2] != TP_NONE) {
            if (!tp_is_exact(a[2], &itertools_tee_block_type))
                return tp_raise(&tp_ValueError, "Invalid arguments");
            block->next = (TeeBlock *)tp_obj(a[2]);
        }
    } else if (a[2] != TP_NONE) {
        return tp_raise(&tp_ValueError, "Invalid arguments");
    }
    return tp_ref(block);
}

static Value tee_block_reduce(Value self, Value *args)
{
    (void)args;
    TeeBlock *block = SELF(TeeBlock);
    return tp_tuple_pack(2, type_value(self),
                         tp_tuple_pack(3, block->source, tp_list_of(block->nread, block->items),
                                       block->next ? tp_ref(block->next) : TP_NONE));
}

static const MethodDef tee_methods[] = {
    METHOD("__copy__", tee_copy, "()", "Returns an independent iterator."),
    METHOD("__reduce__", tee_reduce, "()", "Return state information for pickling."),
    METHOD("__setstate__", tee_setstate, "(state, /)", "Set state information for unpickling."),
    METHOD_END,
};
METHODS_REDUCE(tee_block_methods, tee_block_reduce)

ITERTOOLS_TYPE_WITH(itertools_tee_type, "_tee", Tee, tee, 0, tee_methods,
                    "Iterator wrapped to make it copyable.", .weakref_offset = 1)

Type itertools_tee_block_type = {
    .head = {&tp_type_type},
    .name = "itertools._tee_dataobject",
    .basic_size = sizeof(TeeBlock),
    .flags = TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .doc = "Data container common to multiple tee objects.",
    .methods = tee_block_methods,
    .new_ = tee_block_new,
};

Value tp_itertools_tee(Value self, Value *args)
{
    (void)self;
    int64_t n = 2;
    if (args[1] && tp_ssize_argument(args[1], &n) < 0)
        return 0;
    if (n < 0)
        return tp_raise(&tp_ValueError, "n must be >= 0");
    if (n == 0)
        return tp_ref(tp_empty_tuple);
    Value iterators = tp_list_new(n), first = iterators ? tp_iter(args[0]) : 0;
    if (!first)
        return 0;
    int error = 0;
    Value copy = tp_getattr_or_null(first, TP_NAME(__copy__), &error);
    if (error)
        return 0;
    if (!copy) {
        if (!(first = tee_from(first)))
            return 0;
        copy = tp_getattr_cstr(first, "__copy__");
    }
    Value *items = tp_as_list(iterators)->items;
    items[0] = first;
    for (int64_t i = 1; i < n; i++) {
        if (!(items[i] = tp_call0(copy)))
            return 0;
    }
    return tp_list_as_tuple(iterators);
}
