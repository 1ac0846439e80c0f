/* object.h -- heap objects, types, and the dispatch of attributes, calls and special methods.
 *
 * A heap object starts with its type. A Type holds one C function for each thing its instances can
 * do (slots.def). For a class written in Python the slots are functions that call the Python
 * method; for a builtin type Python sees wrappers of the C functions. A slot that is 0 means: not
 * supported (after tp_type_ready has copied what is inherited).
 *
 * How the three worlds of instances look:
 *   shaped    instances of classes that derive from object alone: Instance in shape.h, attributes
 *             in slots that the shape names
 *   builtin   a C struct: List, Str, ...
 *   mixed     an instance of a Python class that derives from a builtin one: the C struct, made
 *             `basic_size` bytes long, with its __dict__ (a Dict *, 0 until needed) at dict_offset
 *             and its __slots__ behind it
 */
#ifndef TP_OBJECT_H
#define TP_OBJECT_H

#include "value.h"

typedef struct Type Type;
typedef struct Shape Shape;
typedef struct Str Str;
typedef struct Tuple Tuple;
typedef struct List List;
typedef struct Dict Dict;
typedef struct Set Set;
typedef struct Code Code;
typedef struct Function Function;
typedef struct Frame Frame;
struct Buffer;

typedef struct Object {
    Type *type;
} Object;

static inline Object *tp_obj(Value v)
{
    return (Object *)(uintptr_t)v;
}

/* The Value of a heap object (0 gives 0). */
static inline Value tp_ref(const void *object)
{
    return (Value)(uintptr_t)object;
}

/* Calls: args holds nargs positional values and then one value for each name in kwnames (a tuple
 * of str, or 0). The callee may not keep or change args. */
typedef Value (*CallFn)(Value self, int nargs, const Value *args, Tuple *kwnames);

enum CompareOp { TP_LT, TP_LE, TP_EQ, TP_NE, TP_GT, TP_GE };

/* The C signatures of the kinds of slots.def. All fail with 0 or -1 and a pending exception. */
typedef Value (*UnaryFn)(Value self);
typedef Value (*BinaryFn)(Value self, Value other);                /* may be NotImplemented */
typedef Value (*RBinaryFn)(Value self, Value other);               /* computes other OP self */
typedef Value (*TernaryFn)(Value self, Value other, Value modulus); /* modulus None if not given */
typedef Value (*CompareFn)(Value self, Value other, int op);       /* may be NotImplemented */
typedef int64_t (*LenFn)(Value self);
typedef int64_t (*HashFn)(Value self);                             /* never -1 but on failure */
typedef int (*BoolFn)(Value self);
typedef int (*ContainsFn)(Value self, Value item);
typedef int (*SetItemFn)(Value self, Value key, Value value);      /* value 0 deletes */
typedef Value (*GetAttrFn)(Value self, Value name);
typedef int (*SetAttrFn)(Value self, Value name, Value value);     /* value 0 deletes */
typedef Value (*GetFn)(Value descriptor, Value object, Value type); /* object 0: through the type */
typedef int (*SetFn)(Value descriptor, Value object, Value value); /* value 0 deletes */
typedef Value (*NewFn)(Type *type, int nargs, const Value *args, Tuple *kwnames);
typedef int (*InitFn)(Value self, int nargs, const Value *args, Tuple *kwnames);
typedef Value (*NextFn)(Value self); /* 0 without a pending exception: exhausted */
typedef void (*DelFn)(Value self);

/* Methods and functions written in C. A BuiltinFn gets exactly the parameters of its signature, in
 * order, with 0 for what was not given; a `*args` parameter arrives as a tuple, `**kwargs` as a
 * dict. The signature text is Python's ("(iterable, /, *, key=None)"), without self; it drives
 * argument binding, help() and inspect.signature, and its shape picks CPython's wording of errors;
 * METHOD_PARSED is for those whose positional arguments CPython counts in another wording ("f()
 * takes at most 1 argument (2 given)").
 * A RawFn binds its arguments itself. */
typedef Value (*BuiltinFn)(Value self, Value *args);
typedef CallFn RawFn;

enum { METHOD_IS_RAW = 1, METHOD_IS_CLASS = 2, METHOD_IS_STATIC = 4, METHOD_IS_PARSED = 8 };

typedef struct MethodDef {
    const char *name;
    BuiltinFn fn;          /* one of fn and raw */
    RawFn raw;
    const char *signature;
    const char *doc;
    int flags;
} MethodDef;

#define METHOD(name, fn, signature, doc) {name, fn, 0, signature, doc, 0}
#define METHOD_RAW(name, fn, signature, doc) {name, 0, fn, signature, doc, METHOD_IS_RAW}
#define METHOD_CLASS(name, fn, signature, doc) {name, fn, 0, signature, doc, METHOD_IS_CLASS}
#define METHOD_STATIC(name, fn, signature, doc) {name, fn, 0, signature, doc, METHOD_IS_STATIC}
#define METHOD_PARSED(name, fn, signature, doc) {name, fn, 0, signature, doc, METHOD_IS_PARSED}
#define METHOD_END {0, 0, 0, 0, 0, 0}

typedef struct GetSetDef {
    const char *name;
    Value (*get)(Value self);
    int (*set)(Value self, Value value); /* value 0 deletes; 0: read-only */
    const char *doc;
} GetSetDef;

/* The setter of what is a field of a struct in CPython: -1 with AttributeError. */
int tp_set_readonly(Value self, Value value);

typedef struct MemberDef {
    const char *name;
    size_t offset;  /* of a Value field (0 in it reads as None) */
    bool is_readonly;
    const char *doc;
} MemberDef;

enum TypeFlags {
    TYPE_HEAP = 1,          /* made by a class statement or type() */
    TYPE_BASE = 2,          /* may be subclassed */
    TYPE_SHAPED = 4,        /* instances are Instance of shape.h */
    TYPE_READY = 8,
    TYPE_ABSTRACT = 16,     /* __abstractmethods__ is not empty */
    TYPE_NO_NEW = 32,       /* "cannot create 'X' instances" */
    TYPE_IMMUTABLE = 64,    /* attributes of the type can't be set */
    TYPE_SEQUENCE = 128,    /* matches sequence patterns */
    TYPE_MAPPING = 256,
    TYPE_HAS_DEL = 512,     /* instances have a finaliser */
    TYPE_HAS_DICT = 1024,   /* shaped instances take any attribute, not just __slots__ */
    TYPE_SEQ_CONCAT = 2048, /* + and * are those of a sequence: tried after the other operand's */
    TYPE_METHOD_LIKE = 4096, /* calling the unbound object with self first is what its __get__
                                gives, so method calls need no bound object */
    TYPE_INDEXED = 1 << 14, /* its getitem takes indices alone: tp_is_mapping */
    TYPE_USUAL_INIT = 8192, /* shaped, __new__ is object's, __init__ a Function in dunders */
    /* quick isinstance of builtin bases, inherited: */
    TYPE_IS_INT = 1 << 16,
    TYPE_IS_FLOAT = 1 << 17,
    TYPE_IS_STR = 1 << 18,
    TYPE_IS_BYTES = 1 << 19,
    TYPE_IS_LIST = 1 << 20,
    TYPE_IS_TUPLE = 1 << 21,
    TYPE_IS_DICT = 1 << 22,
    TYPE_IS_SET = 1 << 23,  /* set or frozenset */
    TYPE_IS_TYPE = 1 << 24,
    TYPE_IS_EXC = 1 << 25,
    TYPE_IS_COMPLEX = 1 << 26
};

struct Type {
    Object head;              /* its metatype */
    const char *name;         /* C text, for messages; "module.name" for builtin modules */
    size_t basic_size;        /* bytes of an instance */
    uint32_t flags;
    uint32_t version;         /* changes whenever the class or a base of it is changed; never 0 */
    Type *base;               /* the base that fixes the layout; 0 for object */
    Tuple *bases;
    Tuple *mro;
    Dict *namespace;          /* use tp_type_dict: 0 in a builtin type until it is asked for */
    Value name_value;         /* __name__, str */
    Value qualname;
    Shape *root_shape;        /* shape of a fresh instance, if TYPE_SHAPED */
    int32_t nfixed;           /* shaped: Values of __slots__ at the start of Instance.slots */
    List *slots;              /* the sorted names of __slots__ that it adds; or 0 */
    int64_t dict_offset;      /* mixed: where the Dict * is; 0 none; -1 behind a tuple's items */
    int64_t weakref_offset;   /* unused by the collector; nonzero if weak references are allowed */
    struct Subclasses *subclasses; /* direct ones, held weakly; or 0 */
    uint64_t own_fields[2];   /* builtin types: a bit for each slot, from repr on, not inherited */
    Value *dunders;           /* heap types: Python function behind each row of slots.def; or 0 */
    const char *doc;
    const MethodDef *methods;
    const GetSetDef *getset;
    const MemberDef *members;
    /* slots, one each distinct field of slots.def */
    UnaryFn repr, str;
    HashFn hash;
    CompareFn compare;
    GetAttrFn getattribute;
    SetAttrFn setattr;
    GetFn get;
    SetFn set;
    CallFn call;
    NewFn new_;
    InitFn init;
    DelFn del;
    UnaryFn iter;
    NextFn next;
    LenFn length;
    BinaryFn getitem;
    SetItemFn setitem;
    ContainsFn contains;
    BoolFn bool_;
    UnaryFn neg, pos, abs, invert, int_, float_, index;
    BinaryFn add, radd, iadd, sub, rsub, isub, mul, rmul, imul, matmul, rmatmul, imatmul;
    BinaryFn truediv, rtruediv, itruediv, floordiv, rfloordiv, ifloordiv, mod, rmod, imod;
    BinaryFn divmod, rdivmod;
    TernaryFn pow, rpow;
    BinaryFn ipow, lshift, rlshift, ilshift, rshift, rrshift, irshift;
    BinaryFn and_, rand, iand, xor, rxor, ixor, or_, ror, ior;
    UnaryFn await, aiter, anext;
    /* no row of slots.def, not copied to subclasses: bytes-like objects (bytes.h) */
    int (*buffer)(Value self, struct Buffer *out, int change);
    /* nor this: what next would give is a tuple of n, whose items go to `out`. 1; 0 as `next` says
     * the end; -1 if it would be something else: nothing is done then */
    int (*next_items)(Value self, int n, Value *out);
};

/* Numbers of the rows of slots.def. */
enum SlotRow {
#define SLOT(kind, field, row, name) ROW_##row,
#include "slots.def"
#undef SLOT
    ROW_COUNT
};

/* Every builtin type is a static Type named in types.def; tp_types_init makes them ready in
 * order. */
#define TYPE(name) extern Type name;
#include "types.def"
#undef TYPE
void tp_types_init(void);

/* ---- types ---- */

/* The type of any value. Never fails. */
Type *tp_type_of_word(Value v); /* of one that is no heap object */
static inline Type *tp_type_of(Value v)
{
    return tp_is_ptr(v) ? tp_obj(v)->type : tp_type_of_word(v);
}

/* True if v's type is exactly that type; one load and compare for heap types. */
static inline bool tp_is_exact(Value v, const Type *type)
{
    return tp_is_ptr(v) && tp_obj(v)->type == type;
}

/* The type of a heap object (v must be one). */
static inline Type *tp_ptr_type(Value v)
{
    return tp_obj(v)->type;
}

/* True if v is an instance of a builtin base named by a TYPE_IS_ flag, subclasses included.
 * For TYPE_IS_INT and TYPE_IS_FLOAT also true for unboxed ints, bools and floats. */
static inline bool tp_has_flag(Value v, uint32_t flag)
{
    return tp_type_of(v)->flags & flag;
}

/* Layout-free subclass test along the MRO (no __subclasscheck__). */
bool tp_subtype(const Type *type, const Type *base);
bool tp_instance(Value v, const Type *type); /* tp_subtype(tp_type_of(v), type) */

/* isinstance() and issubclass() with their hooks: 1, 0, or -1. */
int tp_isinstance(Value v, Value class_or_tuple);
int tp_issubclass(Value type, Value class_or_tuple);

/* Fill in a static type: bases, mro, inherited slots. */
void tp_type_ready(Type *type);

/* Attribute of a class along its MRO, no descriptors: the value or 0; never raises. */
Value tp_type_lookup(Type *type, Value name);

/* The class namespace, made from the tables of a static type the first time. */
Dict *tp_type_fill_dict(Type *type);
static inline Dict *tp_type_dict(Type *type)
{
    return type->namespace ? type->namespace : tp_type_fill_dict(type);
}
/* Bump version counters of type and its subclasses after a change to its dict. */
void tp_type_modified(Type *type);

/* The statement `class NAME(bases, **keywords)`: body is the function of the class body, run
 * with the namespace of the class (tp_function_run_body in func.h). */
Value tp_build_class(Value body, Value name, int nbases, const Value *bases, Tuple *kwnames);

/* A new heap type as type(name, bases, namespace) makes it, or 0. */
Value tp_type_new(Type *metatype, Value name, Tuple *bases, Dict *namespace, int nkw,
                  const Value *kwargs, Tuple *kwnames);

/* Have v's __del__ run when v dies; called for new instances of a type with TYPE_HAS_DEL. */
void tp_type_arm_finalizer(Value v);

/* The text of a type's name for messages ("int", "Foo", "collections.deque"). */
const char *tp_type_name(Value v);
/* The same of a type, without its module. */
const char *tp_type_short_name(const Type *type);

/* origin[args] as types.GenericAlias makes it (genericalias.c); a | b of types. */
Value tp_genericalias_new(Value origin, Value args);
Value tp_type_or(Value a, Value b);
Tuple *tp_union_args(Value v);

/* ---- attributes (name is a str; interned for speed) ---- */

Value tp_getattr(Value v, Value name);
/* As tp_getattr but 0 WITHOUT exception if there is none (AttributeError swallowed); -1 in *error
 * (int, may be NULL) if another exception is pending. */
Value tp_getattr_or_null(Value v, Value name, int *error);
int tp_setattr(Value v, Value name, Value value); /* value 0 deletes */
Value tp_getattr_cstr(Value v, const char *name);
int tp_setattr_cstr(Value v, const char *name, Value value);
/* object.__getattribute__ and __setattr__ */
Value tp_generic_getattr(Value v, Value name);
int tp_generic_setattr(Value v, Value name, Value value);
/* The attribute __dict__ of a builtin type whose instances have one. */
Value tp_get_dict(Value self);
int tp_set_dict(Value self, Value value);
/* object.__sizeof__, for types that CPython gives one of their own */
Value tp_object_sizeof(Value self, Value *args);
/* The same without the AttributeError: as tp_getattr_or_null. */
Value tp_generic_getattr_or_null(Value v, Value name, int *error);
/* The instance's __dict__: a live Dict (made if need be), or 0 if the type has none (no
 * exception). */
Dict *tp_instance_dict(Value v);
/* Special method lookup: on the type, bound through its descriptor; 0 without exception if
 * absent. */
Value tp_lookup_special(Value v, Value name);

/* ---- calls ---- */

Value tp_call(Value callee, int nargs, const Value *args, Tuple *kwnames);
/* The same as a level of recursion, where callee may lead back to its caller. Functions, and bound
 * methods of them, are none: their frames are. */
Value tp_call_deeper(Value callee, int nargs, const Value *args, Tuple *kwnames);
Value tp_call0(Value callee);
Value tp_call1(Value callee, Value a);
Value tp_call2(Value callee, Value a, Value b);
Value tp_call3(Value callee, Value a, Value b, Value c);
/* callee(*args, **kwargs): args any iterable or 0, kwargs any mapping or 0. */
Value tp_call_ex(Value callee, Value args, Value kwargs);
/* v.name(args...) without making a bound method where that can be avoided. */
Value tp_call_method(Value v, Value name, int nargs, const Value *args, Tuple *kwnames);
Value tp_call_method_cstr(Value v, const char *name, int nargs, const Value *args);
bool tp_callable(Value v);
/* "f()", "math.sqrt()": how messages name what is called; 0 on failure. */
Value tp_callable_text(Value callee);
/* The operand of `*` in a call as a tuple. */
Value tp_call_star_args(Value callee, Value args);
/* Add the operand of `**` in a call to the keywords so far (the opcode DICT_MERGE). */
int tp_call_merge_kwargs(Value callee, Dict *into, Value mapping);

/* ---- operators (ops.c) ---- */

Value tp_add(Value a, Value b);
Value tp_sub(Value a, Value b);
Value tp_mul(Value a, Value b);
Value tp_matmul(Value a, Value b);
Value tp_truediv(Value a, Value b);
Value tp_floordiv(Value a, Value b);
Value tp_mod(Value a, Value b);
Value tp_divmod(Value a, Value b);
Value tp_pow(Value a, Value b);
Value tp_pow3(Value a, Value b, Value modulus);
Value tp_lshift(Value a, Value b);
Value tp_rshift(Value a, Value b);
Value tp_and(Value a, Value b);
Value tp_or(Value a, Value b);
Value tp_xor(Value a, Value b);
Value tp_iadd(Value a, Value b); /* and tp_isub, ... */
Value tp_isub(Value a, Value b);
Value tp_imul(Value a, Value b);
Value tp_imatmul(Value a, Value b);
Value tp_itruediv(Value a, Value b);
Value tp_ifloordiv(Value a, Value b);
Value tp_imod(Value a, Value b);
Value tp_ipow(Value a, Value b);
Value tp_ilshift(Value a, Value b);
Value tp_irshift(Value a, Value b);
Value tp_iand(Value a, Value b);
Value tp_ior(Value a, Value b);
Value tp_ixor(Value a, Value b);
Value tp_neg(Value v);
Value tp_pos(Value v);
Value tp_invert(Value v);
Value tp_abs(Value v);
Value tp_not(Value v);                        /* a bool, or 0 */
Value tp_compare(Value a, Value b, int op);   /* a < b and the like: any value, or 0 */
int tp_compare_bool(Value a, Value b, int op); /* 1, 0, -1; identity shortcut for TP_EQ and TP_NE */
int tp_equal(Value a, Value b);               /* tp_compare_bool(a, b, TP_EQ) */
int tp_truth(Value v);                        /* 1, 0, -1 */
int64_t tp_hash(Value v);                     /* -1 on failure */
int64_t tp_len(Value v);                      /* -1 on failure */
Value tp_getitem(Value v, Value key);
int tp_setitem(Value v, Value key, Value value);
int tp_delitem(Value v, Value key);
int tp_contains(Value container, Value item); /* 1, 0, -1 */
/* Has it items by key, as far as its type tells? */
bool tp_is_mapping(Value v);
/* Has it items by index, as CPython's C functions ask? All that can be subscripted but dicts. */
bool tp_is_sequence(Value v);
Value tp_repr(Value v);                       /* a str */
Value tp_str(Value v);                        /* a str */
Value tp_ascii(Value v);
Value tp_format(Value v, Value spec);         /* format(v, spec); spec 0 for "" */
Value tp_index(Value v);                      /* operator.index: an int, or 0 */

/* ---- iteration (iter.c) ---- */

Value tp_iter(Value v);
/* Next value; 0 without pending exception when exhausted (a StopIteration is swallowed). */
Value tp_next(Value iterator);
/* The same with StopIteration (and its value) raised at the end, as the function next() does. */
Value tp_next_or_raise(Value iterator);
/* Raise StopIteration(value); value 0 or None: without arguments. Returns 0. */
Value tp_raise_stop(Value value);
/* list(v) and tuple(v); fast for list and tuple. */
Value tp_list_from(Value iterable);
Value tp_tuple_from(Value iterable);
/* Length hint: >= 0, fallback if there is none, -1 on failure. */
int64_t tp_length_hint(Value v, int64_t fallback);

/* repr() of recursive containers: 1 if v is being printed already, 0 after entering, -1 on
 * failure. */
int tp_repr_enter(Value v);
void tp_repr_leave(Value v);

#endif
