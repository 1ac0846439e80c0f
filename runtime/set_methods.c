/* set_methods.c -- set and frozenset as Python sees them: operators, methods, iterator. */
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "iter.h"
#include "set.h"
#include "str.h"

/* ---- slots ---- */

static Value set_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    (void)nargs, (void)args, (void)kwnames;
    return tp_ref(tp_set_make(type));
}

static int set_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "set() takes no keyword arguments");
    if (nargs > 1)
        return tp_raise_int(&tp_TypeError, "%s expected at most 1 argument, got %d",
                            tp_type_short_name(tp_type_of(self)), nargs);
    if (tp_as_set(self)->fill)
        tp_set_clear(tp_as_set(self));
    return nargs ? tp_set_update(self, args[0]) : 0;
}

static Value frozenset_new(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    if (kwnames && kwnames->length && type->init == tp_frozenset_type.init)
        return tp_raise(&tp_TypeError, "frozenset() takes no keyword arguments");
    if (nargs > 1)
        return tp_raise(&tp_TypeError, "%s expected at most 1 argument, got %d",
                        tp_type_short_name(type), nargs);
    if (nargs && type == &tp_frozenset_type)
        return tp_frozenset_from(args[0]);
    return tp_set_of_type(type, nargs ? args[0] : 0);
}

static int64_t set_len(Value self)
{
    return tp_as_set(self)->used;
}

static int64_t frozenset_hash(Value self)
{
    return tp_frozenset_hash(tp_as_set(self));
}

static Value set_repr(Value self)
{
    if (!tp_as_set(self)->used)
        return tp_str_format_c("%T()", self);
    int nested = tp_repr_enter(self);
    if (nested)
        return nested < 0 ? 0 : tp_str_format_c("%T(...)", self);
    bool is_plain = tp_is_exact(self, &tp_set_type);
    Value list = tp_list_from(self), text, result = 0;
    StrBuilder b;
    if (!list)
        goto done;
    tp_builder_init(&b);
    if (!is_plain && (!(text = tp_str_format_c("%T(", self)) || tp_builder_str(&b, text) < 0))
        goto done;
    tp_builder_char(&b, '{');
    for (int64_t i = 0; i < tp_as_list(list)->length; i++) {
        if (i && tp_builder_cstr(&b, ", ") < 0)
            goto done;
        if (!(text = tp_repr(tp_as_list(list)->items[i])) || tp_builder_str(&b, text) < 0)
            goto done;
    }
    tp_builder_cstr(&b, is_plain ? "}" : "})");
    result = tp_builder_finish(&b);
done:
    tp_repr_leave(self);
    return result;
}

static int set_equal(Set *a, Set *b)
{
    if (a->used != b->used || (a->hash != -1 && b->hash != -1 && a->hash != b->hash))
        return 0;
    return tp_set_issubset(a, tp_ref(b));
}

static Value set_compare(Value self, Value other, int op)
{
    if (!tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    Set *a = tp_as_set(self), *b = tp_as_set(other);
    int r = 0;
    switch (op) {
    case TP_EQ: r = set_equal(a, b); break;
    case TP_NE:
        r = set_equal(a, b);
        r = r < 0 ? r : !r;
        break;
    case TP_LE: r = tp_set_issubset(a, other); break;
    case TP_GE: r = tp_set_issubset(b, self); break;
    case TP_LT: r = a->used < b->used ? tp_set_issubset(a, other) : 0; break;
    case TP_GT: r = a->used > b->used ? tp_set_issubset(b, self) : 0; break;
    }
    return r < 0 ? 0 : tp_bool(r);
}

static int set_contains_slot(Value self, Value item)
{
    return tp_set_contains(self, item);
}

/* A copy, set or frozenset as self is. */
static Value copy_plain(Value self)
{
    return tp_set_of_type(tp_is_frozen(self) ? &tp_frozenset_type : &tp_set_type, self);
}

static Value set_or(Value self, Value other)
{
    if (!tp_is_set(self) || !tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    Value result = copy_plain(self);
    return result && (self == other || tp_set_update(result, other) >= 0) ? result : 0;
}

static Value set_and(Value self, Value other)
{
    if (!tp_is_set(self) || !tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return tp_set_intersection(tp_as_set(self), other);
}

static Value set_sub(Value self, Value other)
{
    if (!tp_is_set(self) || !tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return tp_set_difference(tp_as_set(self), other);
}

static Value set_xor(Value self, Value other)
{
    if (!tp_is_set(self) || !tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return tp_set_symmetric_difference(tp_as_set(self), other);
}

static Value set_ror(Value self, Value other)
{
    return set_or(other, self);
}

static Value set_rand(Value self, Value other)
{
    return set_and(other, self);
}

static Value set_rsub(Value self, Value other)
{
    return set_sub(other, self);
}

static Value set_rxor(Value self, Value other)
{
    return set_xor(other, self);
}

static Value set_ior(Value self, Value other)
{
    if (!tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return tp_set_update(self, other) < 0 ? 0 : self;
}

static int keep_common(Value self, Value other)
{
    Value common = tp_set_intersection(tp_as_set(self), other);
    if (!common)
        return -1;
    tp_set_swap(tp_as_set(self), tp_as_set(common));
    return 0;
}

static Value set_iand(Value self, Value other)
{
    if (!tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return keep_common(self, other) < 0 ? 0 : self;
}

static Value set_isub(Value self, Value other)
{
    if (!tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return tp_set_difference_update(tp_as_set(self), other) < 0 ? 0 : self;
}

static Value set_ixor(Value self, Value other)
{
    if (!tp_is_set(other))
        return TP_NOTIMPLEMENTED;
    return tp_set_symmetric_difference_update(tp_as_set(self), other) < 0 ? 0 : self;
}

/* ---- methods ---- */

static Value set_add(Value self, Value *args)
{
    return tp_set_add(self, args[0]) < 0 ? 0 : TP_NONE;
}

static Value set_clear(Value self, Value *args)
{
    (void)args;
    tp_set_clear(tp_as_set(self));
    return TP_NONE;
}

static Value set_contains(Value self, Value *args)
{
    int r = tp_set_contains(self, args[0]);
    return r < 0 ? 0 : tp_bool(r);
}

static Value set_copy(Value self, Value *args)
{
    (void)args;
    return copy_plain(self);
}

static Value frozenset_copy(Value self, Value *args)
{
    (void)args;
    return tp_is_exact(self, &tp_frozenset_type) ? self : copy_plain(self);
}

static Value set_discard(Value self, Value *args)
{
    return tp_set_discard(self, args[0]) < 0 ? 0 : TP_NONE;
}

static Value set_remove(Value self, Value *args)
{
    int r = tp_set_discard(self, args[0]);
    if (r == 0)
        return tp_raise_value(&tp_KeyError, args[0]);
    return r < 0 ? 0 : TP_NONE;
}

static Value set_pop(Value self, Value *args)
{
    (void)args;
    return tp_set_pop(tp_as_set(self));
}

static Value set_difference(Value self, Value *args)
{
    Tuple *others = tp_as_tuple(args[0]);
    if (!others->length)
        return copy_plain(self);
    Value result = tp_set_difference(tp_as_set(self), others->items[0]);
    for (int64_t i = 1; result && i < others->length; i++) {
        if (tp_set_difference_update(tp_as_set(result), others->items[i]) < 0)
            return 0;
    }
    return result;
}

static Value set_difference_update(Value self, Value *args)
{
    Tuple *others = tp_as_tuple(args[0]);
    for (int64_t i = 0; i < others->length; i++) {
        if (tp_set_difference_update(tp_as_set(self), others->items[i]) < 0)
            return 0;
    }
    return TP_NONE;
}

static Value set_intersection(Value self, Value *args)
{
    Tuple *others = tp_as_tuple(args[0]);
    if (!others->length)
        return copy_plain(self);
    Value result = self;
    for (int64_t i = 0; result && i < others->length; i++)
        result = tp_set_intersection(tp_as_set(result), others->items[i]);
    return result;
}

static Value set_intersection_update(Value self, Value *args)
{
    Value result = set_intersection(self, args);
    if (!result)
        return 0;
    tp_set_swap(tp_as_set(self), tp_as_set(result));
    return TP_NONE;
}

static Value set_isdisjoint(Value self, Value *args)
{
    int r = tp_set_isdisjoint(tp_as_set(self), args[0]);
    return r < 0 ? 0 : tp_bool(r);
}

static Value set_issubset(Value self, Value *args)
{
    int r = tp_set_issubset(tp_as_set(self), args[0]);
    return r < 0 ? 0 : tp_bool(r);
}

static Value set_issuperset(Value self, Value *args)
{
    Value item;
    if (tp_is_set(args[0])) {
        int r = tp_set_issubset(tp_as_set(args[0]), self);
        return r < 0 ? 0 : tp_bool(r);
    }
    Value iterator = tp_iter(args[0]);
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int r = tp_set_contains(self, item);
        if (r <= 0)
            return r < 0 ? 0 : TP_FALSE;
    }
    return tp_error_pending() ? 0 : TP_TRUE;
}

static Value set_symmetric_difference(Value self, Value *args)
{
    return tp_set_symmetric_difference(tp_as_set(self), args[0]);
}

static Value set_symmetric_difference_update(Value self, Value *args)
{
    return tp_set_symmetric_difference_update(tp_as_set(self), args[0]) < 0 ? 0 : TP_NONE;
}

static Value set_union(Value self, Value *args)
{
    Tuple *others = tp_as_tuple(args[0]);
    Value result = copy_plain(self);
    for (int64_t i = 0; result && i < others->length; i++) {
        if (others->items[i] != self && tp_set_update(result, others->items[i]) < 0)
            return 0;
    }
    return result;
}

static Value set_update(Value self, Value *args)
{
    Tuple *others = tp_as_tuple(args[0]);
    for (int64_t i = 0; i < others->length; i++) {
        if (tp_set_update(self, others->items[i]) < 0)
            return 0;
    }
    return TP_NONE;
}

static Value set_reduce(Value self, Value *args)
{
    (void)args;
    Value list = tp_list_from(self), state = tp_call_method_cstr(self, "__getstate__", 0, 0);
    if (!list || !state)
        return 0;
    return tp_tuple_pack(3, tp_ref(tp_type_of(self)), tp_tuple_pack(1, list), state);
}

static Value set_sizeof(Value self, Value *args)
{
    (void)args;
    Set *s = tp_as_set(self);
    return tp_int(200 + (s->table == s->small ? 0 : (s->mask + 1) * 16));
}

static Value set_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

/* ---- iterator ---- */

typedef struct SetIterator {
    Object head;
    Set *set;              /* 0 once exhausted */
    int64_t used;          /* items when iteration began; -1: the set has changed */
    int64_t position;
    int64_t left;
} SetIterator;

static Value set_iter(Value self)
{
    SetIterator *it = tp_heap_object(&tp_set_iterator_type, 0);
    it->set = tp_as_set(self);
    it->used = it->left = it->set->used;
    return tp_ref(it);
}

static Value iterator_self(Value self)
{
    return self;
}

static Value set_iterator_next(Value self)
{
    SetIterator *it = (SetIterator *)tp_obj(self);
    Set *s = it->set;
    if (!s)
        return 0;
    if (it->used != s->used) {
        it->used = -1; /* stays an error */
        return tp_raise(&tp_RuntimeError, "Set changed size during iteration");
    }
    int64_t i = it->position;
    while (i <= s->mask && (!s->table[i].key || s->table[i].key == TP_SET_DELETED))
        i++;
    it->position = i + 1;
    if (i > s->mask) {
        it->set = 0;
        return 0;
    }
    it->left--;
    return s->table[i].key;
}

static Value set_iterator_length_hint(Value self, Value *args)
{
    (void)args;
    SetIterator *it = (SetIterator *)tp_obj(self);
    return tp_small(it->set && it->used == it->set->used ? it->left : 0);
}

static Value set_iterator_reduce(Value self, Value *args)
{
    (void)args;
    SetIterator *it = (SetIterator *)tp_obj(self);
    SetIterator *copy = tp_heap_object(&tp_set_iterator_type, 0);
    copy->set = it->set;
    copy->used = it->used;
    copy->position = it->position;
    copy->left = it->left;
    Value list = tp_list_from(tp_ref(copy));
    if (!list)
        return 0;
    return tp_reduce_as("iter", tp_tuple_pack(1, list), 0);
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", set_iterator_length_hint, "()",
           "Private method returning an estimate of len(list(it))."),
    METHOD("__reduce__", set_iterator_reduce, "()", "Return state information for pickling."),
    METHOD_END,
};

Type tp_set_iterator_type = {
    .head = {&tp_type_type},
    .name = "set_iterator",
    .basic_size = sizeof(SetIterator),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = iterator_methods,
    .iter = iterator_self,
    .next = set_iterator_next,
};

static const MethodDef set_methods[] = {
    METHOD("add", set_add, "(object, /)",
           "Add an element to a set.\n\n"
           "This has no effect if the element is already present."),
    METHOD("clear", set_clear, "()", "Remove all elements from this set."),
    METHOD("__contains__", set_contains, "(object, /)", "x.__contains__(y) <==> y in x."),
    METHOD("copy", set_copy, "()", "Return a shallow copy of a set."),
    METHOD("discard", set_discard, "(object, /)",
           "Remove an element from a set if it is a member.\n\n"
           "Unlike set.remove(), the discard() method does not raise\n"
           "an exception when an element is missing from the set."),
    METHOD("difference", set_difference, "(*others)",
           "Return the difference of two or more sets as a new set.\n\n"
           "(i.e. all elements that are in this set but not the others.)"),
    METHOD("difference_update", set_difference_update, "(*others)",
           "Remove all elements of another set from this set."),
    METHOD("intersection", set_intersection, "(*others)",
           "Return the intersection of two sets as a new set.\n\n"
           "(i.e. all elements that are in both sets.)"),
    METHOD("intersection_update", set_intersection_update, "(*others)",
           "Update a set with the intersection of itself and another."),
    METHOD("isdisjoint", set_isdisjoint, "(other, /)",
           "Return True if two sets have a null intersection."),
    METHOD("issubset", set_issubset, "(other, /)", "Report whether another set contains this set."),
    METHOD("issuperset", set_issuperset, "(other, /)",
           "Report whether this set contains another set."),
    METHOD("pop", set_pop, "()",
           "Remove and return an arbitrary set element.\n"
           "Raises KeyError if the set is empty."),
    METHOD("__reduce__", set_reduce, "()", "Return state information for pickling."),
    METHOD("remove", set_remove, "(object, /)",
           "Remove an element from a set; it must be a member.\n\n"
           "If the element is not a member, raise a KeyError."),
    METHOD("__sizeof__", set_sizeof, "()", "S.__sizeof__() -> size of S in memory, in bytes"),
    METHOD("symmetric_difference", set_symmetric_difference, "(other, /)",
           "Return the symmetric difference of two sets as a new set.\n\n"
           "(i.e. all elements that are in exactly one of the sets.)"),
    METHOD("symmetric_difference_update", set_symmetric_difference_update, "(other, /)",
           "Update a set with the symmetric difference of itself and another."),
    METHOD("union", set_union, "(*others)",
           "Return the union of sets as a new set.\n\n"
           "(i.e. all elements that are in either set.)"),
    METHOD("update", set_update, "(*others)", "Update a set with the union of itself and others."),
    METHOD_CLASS("__class_getitem__", set_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

static const MethodDef frozenset_methods[] = {
    METHOD("__contains__", set_contains, "(object, /)", "x.__contains__(y) <==> y in x."),
    METHOD("copy", frozenset_copy, "()", "Return a shallow copy of a set."),
    METHOD("difference", set_difference, "(*others)",
           "Return the difference of two or more sets as a new set.\n\n"
           "(i.e. all elements that are in this set but not the others.)"),
    METHOD("intersection", set_intersection, "(*others)",
           "Return the intersection of two sets as a new set.\n\n"
           "(i.e. all elements that are in both sets.)"),
    METHOD("isdisjoint", set_isdisjoint, "(other, /)",
           "Return True if two sets have a null intersection."),
    METHOD("issubset", set_issubset, "(other, /)", "Report whether another set contains this set."),
    METHOD("issuperset", set_issuperset, "(other, /)",
           "Report whether this set contains another set."),
    METHOD("__reduce__", set_reduce, "()", "Return state information for pickling."),
    METHOD("__sizeof__", set_sizeof, "()", "S.__sizeof__() -> size of S in memory, in bytes"),
    METHOD("symmetric_difference", set_symmetric_difference, "(other, /)",
           "Return the symmetric difference of two sets as a new set.\n\n"
           "(i.e. all elements that are in exactly one of the sets.)"),
    METHOD("union", set_union, "(*others)",
           "Return the union of sets as a new set.\n\n"
           "(i.e. all elements that are in either set.)"),
    METHOD_CLASS("__class_getitem__", set_class_getitem, "(object, /)", "See PEP 585"),
    METHOD_END,
};

Type tp_set_type = {
    .head = {&tp_type_type},
    .name = "set",
    .basic_size = sizeof(Set),
    .flags = TYPE_BASE | TYPE_IS_SET | TYPE_IMMUTABLE,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\n"
           "Build an unordered collection of unique elements.",
    .methods = set_methods,
    .repr = set_repr,
    .compare = set_compare,
    .new_ = set_new,
    .init = set_init,
    .iter = set_iter,
    .length = set_len,
    .contains = set_contains_slot,
    .sub = set_sub,
    .rsub = set_rsub,
    .isub = set_isub,
    .and_ = set_and,
    .rand = set_rand,
    .iand = set_iand,
    .xor = set_xor,
    .rxor = set_rxor,
    .ixor = set_ixor,
    .or_ = set_or,
    .ror = set_ror,
    .ior = set_ior,
};

Type tp_frozenset_type = {
    .head = {&tp_type_type},
    .name = "frozenset",
    .basic_size = sizeof(Set),
    .flags = TYPE_BASE | TYPE_IS_SET | TYPE_IMMUTABLE,
    .weakref_offset = 1,
    .getattribute = tp_generic_getattr,
    .doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
           "Build an immutable unordered collection of unique elements.",
    .methods = frozenset_methods,
    .repr = set_repr,
    .hash = frozenset_hash,
    .compare = set_compare,
    .new_ = frozenset_new,
    .iter = set_iter,
    .length = set_len,
    .contains = set_contains_slot,
    .sub = set_sub,
    .rsub = set_rsub,
    .and_ = set_and,
    .rand = set_rand,
    .xor = set_xor,
    .rxor = set_rxor,
    .or_ = set_or,
    .ror = set_ror,
};
