/* type.h -- what the files of the type machinery share: type.c, type_slots.c, type_new.c, descr.c,
 * object.c. The rest of the runtime uses object.h.
 */
#ifndef TP_TYPE_H
#define TP_TYPE_H

#include "error.h"
#include "func.h"
#include "heap.h"
#include "str.h"

/* The direct subclasses of a class, held weakly: a link is 0 once its class is gone. Each link is a
 * block of its own, as the collector clears it there. */
typedef struct Subclasses {
    int32_t count, capacity;
    void **links[];
} Subclasses;

/* One row of slots.def. */
typedef struct SlotInfo {
    const char *name;      /* "__add__" */
    Value name_value;      /* interned */
    uint16_t offset;       /* of the field in Type */
    uint8_t kind;
    const char *doc;
} SlotInfo;

enum SlotKind {
    SLOT_UNARY, SLOT_BINARY, SLOT_RBINARY, SLOT_TERNARY, SLOT_COMPARE, SLOT_LEN, SLOT_HASH,
    SLOT_BOOL, SLOT_CONTAINS, SLOT_SETITEM, SLOT_DELITEM, SLOT_GETATTR, SLOT_SETATTR, SLOT_DELATTR,
    SLOT_GET, SLOT_SET, SLOT_DELETE, SLOT_CALL, SLOT_NEW, SLOT_INIT, SLOT_NEXT, SLOT_DEL
};

extern SlotInfo tp_slot_rows[ROW_COUNT];

/* ---- type_slots.c ---- */

void tp_slots_init(void);              /* intern the names */
/* Static type: its own slots become methods in its dict. */
void tp_slots_add_wrappers(Type *type, Dict *dict);
void tp_slots_inherit(Type *type);       /* static type: fill empty slots from type->base */
void tp_slots_update(Type *type);        /* heap type: all slots from the MRO */
int tp_slots_row(Value name);            /* row of that (interned) name, the first one, or -1 */

/* ---- type.c ---- */

uint32_t tp_type_next_version(void);
/* The C3 order for a type with these bases (its own place first), or 0 with TypeError. */
Tuple *tp_type_compute_mro(Type *type, Tuple *bases);
void tp_type_add_subclass(Type *base, Type *type);
void tp_type_remove_subclass(Type *base, Type *type);
/* The nearest static type along ->base: it fixes the C struct of instances. */
Type *tp_type_builtin_base(Type *type);
/* tp_type_lookup that also tells the class where it was found. */
Value tp_type_lookup_where(Type *type, Value name, Type **where);
/* Metatype that a class of these bases must have; 0 with TypeError on conflict. */
Type *tp_type_winner(Type *metatype, int64_t nbases, const Value *bases);
Value tp_type_call(Value type, int nargs, const Value *args, Tuple *kwnames);
/* Is it a class whose instances are made in the usual way, with an __init__ that is a Python
 * function? */
static inline bool tp_has_usual_init(Value callee)
{
    if (!tp_is_ptr(callee) || tp_ptr_type(callee)->call != tp_type_call)
        return false;
    uint32_t flags = ((Type *)tp_obj(callee))->flags;
    return (flags & (TYPE_USUAL_INIT | TYPE_ABSTRACT)) == TYPE_USUAL_INIT;
}
/* The __init__ of such a class, if it has that many parameters; else 0. What the class gives when
 * called is a new instance, initialized by that function. */
static inline Function *tp_usual_init(Value callee, int arity)
{
    if (!tp_has_usual_init(callee))
        return 0;
    Function *init = (Function *)tp_obj(((Type *)tp_obj(callee))->dunders[ROW_init]);
    return init->arity == arity ? init : 0;
}
/* The instance, given what its __init__ returned; 0 if that is 0, or not None: TypeError. */
Value tp_init_returned(Value result);
static inline Value tp_initialized(Value self, Value result)
{
    return __builtin_expect(result == TP_NONE, 1) ? self : tp_init_returned(result);
}
/* What CPython adds to an instance of the builtin type for each of its items; 0 for most. */
int tp_type_itemsize(const Type *builtin);
Value tp_type_module(Type *type);      /* __module__: a str or any value; 0 with AttributeError */
/* Can attributes of instances of the type be set freely (a __dict__)? */
bool tp_type_has_dict(const Type *type);
/* Set an attribute of a class along with all that hangs on it (slots, caches). */
int tp_type_setattr(Value type, Value name, Value value);

/* As getattr(cls, name), 0 without AttributeError (*error as in tp_getattr_or_null). */
Value tp_type_getattr_or_null(Value cls, Value name, int *error);
/* issubclass() without __subclasscheck__: 1, 0, or -1 with an exception. */
int tp_issubclass_plain(Value type, Value cls);

/* ---- type_new.c ---- */

Value tp_type_type_new(Type *metatype, int nargs, const Value *args, Tuple *kwnames);
int tp_type_type_init(Value self, int nargs, const Value *args, Tuple *kwnames);
/* The text of a name that a class may have, or 0 with ValueError. */
const char *tp_type_checked_name(Value name);
/* The one of the bases that fixes the layout of instances, or 0 with TypeError. */
Type *tp_type_best_base(Tuple *bases);
/* The order that mro() of the class gives, or 0 with an exception. */
Tuple *tp_type_make_mro(Type *type);
/* 0 if what is laid out for the class `old` may become one of `type` by assignment to that
 * attribute; -1 with TypeError. */
int tp_type_check_layout(Type *type, Type *old, const char *attribute);

/* ---- object.c ---- */

Value tp_object_new(Type *type, int nargs, const Value *args, Tuple *kwnames);
int tp_object_init(Value self, int nargs, const Value *args, Tuple *kwnames);
Value tp_object_repr(Value self);
Value tp_object_compare(Value self, Value other, int op);
int64_t tp_object_hash(Value self);
/* May v itself have (interned) attribute name, whatever its type has? True too where __eq__ of
 * another key of its dict is to be asked: look it up then. */
bool tp_may_have_own_attribute(Value v, Type *type, Value name);
/* Where the Dict * of a mixed instance is, or 0. */
Dict **tp_dict_slot(Value v);
/* Raise "'X' object has no attribute 'y'" with its name and obj. Returns 0. */
Value tp_raise_no_attribute(Value v, Value name);
/* self.__class__ = cls: 0, or -1 with TypeError. */
int tp_object_set_class(Value self, Value cls);

/* ---- descr.c ---- */

typedef struct WrapperDescriptor {  /* a slot of a builtin type as a method */
    Object head;
    Type *owner;
    int row;
    void *fn;
} WrapperDescriptor;

typedef struct MethodWrapper {
    Object head;
    WrapperDescriptor *wrapper;
    Value self;
} MethodWrapper;

typedef struct GetSetDescriptor {
    Object head;
    Type *owner;
    const GetSetDef *def;
    Value name;
} GetSetDescriptor;

typedef struct MemberDescriptor {   /* a Value field: of a C struct, or an entry of __slots__ */
    Object head;
    Type *owner;
    size_t offset;
    bool is_readonly;
    bool is_slot;                   /* of __slots__: 0 in it raises AttributeError */
    Value name;
    const char *doc;
} MemberDescriptor;

typedef struct Property {
    Object head;
    Value get, set, del;            /* callables or 0 */
    Value doc;                      /* 0: None */
    Value name;                     /* from __set_name__, or 0 */
    bool doc_is_getters;
} Property;

typedef struct ClassMethod {        /* classmethod and staticmethod */
    Object head;
    Value callable;
    Dict *dict;
} ClassMethod;

Value tp_wrapper_new(Type *owner, int row, void *fn);
Value tp_getset_new(Type *owner, const GetSetDef *def);
Value tp_member_new(Type *owner, Value name, size_t offset, bool is_readonly, bool is_slot,
                    const char *doc);
Value tp_mappingproxy_new(Value mapping);
/* What __reduce__ gives for the attribute of an object: (getattr, (object, name)); 0 with
 * AttributeError if the builtins have no getattr. */
Value tp_reduce_as_attribute(Value object, Value name);
Value tp_staticmethod_new(Value callable);
Value tp_classmethod_new(Value callable);
/* Call slot function fn of that row as Python calls the method. */
Value tp_wrapper_apply(int row, void *fn, Value self, int nargs, const Value *args, Tuple *kwnames);

/* ---- ops.c ---- */

/* TypeError for self + other or self * other where self is a sequence. Returns 0. */
Value tp_raise_sequence_operand(Value self, Value other, bool is_repeat);

#endif
