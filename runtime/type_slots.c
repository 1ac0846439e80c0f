/* type_slots.c -- what follows from slots.def: for each special method both directions between the
 * C slot of a type and the Python method.
 *
 * Builtin type: the C function in a slot is shown to Python as a wrapper_descriptor in the type's
 * dict (tp_slots_add_wrappers); calling that checks the arguments and calls the C function
 * (tp_wrapper_apply).
 *
 * Class written in Python: tp_slots_update looks each row's method up along the MRO. Found in a
 * builtin type: its C function is inherited as it is. Found in a Python class: Type.dunders keeps
 * the method and the slot becomes the slot_... function here, which calls it.
 */
#include <stddef.h>
#include <string.h>

#include "int.h"
#include "shape.h"
#include "type.h"

SlotInfo tp_slot_rows[ROW_COUNT] = {
#define SLOT(kind, field, row, name) {name, 0, offsetof(Type, field), SLOT_##kind, 0},
#include "slots.def"
#undef SLOT
};

/* The help texts of the wrappers, as CPython has them. */
static const char *const wrapper_docs[ROW_COUNT] = {
    [ROW_add] = "Return self+value.", [ROW_radd] = "Return value+self.",
    [ROW_iadd] = "Implement self+=value.", [ROW_sub] = "Return self-value.",
    [ROW_rsub] = "Return value-self.", [ROW_isub] = "Return self-=value.",
    [ROW_mul] = "Return self*value.", [ROW_rmul] = "Return value*self.",
    [ROW_imul] = "Implement self*=value.", [ROW_matmul] = "Return self@value.",
    [ROW_rmatmul] = "Return value@self.", [ROW_imatmul] = "Return self@=value.",
    [ROW_truediv] = "Return self/value.", [ROW_rtruediv] = "Return value/self.",
    [ROW_itruediv] = "Return self/=value.", [ROW_floordiv] = "Return self//value.",
    [ROW_rfloordiv] = "Return value//self.", [ROW_ifloordiv] = "Return self//=value.",
    [ROW_mod] = "Return self%value.", [ROW_rmod] = "Return value%self.",
    [ROW_imod] = "Return self%=value.", [ROW_divmod] = "Return divmod(self, value).",
    [ROW_rdivmod] = "Return divmod(value, self).", [ROW_lshift] = "Return self<<value.",
    [ROW_rlshift] = "Return value<<self.", [ROW_ilshift] = "Return self<<=value.",
    [ROW_rshift] = "Return self>>value.", [ROW_rrshift] = "Return value>>self.",
    [ROW_irshift] = "Return self>>=value.", [ROW_and_] = "Return self&value.",
    [ROW_rand] = "Return value&self.", [ROW_iand] = "Return self&=value.",
    [ROW_xor] = "Return self^value.", [ROW_rxor] = "Return value^self.",
    [ROW_ixor] = "Return self^=value.", [ROW_or_] = "Return self|value.",
    [ROW_ror] = "Return value|self.", [ROW_ior] = "Return self|=value.",
    [ROW_lt] = "Return self<value.", [ROW_le] = "Return self<=value.",
    [ROW_eq] = "Return self==value.", [ROW_ne] = "Return self!=value.",
    [ROW_gt] = "Return self>value.", [ROW_ge] = "Return self>=value.",
    [ROW_repr] = "Return repr(self).", [ROW_str] = "Return str(self).",
    [ROW_hash] = "Return hash(self).", [ROW_iter] = "Implement iter(self).",
    [ROW_next] = "Implement next(self).", [ROW_len] = "Return len(self).",
    [ROW_getitem] = "Return self[key].", [ROW_setitem] = "Set self[key] to value.",
    [ROW_delitem] = "Delete self[key].", [ROW_contains] = "Return key in self.",
    [ROW_bool_] = "True if self else False", [ROW_neg] = "-self", [ROW_pos] = "+self",
    [ROW_abs] = "abs(self)", [ROW_invert] = "~self", [ROW_int_] = "int(self)",
    [ROW_float_] = "float(self)", [ROW_getattribute] = "Return getattr(self, name).",
    [ROW_setattr] = "Implement setattr(self, name, value).",
    [ROW_delattr] = "Implement delattr(self, name).",
    [ROW_get] = "Return an attribute of instance, which is of type owner.",
    [ROW_set] = "Set an attribute of instance to value.",
    [ROW_delete] = "Delete an attribute of instance.", [ROW_call] = "Call self as a function.",
    [ROW_init] = "Initialize self.  See help(type(self)) for accurate signature.",
    [ROW_index] = "Return self converted to an integer, "
        "if self is suitable for use as an index into a list.",
    [ROW_pow] = "Return pow(self, value, mod).", [ROW_rpow] = "Return pow(value, self, mod).",
    [ROW_await] = "Return an iterator to be used in await expression.",
    [ROW_aiter] = "Return an awaitable, that resolves in asynchronous iterator.",
    [ROW_anext] = "Return a value or raise StopAsyncIteration.",
};

void tp_slots_init(void)
{
    for (int row = 0; row < ROW_COUNT; row++) {
        tp_slot_rows[row].name_value = tp_intern_cstr(tp_slot_rows[row].name);
        tp_slot_rows[row].doc = wrapper_docs[row];
    }
}

int tp_slots_row(Value name)
{
    Str *s = tp_as_str(name);
    if (s->length < 5 || tp_str_at(s, 0) != '_' || tp_str_at(s, 1) != '_')
        return -1;
    for (int row = 0; row < ROW_COUNT; row++)
        if (tp_slot_rows[row].name_value == name)
            return row;
    return -1;
}

/* ---- calling a Python method from a slot ---- */

/* Call method `f` of type, found in dunders, with args[0] = self and n - 1 more. */
static Value call_found(Value f, Type *type, int n, const Value *args)
{
    if (tp_is_exact(f, &tp_function_type)) {
        Function *function = (Function *)tp_obj(f);
        if (function->arity == n)
            return tp_function_enter(function, args);
        return tp_function_call(f, n, args, 0);
    }
    Type *t = tp_type_of(f);
    if (t->get) {
        f = t->get(f, args[0], tp_ref(type));
        if (!f)
            return 0;
    }
    return tp_call_deeper(f, n - 1, args + 1, 0);
}

static Value call_row1(Value self, int row)
{
    Type *type = tp_ptr_type(self);
    return call_found(type->dunders[row], type, 1, &self);
}

static Value call_row2(Value self, Value a, int row)
{
    Type *type = tp_ptr_type(self);
    Value args[2] = {self, a};
    return call_found(type->dunders[row], type, 2, args);
}

static Value call_row3(Value self, Value a, Value b, int row)
{
    Type *type = tp_ptr_type(self);
    Value args[3] = {self, a, b};
    return call_found(type->dunders[row], type, 3, args);
}

#define DEFINE_UNARY(field, row)                                                                 \
    static Value slot_##row(Value self)                                                          \
    {                                                                                            \
        return call_row1(self, ROW_##row);                                                       \
    }
#define DEFINE_BINARY(field, row)                                                                \
    static Value slot_##row(Value self, Value other)                                             \
    {                                                                                            \
        return call_row2(self, other, ROW_##row);                                                \
    }
#define DEFINE_RBINARY DEFINE_BINARY
#define DEFINE_TERNARY(field, row)                                                               \
    static Value slot_##row(Value self, Value other, Value modulus)                              \
    {                                                                                            \
        return modulus == TP_NONE ? call_row2(self, other, ROW_##row)                            \
                                  : call_row3(self, other, modulus, ROW_##row);                  \
    }
#define DEFINE_COMPARE(field, row)
#define DEFINE_LEN(field, row)
#define DEFINE_HASH(field, row)
#define DEFINE_BOOL(field, row)
#define DEFINE_CONTAINS(field, row)
#define DEFINE_SETITEM(field, row)
#define DEFINE_DELITEM(field, row)
#define DEFINE_GETATTR(field, row)
#define DEFINE_SETATTR(field, row)
#define DEFINE_DELATTR(field, row)
#define DEFINE_GET(field, row)
#define DEFINE_SET(field, row)
#define DEFINE_DELETE(field, row)
#define DEFINE_CALL(field, row)
#define DEFINE_NEW(field, row)
#define DEFINE_INIT(field, row)
#define DEFINE_NEXT(field, row)
#define DEFINE_DEL(field, row)
#define SLOT(kind, field, row, name) DEFINE_##kind(field, row)
#include "slots.def"
#undef SLOT

static Value slot_compare(Value self, Value other, int op)
{
    Type *type = tp_ptr_type(self);
    int row = ROW_lt + op;
    if (type->dunders[row])
        return call_row2(self, other, row);
    Type *base = tp_type_builtin_base(type);
    CompareFn inherited = base->compare;
    if (inherited && inherited != tp_object_compare)
        return inherited(self, other, op);
    if (op == TP_NE && type->dunders[ROW_eq]) {
        Value equal = call_row2(self, other, ROW_eq);
        if (!equal || equal == TP_NOTIMPLEMENTED)
            return equal;
        int truth = tp_truth(equal);
        return truth < 0 ? 0 : tp_bool(!truth);
    }
    return tp_object_compare(self, other, op);
}

static int64_t slot_length(Value self)
{
    Value n = call_row1(self, ROW_len);
    if (!n)
        return -1;
    if (!tp_is_small(n)) {
        n = tp_index(n);
        if (!n)
            return -1;
        if (tp_int_sign(n) < 0)
            return tp_raise_int(&tp_ValueError, "__len__() should return >= 0");
        int64_t length;
        if (!tp_int_fits_i64(n, &length))
            return tp_raise_int(&tp_OverflowError,
                                "cannot fit 'int' into an index-sized integer");
        return length;
    }
    int64_t length = tp_small_value(n);
    if (length < 0)
        return tp_raise_int(&tp_ValueError, "__len__() should return >= 0");
    return length;
}

static int64_t slot_hash(Value self)
{
    Value f = tp_ptr_type(self)->dunders[ROW_hash];
    if (f == TP_NONE)
        return tp_raise_int(&tp_TypeError, "unhashable type: '%T'", self);
    Value h = call_row1(self, ROW_hash);
    if (!h)
        return -1;
    if (!tp_is_int(h))
        return tp_raise_int(&tp_TypeError, "__hash__ method should return an integer");
    int64_t value;
    h = tp_int_plain(h);
    if (!tp_int_fits_i64(h, &value))
        value = tp_int_hash(h);
    return value == -1 ? -2 : value;
}

static int slot_bool_(Value self)
{
    Value v = call_row1(self, ROW_bool_);
    if (!v)
        return -1;
    if (!tp_is_bool(v))
        return tp_raise_int(&tp_TypeError, "__bool__ should return bool, returned %T", v);
    return v == TP_TRUE;
}

static int slot_contains(Value self, Value item)
{
    if (tp_ptr_type(self)->dunders[ROW_contains] == TP_NONE)
        return tp_raise_int(&tp_TypeError, "'%T' object is not a container", self);
    Value v = call_row2(self, item, ROW_contains);
    return v ? tp_truth(v) : -1;
}

/* set and delete share a field: the row that is not Python's own goes to the builtin base. */
static int slot_setitem(Value self, Value key, Value value)
{
    Type *type = tp_ptr_type(self);
    int row = value ? ROW_setitem : ROW_delitem;
    if (type->dunders[row]) {
        Value v = value ? call_row3(self, key, value, row) : call_row2(self, key, row);
        return v ? 0 : -1;
    }
    Type *base = tp_type_builtin_base(type);
    if (base->setitem)
        return base->setitem(self, key, value);
    return tp_raise_int(&tp_AttributeError, "%s", tp_slot_rows[row].name);
}

static int slot_setattr(Value self, Value name, Value value)
{
    Type *type = tp_ptr_type(self);
    int row = value ? ROW_setattr : ROW_delattr;
    if (type->dunders[row]) {
        Value v = value ? call_row3(self, name, value, row) : call_row2(self, name, row);
        return v ? 0 : -1;
    }
    return tp_type_builtin_base(type)->setattr(self, name, value);
}

static Value slot_getattribute(Value self, Value name)
{
    Type *type = tp_ptr_type(self);
    Value found;
    Value hook = type->dunders[ROW_getattr]; /* what runs now may take it away from the class */
    Value args[2] = {self, name};
    if (type->dunders[ROW_getattribute]) {
        found = call_row2(self, name, ROW_getattribute);
    } else {
        GetAttrFn inherited = tp_type_builtin_base(type)->getattribute;
        if (inherited == tp_generic_getattr && hook) {
            int error = 0;
            found = tp_generic_getattr_or_null(self, name, &error);
            return found || error ? found : call_found(hook, type, 2, args);
        }
        found = inherited(self, name);
    }
    if (!found && hook && tp_error_is(&tp_AttributeError)) {
        tp_error_clear();
        return call_found(hook, type, 2, args);
    }
    return found;
}

static Value slot_get(Value self, Value object, Value type)
{
    return call_row3(self, object ? object : TP_NONE, type ? type : TP_NONE, ROW_get);
}

static int slot_set(Value self, Value object, Value value)
{
    Type *type = tp_ptr_type(self);
    int row = value ? ROW_set : ROW_delete;
    if (type->dunders[row]) {
        Value v = value ? call_row3(self, object, value, row) : call_row2(self, object, row);
        return v ? 0 : -1;
    }
    Type *base = tp_type_builtin_base(type);
    if (base->set)
        return base->set(self, object, value);
    return tp_raise_int(&tp_AttributeError, "%s", tp_slot_rows[row].name);
}

/* Call method f of a type with first in front of the arguments. */
static Value call_with_first(Value f, Value first, int nargs, const Value *args, Tuple *kwnames)
{
    int total = nargs + (kwnames ? (int)kwnames->length : 0);
    Value small[16];
    Value *all = total < 16 ? small : tp_heap_alloc((size_t)(total + 1) * sizeof(Value));
    all[0] = first;
    if (total)
        memcpy(all + 1, args, (size_t)total * sizeof(Value));
    return tp_call_deeper(f, nargs + 1, all, kwnames);
}

static Value slot_call(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Type *type = tp_ptr_type(self);
    Value f = type->dunders[ROW_call];
    if (tp_is_exact(f, &tp_function_type))
        return call_with_first(f, self, nargs, args, kwnames);
    GetFn get = tp_type_of(f)->get;
    if (get && !(f = get(f, self, tp_ref(type))))
        return 0;
    return tp_call_deeper(f, nargs, args, kwnames);
}

static Value slot_new_(Type *type, int nargs, const Value *args, Tuple *kwnames)
{
    Value f = type->dunders[ROW_new_];
    GetFn get = tp_type_of(f)->get;
    if (get && !(f = get(f, 0, tp_ref(type))))
        return 0;
    return call_with_first(f, tp_ref(type), nargs, args, kwnames);
}

static int slot_init(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Type *type = tp_ptr_type(self);
    Value f = type->dunders[ROW_init];
    Value v;
    if (tp_is_exact(f, &tp_function_type)) {
        v = call_with_first(f, self, nargs, args, kwnames);
    } else {
        GetFn get = tp_type_of(f)->get;
        if (get && !(f = get(f, self, tp_ref(type))))
            return -1;
        v = tp_call_deeper(f, nargs, args, kwnames);
    }
    if (v == TP_NONE)
        return 0;
    if (v)
        tp_raise(&tp_TypeError, "__init__() should return None, not '%T'", v);
    return -1;
}

static Value slot_next(Value self)
{
    return call_row1(self, ROW_next);
}

static void slot_del(Value self)
{
    Value f = tp_ptr_type(self)->dunders[ROW_del_];
    if (!call_row1(self, ROW_del_))
        tp_error_unraisable(f);
}

/* The C function that calls Python, for each field. Rows of one field have the same. */
#define FUNCTION_UNARY(field, row) slot_##row
#define FUNCTION_BINARY(field, row) slot_##row
#define FUNCTION_RBINARY(field, row) slot_##row
#define FUNCTION_TERNARY(field, row) slot_##row
#define FUNCTION_COMPARE(field, row) slot_compare
#define FUNCTION_LEN(field, row) slot_length
#define FUNCTION_HASH(field, row) slot_hash
#define FUNCTION_BOOL(field, row) slot_bool_
#define FUNCTION_CONTAINS(field, row) slot_contains
#define FUNCTION_SETITEM(field, row) slot_setitem
#define FUNCTION_DELITEM(field, row) slot_setitem
#define FUNCTION_GETATTR(field, row) slot_getattribute
#define FUNCTION_SETATTR(field, row) slot_setattr
#define FUNCTION_DELATTR(field, row) slot_setattr
#define FUNCTION_GET(field, row) slot_get
#define FUNCTION_SET(field, row) slot_set
#define FUNCTION_DELETE(field, row) slot_set
#define FUNCTION_CALL(field, row) slot_call
#define FUNCTION_NEW(field, row) slot_new_
#define FUNCTION_INIT(field, row) slot_init
#define FUNCTION_NEXT(field, row) slot_next
#define FUNCTION_DEL(field, row) slot_del
static void *const slot_functions[ROW_COUNT] = {
#define SLOT(kind, field, row, name) (void *)FUNCTION_##kind(field, row),
#include "slots.def"
#undef SLOT
};

/* ---- heap types: slots from methods ---- */

/* The slots of a type lie one after the other: the number of the field at that offset. */
#define FIELD_NUMBER(offset) ((int)(((offset) - offsetof(Type, repr)) / sizeof(void *)))

enum { FIELDS = FIELD_NUMBER(offsetof(Type, anext)) + 1 };

static void **field_at(Type *type, int number)
{
    return (void **)((char *)type + offsetof(Type, repr)) + number;
}

static void **field_of(Type *type, int row)
{
    return field_at(type, FIELD_NUMBER(tp_slot_rows[row].offset));
}

/* Where along the MRO the row's method is; the value in *found, 0 if nowhere. */
static Type *find_row(Type *type, int row, Value *found)
{
    Value name = tp_slot_rows[row].name_value;
    for (int64_t i = 0; i < type->mro->length; i++) {
        Type *t = (Type *)tp_obj(type->mro->items[i]);
        if ((*found = tp_dict_get_str(tp_type_dict(t), name)))
            return t;
    }
    return 0;
}

static bool is_static_type(const Type *type)
{
    return !(type->flags & TYPE_HEAP);
}

/* Set the field shared by rows first..last-1. */
static void update_field(Type *type, int first, int last)
{
    void *function = 0;
    bool calls_python = false;
    Type *base = tp_type_builtin_base(type);
    for (int row = first; row < last; row++) {
        Value found = 0;
        Type *where = find_row(type, row, &found);
        type->dunders[row] = 0;
        if (!where)
            continue;
        if (is_static_type(where) && (found != TP_NONE || row != ROW_hash)) {
            if (!function)
                function = *field_of(where, row);
            if (row == ROW_new_ && base->new_) /* what makes the layout is that of the base */
                function = (void *)base->new_;
        } else {
            type->dunders[row] = found;
            calls_python = true;
        }
    }
    *field_of(type, first) = calls_python ? slot_functions[first] : function;
}

static int last_row_of_field(int first)
{
    int last = first + 1;
    while (last < ROW_COUNT && tp_slot_rows[last].offset == tp_slot_rows[first].offset)
        last++;
    return last;
}

/* Whether + and * are still those of the builtin sequence among the bases. */
static void update_flags(Type *type)
{
    Type *base = tp_type_builtin_base(type);
    if ((base->flags & TYPE_SEQ_CONCAT) && type->add == base->add && type->mul == base->mul)
        type->flags |= TYPE_SEQ_CONCAT;
    else
        type->flags &= ~(uint32_t)TYPE_SEQ_CONCAT;
    if (type->del && type->flags & TYPE_HEAP) {
        type->flags |= TYPE_HAS_DEL;
        tp_shapes_arm(type);
    } else {
        type->flags &= ~(uint32_t)TYPE_HAS_DEL;
    }
    if ((type->flags & TYPE_SHAPED) && type->new_ == tp_object_new && type->init == slot_init &&
        tp_is_exact(type->dunders[ROW_init], &tp_function_type))
        type->flags |= TYPE_USUAL_INIT;
    else
        type->flags &= ~(uint32_t)TYPE_USUAL_INIT;
}

void tp_slots_update(Type *type)
{
    if (!type->dunders)
        type->dunders = tp_heap_alloc(ROW_COUNT * sizeof(Value));
    for (int row = 0; row < ROW_COUNT; row = last_row_of_field(row))
        update_field(type, row, last_row_of_field(row));
    update_flags(type);
}

/* ---- builtin types: methods from slots ---- */

static Value call_new(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    Type *type = (Type *)tp_obj(self);
    if (nargs < 1)
        return tp_raise(&tp_TypeError, "%s.__new__(): not enough arguments", type->name);
    if (!tp_has_flag(args[0], TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "%s.__new__(X): X is not a type object (%T)", type->name,
                        args[0]);
    Type *wanted = (Type *)tp_obj(args[0]);
    if (!tp_subtype(wanted, type))
        return tp_raise(&tp_TypeError, "%s.__new__(%s): %s is not a subtype of %s", type->name,
                        wanted->name, wanted->name, type->name);
    Type *base = wanted;
    while (base->new_ == slot_new_)
        base = base->base;
    /* what has no __new__ but may be derived from is made by that of object */
    if (base->new_ ? base->new_ != type->new_ : !(base->flags & TYPE_BASE))
        return tp_raise(&tp_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()", type->name,
                        wanted->name, base->name);
    return type->new_(wanted, nargs - 1, args + 1, kwnames);
}

static const MethodDef new_method = METHOD_RAW("__new__", call_new, "(*args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.");

static int64_t hash_not_implemented(Value self)
{
    return tp_raise_int(&tp_TypeError, "unhashable type: '%T'", self);
}

/* Is the row's field one that the static type does not inherit? */
static bool is_own(const Type *type, int row)
{
    int number = FIELD_NUMBER(tp_slot_rows[row].offset);
    return type->own_fields[number / 64] >> number % 64 & 1;
}

void tp_slots_add_wrappers(Type *type, Dict *dict)
{
    for (int row = 0; row < ROW_COUNT; row++) {
        void *fn = *field_of(type, row);
        if (!is_own(type, row) || row == ROW_getattr ||
            fn == (void *)hash_not_implemented)
            continue;
        /* that a sequence is true follows from its length, also in classes with another one */
        if (row == ROW_bool_ && type->flags & TYPE_SEQ_CONCAT)
            continue;
        tp_dict_set(dict, tp_slot_rows[row].name_value,
                    row == ROW_new_ ? tp_builtin_new(&new_method, tp_ref(type), 0, 0)
                                    : tp_wrapper_new(type, row, fn));
    }
    if (type->hash == hash_not_implemented && is_own(type, ROW_hash))
        tp_dict_set(dict, tp_slot_rows[ROW_hash].name_value, TP_NONE);
}

void tp_slots_inherit(Type *type)
{
    Type *base = type->base;
    if (type->compare && !type->hash)
        type->hash = hash_not_implemented;
    if (base && !type->new_ && base == &tp_object_type)
        type->flags |= TYPE_NO_NEW;
    NewFn new_ = type->new_;
    for (int i = 0; i < FIELDS; i++) {
        void **field = field_at(type, i);
        if (*field)
            type->own_fields[i / 64] |= (uint64_t)1 << i % 64;
        else if (base)
            *field = *field_at(base, i);
    }
    if (!base)
        return;
    if (type->flags & TYPE_NO_NEW)
        type->new_ = new_;
    if ((base->flags & TYPE_SEQ_CONCAT) && type->add == base->add)
        type->flags |= TYPE_SEQ_CONCAT;
}

/* ---- calling a wrapper ---- */

/* CPython words it with an (empty) name in front where there may be two arguments. */
static bool check_count(int nargs, int min, int max)
{
    if (nargs >= min && nargs <= max)
        return true;
    int wanted = nargs < min ? min : max;
    tp_raise(&tp_TypeError, "%sexpected %s%d argument%s, got %d", max > 1 ? " " : "",
             min == max ? "" : nargs < min ? "at least " : "at most ", wanted,
             wanted == 1 ? "" : "s", nargs);
    return false;
}

static Value none_if_done(int status)
{
    return status < 0 ? 0 : TP_NONE;
}

Value tp_wrapper_apply(int row, void *fn, Value self, int nargs, const Value *args,
                       Tuple *kwnames)
{
    int kind = tp_slot_rows[row].kind;
    if (kind == SLOT_CALL)
        return ((CallFn)fn)(self, nargs, args, kwnames);
    if (kind == SLOT_INIT)
        return none_if_done(((InitFn)fn)(self, nargs, args, kwnames));
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "wrapper %s() takes no keyword arguments",
                        tp_slot_rows[row].name);
    switch (kind) {
    case SLOT_UNARY:
        return check_count(nargs, 0, 0) ? ((UnaryFn)fn)(self) : 0;
    case SLOT_BINARY:
    case SLOT_RBINARY:
        return check_count(nargs, 1, 1) ? ((BinaryFn)fn)(self, args[0]) : 0;
    case SLOT_TERNARY:
        if (!check_count(nargs, 1, 2))
            return 0;
        return ((TernaryFn)fn)(self, args[0], nargs > 1 ? args[1] : TP_NONE);
    case SLOT_COMPARE:
        if (!check_count(nargs, 1, 1))
            return 0;
        return ((CompareFn)fn)(self, args[0], row - ROW_lt);
    case SLOT_LEN: {
        if (!check_count(nargs, 0, 0))
            return 0;
        int64_t n = ((LenFn)fn)(self);
        return n < 0 ? 0 : tp_int(n);
    }
    case SLOT_HASH: {
        if (!check_count(nargs, 0, 0))
            return 0;
        int64_t h = ((HashFn)fn)(self);
        return h == -1 ? 0 : tp_int(h);
    }
    case SLOT_BOOL: {
        if (!check_count(nargs, 0, 0))
            return 0;
        int b = ((BoolFn)fn)(self);
        return b < 0 ? 0 : tp_bool(b);
    }
    case SLOT_CONTAINS: {
        if (!check_count(nargs, 1, 1))
            return 0;
        int b = ((ContainsFn)fn)(self, args[0]);
        return b < 0 ? 0 : tp_bool(b);
    }
    case SLOT_SETITEM:
        return check_count(nargs, 2, 2) ? none_if_done(((SetItemFn)fn)(self, args[0], args[1])) : 0;
    case SLOT_DELITEM:
        return check_count(nargs, 1, 1) ? none_if_done(((SetItemFn)fn)(self, args[0], 0)) : 0;
    case SLOT_GETATTR:
        if (!check_count(nargs, 1, 1))
            return 0;
        if (!tp_is_str(args[0]))
            return tp_raise(&tp_TypeError, "attribute name must be string, not '%T'", args[0]);
        return ((GetAttrFn)fn)(self, args[0]);
    case SLOT_SETATTR:
    case SLOT_DELATTR: {
        int n = kind == SLOT_SETATTR ? 2 : 1;
        if (!check_count(nargs, n, n))
            return 0;
        if (!tp_is_str(args[0]))
            return tp_raise(&tp_TypeError, "attribute name must be string, not '%T'", args[0]);
        /* object.__setattr__(cls, ...) must not change a class behind its metaclass's back. */
        if (tp_has_flag(self, TYPE_IS_TYPE) && fn == (void *)tp_generic_setattr)
            return tp_raise(&tp_TypeError, "can't apply this %s to %T object",
                            tp_slot_rows[row].name, self);
        return none_if_done(((SetAttrFn)fn)(self, args[0], n == 2 ? args[1] : 0));
    }
    case SLOT_GET: {
        if (!check_count(nargs, 1, 2))
            return 0;
        Value object = args[0] == TP_NONE ? 0 : args[0];
        Value type = nargs > 1 && args[1] != TP_NONE ? args[1] : 0;
        if (!object && !type)
            return tp_raise(&tp_TypeError, "__get__(None, None) is invalid");
        return ((GetFn)fn)(self, object, type);
    }
    case SLOT_SET:
        return check_count(nargs, 2, 2) ? none_if_done(((SetFn)fn)(self, args[0], args[1])) : 0;
    case SLOT_DELETE:
        return check_count(nargs, 1, 1) ? none_if_done(((SetFn)fn)(self, args[0], 0)) : 0;
    case SLOT_DEL:
        if (!check_count(nargs, 0, 0))
            return 0;
        ((DelFn)fn)(self);
        return TP_NONE;
    case SLOT_NEXT: {
        if (!check_count(nargs, 0, 0))
            return 0;
        Value v = ((NextFn)fn)(self);
        if (!v && !tp_error_pending())
            return tp_raise_stop(0);
        return v;
    }
    default:
        return tp_raise(&tp_SystemError, "no wrapper for %s", tp_slot_rows[row].name);
    }
}

/* ---- finalisers ---- */

static void run_del(void *object)
{
    Value v = tp_ref(object);
    Value saved = tp_error_take();
    Type *type = tp_ptr_type(v);
    if (type->del)
        type->del(v);
    if (saved)
        tp_error_put(saved);
}

void tp_type_arm_finalizer(Value v)
{
    tp_heap_exit_finalizer(tp_obj(v), run_del);
}
