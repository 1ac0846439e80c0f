/* match.c -- what the patterns of a match statement ask of their subject.
 *
 * A question is answered with a value that the compiled pattern goes on with, or with None where
 * the pattern does not match. Start at tp_match_class.
 */
#define TP_NO_FAST
#include "runtime/tp.h"

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/str.h"

Value tp_match_len(Value subject)
{
    int64_t n = tp_len(subject);
    return n < 0 ? 0 : tp_int(n);
}

Value tp_match_sequence(Value subject)
{
    return tp_bool(tp_type_of(subject)->flags & TYPE_SEQUENCE);
}

Value tp_match_mapping(Value subject)
{
    return tp_bool(tp_type_of(subject)->flags & TYPE_MAPPING);
}

/* Is v one of the first n items? -1 on failure. */
static int is_among(const Value *items, int64_t n, Value v)
{
    for (int64_t i = 0; i < n; i++) {
        int is_equal = tp_equal(items[i], v);
        if (is_equal)
            return is_equal;
    }
    return 0;
}

/* ---- mappings ---- */

/* What no mapping has for a value: given to get() as the default. */
static Value missing(void)
{
    static Value mark;
    if (!mark)
        mark = tp_ref(tp_heap_object(&tp_object_type, 0));
    return mark;
}

/* subject.get(key), 0 without exception if the key is not there. */
static Value mapping_get(Value subject, Value get, Value key)
{
    if (tp_is_exact(subject, &tp_dict_type))
        return tp_dict_get(tp_as_dict(subject), key);
    Value v = tp_call2(get, key, missing());
    return v == missing() ? 0 : v;
}

/* The values of the keys (a tuple), None if one of them is missing. */
Value tp_match_keys(Value subject, Value keys)
{
    Tuple *names = tp_as_tuple(keys);
    Value *values = tp_heap_alloc((size_t)(names->length + 1) * sizeof *values);
    Value get = 0;
    if (names->length && !tp_is_exact(subject, &tp_dict_type) &&
        !(get = tp_getattr(subject, TP_NAME(get))))
        return 0;
    for (int64_t i = 0; i < names->length; i++) {
        Value key = names->items[i];
        if (tp_hash_quick(key) == -1)
            return 0;
        int is_repeated = is_among(names->items, i, key);
        if (is_repeated)
            return is_repeated < 0 ? 0
                                   : tp_raise(&tp_ValueError,
                                              "mapping pattern checks duplicate key (%R)", key);
        values[i] = mapping_get(subject, get, key);
        if (!values[i])
            return tp_error_pending() ? 0 : TP_NONE;
    }
    return tp_tuple_of(names->length, values);
}

/* ---- classes ---- */

/* One class pattern while its sub-patterns get their values. */
typedef struct ClassMatch {
    Value subject;
    Type *type;
    int64_t n;                 /* sub-patterns so far */
    Value *names;              /* their attributes, 0 for the instance itself */
    Value *values;
} ClassMatch;

/* The builtin classes whose one positional pattern is for the instance itself. */
static bool matches_self(const Type *type)
{
    enum {
        SELF = TYPE_IS_INT | TYPE_IS_FLOAT | TYPE_IS_STR | TYPE_IS_BYTES | TYPE_IS_LIST |
               TYPE_IS_TUPLE | TYPE_IS_DICT | TYPE_IS_SET
    };
    return type->flags & SELF || tp_subtype(type, &tp_bytearray_type);
}

/* The value for the sub-pattern of attribute name: false if the subject has none, or on failure. */
static bool match_attribute(ClassMatch *m, Value name)
{
    for (int64_t i = 0; i < m->n; i++)
        if (m->names[i] && tp_equal(m->names[i], name) == 1) {
            tp_raise(&tp_TypeError, "%N() got multiple sub-patterns for attribute %R", m->type,
                     name);
            return false;
        }
    int error;
    m->names[m->n] = name;
    m->values[m->n] = tp_getattr_or_null(m->subject, name, &error);
    return m->values[m->n++] != 0;
}

static bool match_positional(ClassMatch *m, int npositional)
{
    int error;
    Value match_args = tp_getattr_or_null(tp_ref(m->type), TP_NAME(__match_args__), &error);
    if (!match_args && tp_error_pending())
        return false;
    if (match_args && !tp_is_exact(match_args, &tp_tuple_type)) {
        tp_raise(&tp_TypeError, "%N.__match_args__ must be a tuple (got %T)", m->type, match_args);
        return false;
    }
    bool is_self = !match_args && matches_self(m->type);
    int64_t allowed = is_self ? 1 : match_args ? tp_as_tuple(match_args)->length : 0;
    if (npositional > allowed) {
        tp_raise(&tp_TypeError, "%N() accepts %d positional sub-pattern%s (%d given)", m->type,
                 (int)allowed, allowed == 1 ? "" : "s", npositional);
        return false;
    }
    if (is_self) {
        m->values[m->n++] = m->subject;
        return true;
    }
    for (int i = 0; i < npositional; i++) {
        Value name = tp_as_tuple(match_args)->items[i];
        if (!tp_is_exact(name, &tp_str_type)) {
            tp_raise(&tp_TypeError, "__match_args__ elements must be strings (got %T)", name);
            return false;
        }
        if (!match_attribute(m, name))
            return false;
    }
    return true;
}

/* class(p1, ..., name=p): the values for npositional positional sub-patterns and then those of the
 * keywords (a tuple of names), None if the subject does not match. */
Value tp_match_class(Value subject, Value class, int npositional, Value keywords)
{
    if (!tp_has_flag(class, TYPE_IS_TYPE))
        return tp_raise(&tp_TypeError, "called match pattern must be a type");
    int is_instance = tp_isinstance(subject, class);
    if (is_instance <= 0)
        return is_instance < 0 ? 0 : TP_NONE;
    Tuple *names = tp_as_tuple(keywords);
    size_t n = (size_t)npositional + (size_t)names->length;
    ClassMatch m = {.subject = subject, .type = (Type *)tp_obj(class)};
    m.names = tp_heap_alloc(2 * n * sizeof *m.names + 1);
    m.values = m.names + n;
    bool is_match = !npositional || match_positional(&m, npositional);
    for (int64_t i = 0; is_match && i < names->length; i++)
        is_match = match_attribute(&m, names->items[i]);
    if (!is_match)
        return tp_error_pending() ? 0 : TP_NONE;
    return tp_tuple_of(m.n, m.values);
}
