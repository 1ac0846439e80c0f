/* ops.c -- operators: what `a + b`, `a[b]`, `len(a)`, `repr(a)` do for any values.
 *
 * Each function takes the short way for small ints and floats first, then dispatches on the types'
 * slots. The rule of binary operators: if the right operand's type is a proper subclass of the
 * left's with its own reflected method, that goes first; then the left's method, then the right's
 * reflected one. Sequences (TYPE_SEQ_CONCAT) let the right operand go first and have messages of
 * their own. Start at binary.
 */
#include <math.h>
#include <string.h>

#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "int.h"
#include "list.h"
#include "str.h"
#include "type.h"

/* ---- dispatch of binary operators ---- */

/* Where an operator's functions are. */
typedef struct Operator {
    uint16_t offset, reflected_offset, inplace_offset;
    uint8_t reflected_row;
    const char *symbol, *inplace_symbol;
} Operator;

#define OPERATOR(name, text)                                                                     \
    {                                                                                            \
        offsetof(Type, name), offsetof(Type, r##name), offsetof(Type, i##name), ROW_r##name,     \
            text, text "="                                                                       \
    }

static BinaryFn slot_of(const Type *type, size_t offset)
{
    return *(BinaryFn *)((const char *)type + offset);
}

/* Does b, a subclass of a, reflect the operator in its own way? */
static bool reflects_differently(const Type *a, const Type *b, const Operator *op)
{
    if (slot_of(a, op->reflected_offset) != slot_of(b, op->reflected_offset))
        return true;
    Value in_a = a->dunders ? a->dunders[op->reflected_row] : 0;
    Value in_b = b->dunders ? b->dunders[op->reflected_row] : 0;
    return in_a != in_b;
}

/* The result, NotImplemented if neither side knows, or 0. */
static Value binary(Value a, Value b, const Operator *op)
{
    Type *ta = tp_type_of(a), *tb = tp_type_of(b);
    BinaryFn left = slot_of(ta, op->offset);
    if (ta == &tp_int_type && tb == &tp_int_type && left)
        return left(a, b);
    tp_int_keep(a);
    tp_int_keep(b);
    BinaryFn right = ta == tb ? 0 : slot_of(tb, op->reflected_offset);
    if (right) {
        bool is_first = tp_subtype(tb, ta) && reflects_differently(ta, tb, op);
        /* A sequence's + and * come after the numeric methods of the other. */
        if ((ta->flags & TYPE_SEQ_CONCAT) && !(tb->flags & TYPE_SEQ_CONCAT))
            is_first = true;
        if (is_first) {
            Value v = right(b, a);
            if (v != TP_NOTIMPLEMENTED)
                return v;
            right = 0;
        }
    }
    if (left) {
        Value v = left(a, b);
        if (v != TP_NOTIMPLEMENTED)
            return v;
    }
    return right ? right(b, a) : TP_NOTIMPLEMENTED;
}

static Value raise_unsupported(Value a, Value b, const char *symbol)
{
    return tp_raise(&tp_TypeError, "unsupported operand type(s) for %s: '%T' and '%T'", symbol, a,
                    b);
}

static bool is_sequence_operand(Value v)
{
    return tp_has_flag(v, TYPE_SEQ_CONCAT);
}

/* Has the type of v functions of sequences in CPython's tables? Every class of a program has. */
static bool has_sequence_part(Value v)
{
    const Type *type = tp_type_of(v);
    bool has_items_only = type == &tp_genericalias_type || type == &tp_union_type;
    return (type->flags & TYPE_HEAP) || type->length || (type->getitem && !has_items_only);
}

static Value raise_concat(Value a, Value b, const char *symbol)
{
    Type *base = tp_type_builtin_base(tp_type_of(a));
    if (!is_sequence_operand(a))
        return raise_unsupported(a, b, symbol);
    if (base == &tp_bytes_type || base == &tp_bytearray_type)
        return tp_raise(&tp_TypeError, "can't concat %T to %T", b, a);
    return tp_raise(&tp_TypeError, "can only concatenate %s (not \"%T\") to %s", base->name, b,
                    base->name);
}

static Value raise_repeat(Value a, Value b, const char *symbol)
{
    if (is_sequence_operand(a))
        return tp_raise(&tp_TypeError, "can't multiply sequence by non-int of type '%T'", b);
    if (is_sequence_operand(b))
        return tp_raise(&tp_TypeError, "can't multiply sequence by non-int of type '%T'", a);
    return raise_unsupported(a, b, symbol);
}

Value tp_raise_sequence_operand(Value self, Value other, bool is_repeat)
{
    return is_repeat ? raise_repeat(self, other, "*") : raise_concat(self, other, "+");
}

static Value slow(Value a, Value b, const Operator *op)
{
    Value v = binary(a, b, op);
    return v == TP_NOTIMPLEMENTED ? raise_unsupported(a, b, op->symbol) : v;
}

/* The in-place method alone: NotImplemented if there is none. */
static Value inplace(Value a, Value b, const Operator *op)
{
    BinaryFn f = slot_of(tp_type_of(a), op->inplace_offset);
    if (!f)
        return TP_NOTIMPLEMENTED;
    tp_int_keep(b);
    return f(a, b);
}

static Value slow_inplace(Value a, Value b, const Operator *op)
{
    Value v = inplace(a, b, op);
    if (v == TP_NOTIMPLEMENTED)
        v = binary(a, b, op);
    return v == TP_NOTIMPLEMENTED ? raise_unsupported(a, b, op->inplace_symbol) : v;
}

static const Operator add_op = OPERATOR(add, "+"), sub_op = OPERATOR(sub, "-"),
                      mul_op = OPERATOR(mul, "*"), matmul_op = OPERATOR(matmul, "@"),
                      truediv_op = OPERATOR(truediv, "/"), floordiv_op = OPERATOR(floordiv, "//"),
                      mod_op = OPERATOR(mod, "%"), lshift_op = OPERATOR(lshift, "<<"),
                      rshift_op = OPERATOR(rshift, ">>"), xor_op = OPERATOR(xor, "^");
static const Operator and_op = {offsetof(Type, and_), offsetof(Type, rand), offsetof(Type, iand),
                                ROW_rand, "&", "&="};
static const Operator or_op = {offsetof(Type, or_), offsetof(Type, ror), offsetof(Type, ior),
                               ROW_ror, "|", "|="};
static const Operator divmod_op = {offsetof(Type, divmod), offsetof(Type, rdivmod), 0, ROW_rdivmod,
                                   "divmod()", 0};

/* ---- numbers first ---- */

/* The doubles of two operands of which at least one is a float and the other a float or an int
 * whose double is exact. */
static inline bool float_pair(Value a, Value b, double *x, double *y)
{
    bool any = false;
    if (tp_is_tagged_float(a)) {
        *x = tp_tagged_float_value(a);
        any = true;
    } else if (tp_is_small(a)) {
        *x = (double)tp_small_value(a);
    } else if (tp_is_exact(a, &tp_float_type)) {
        *x = ((Float *)tp_obj(a))->value;
        any = true;
    } else {
        return false;
    }
    if (tp_is_tagged_float(b)) {
        *y = tp_tagged_float_value(b);
        return true;
    }
    if (tp_is_small(b)) {
        *y = (double)tp_small_value(b);
        return any;
    }
    if (tp_is_exact(b, &tp_float_type)) {
        *y = ((Float *)tp_obj(b))->value;
        return true;
    }
    return false;
}

static inline bool both_tagged_floats(Value a, Value b)
{
    return tp_is_tagged_float(a) && tp_is_tagged_float(b);
}

static Value add_slow(Value a, Value b)
{
    Value v = binary(a, b, &add_op);
    return v == TP_NOTIMPLEMENTED ? raise_concat(a, b, "+") : v;
}

Value tp_add(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        int64_t r;
        if (!__builtin_add_overflow((int64_t)a, (int64_t)(b - 3), &r))
            return (Value)r;
        return tp_int_add(a, b);
    }
    if (float_pair(a, b, &x, &y))
        return tp_float(x + y);
    if (tp_is_exact(a, &tp_str_type) && tp_is_exact(b, &tp_str_type))
        return tp_str_concat(a, b);
    return add_slow(a, b);
}

Value tp_iadd(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        int64_t r;
        if (!__builtin_add_overflow((int64_t)a, (int64_t)(b - 3), &r))
            return (Value)r;
        return tp_int_add(a, b);
    }
    if (float_pair(a, b, &x, &y))
        return tp_float(x + y);
    if (tp_is_exact(a, &tp_str_type) && tp_is_exact(b, &tp_str_type))
        return tp_str_concat(a, b);
    /* A sequence extends itself only after the other operand's __radd__. */
    if (is_sequence_operand(a) && !is_sequence_operand(b)) {
        BinaryFn right = tp_type_of(b)->radd;
        if (right) {
            tp_int_keep(b);
            Value v = right(b, a);
            if (v != TP_NOTIMPLEMENTED)
                return v;
        }
    }
    Value v = inplace(a, b, &add_op);
    if (v == TP_NOTIMPLEMENTED)
        v = binary(a, b, &add_op);
    return v == TP_NOTIMPLEMENTED ? raise_concat(a, b, "+=") : v;
}

Value tp_sub(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        int64_t r;
        if (!__builtin_sub_overflow((int64_t)a, (int64_t)(b - 3), &r))
            return (Value)r;
        return tp_int_sub(a, b);
    }
    if (float_pair(a, b, &x, &y))
        return tp_float(x - y);
    return slow(a, b, &sub_op);
}

Value tp_isub(Value a, Value b)
{
    if (tp_both_small(a, b) || both_tagged_floats(a, b))
        return tp_sub(a, b);
    return slow_inplace(a, b, &sub_op);
}

static Value mul_numbers(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        int64_t r;
        if (!__builtin_mul_overflow((int64_t)(a - 3), tp_small_value(b), &r))
            return (Value)r | 3;
        return tp_int_mul(a, b);
    }
    if (float_pair(a, b, &x, &y))
        return tp_float(x * y);
    return 0;
}

Value tp_mul(Value a, Value b)
{
    Value v = mul_numbers(a, b);
    if (v)
        return v;
    v = binary(a, b, &mul_op);
    return v == TP_NOTIMPLEMENTED ? raise_repeat(a, b, "*") : v;
}

/* a *= b where a is no sequence, but of a type that CPython gives functions of sequences: there b
 * is not asked to repeat itself, as a * b would. */
static bool is_repeat_skipped(Value a, Value b)
{
    Type *type = tp_type_of(b);
    return has_sequence_part(a) && !is_sequence_operand(a) && is_sequence_operand(b) &&
           type->rmul == tp_type_builtin_base(type)->rmul;
}

Value tp_imul(Value a, Value b)
{
    Value v = mul_numbers(a, b);
    if (v)
        return v;
    v = inplace(a, b, &mul_op);
    if (v == TP_NOTIMPLEMENTED && is_repeat_skipped(a, b)) {
        BinaryFn left = tp_type_of(a)->mul;
        v = left ? left(a, b) : TP_NOTIMPLEMENTED;
        return v == TP_NOTIMPLEMENTED ? raise_unsupported(a, b, "*=") : v;
    }
    if (v == TP_NOTIMPLEMENTED)
        v = binary(a, b, &mul_op);
    return v == TP_NOTIMPLEMENTED ? raise_repeat(a, b, "*=") : v;
}

/* The same where only the next operator sees the result: that of ints may then be overwritten. */
static inline Value temporary(Value a, Value b, BinaryFn operate)
{
    bool are_ints = tp_type_of(a) == &tp_int_type && tp_type_of(b) == &tp_int_type;
    Value v = operate(a, b);
    return are_ints ? tp_int_temp(v) : v;
}

Value tp_temp_add(Value a, Value b)
{
    return temporary(a, b, tp_add);
}

Value tp_temp_sub(Value a, Value b)
{
    return temporary(a, b, tp_sub);
}

Value tp_temp_mul(Value a, Value b)
{
    return temporary(a, b, tp_mul);
}

Value tp_matmul(Value a, Value b)
{
    return slow(a, b, &matmul_op);
}

Value tp_imatmul(Value a, Value b)
{
    return slow_inplace(a, b, &matmul_op);
}

/* Ints in this range are doubles exactly, and so their quotient is rounded once. */
static inline bool is_exact_double(Value v)
{
    int64_t i = tp_small_value(v);
    return i <= (int64_t)1 << 53 && i >= -((int64_t)1 << 53);
}

static Value truediv_numbers(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        if (b != tp_small(0) && is_exact_double(a) && is_exact_double(b))
            return tp_float((double)tp_small_value(a) / (double)tp_small_value(b));
        return 0;
    }
    if (float_pair(a, b, &x, &y) && y != 0)
        return tp_float(x / y);
    return 0;
}

Value tp_truediv(Value a, Value b)
{
    Value v = truediv_numbers(a, b);
    return v ? v : slow(a, b, &truediv_op);
}

Value tp_itruediv(Value a, Value b)
{
    Value v = truediv_numbers(a, b);
    return v ? v : slow_inplace(a, b, &truediv_op);
}

static Value floordiv_numbers(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        int64_t m = tp_small_value(a), n = tp_small_value(b);
        if (n == 0)
            return 0;
        int64_t q = m / n;
        if (m % n != 0 && (m ^ n) < 0)
            q--;
        return tp_int(q);
    }
    if (float_pair(a, b, &x, &y) && y != 0)
        return tp_float(tp_float_floordiv(x, y));
    return 0;
}

Value tp_floordiv(Value a, Value b)
{
    Value v = floordiv_numbers(a, b);
    return v ? v : slow(a, b, &floordiv_op);
}

Value tp_ifloordiv(Value a, Value b)
{
    Value v = floordiv_numbers(a, b);
    return v ? v : slow_inplace(a, b, &floordiv_op);
}

static Value mod_numbers(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b)) {
        int64_t m = tp_small_value(a), n = tp_small_value(b);
        if (n == 0)
            return 0;
        int64_t r = m % n;
        if (r != 0 && (r ^ n) < 0)
            r += n;
        return tp_small(r);
    }
    if (float_pair(a, b, &x, &y) && y != 0)
        return tp_float(tp_float_mod(x, y));
    return 0;
}

Value tp_mod(Value a, Value b)
{
    Value v = mod_numbers(a, b);
    if (v)
        return v;
    if (tp_is_exact(a, &tp_str_type) && (!tp_is_str(b) || tp_is_exact(b, &tp_str_type)))
        return tp_str_mod(a, b);
    return slow(a, b, &mod_op);
}

Value tp_imod(Value a, Value b)
{
    Value v = mod_numbers(a, b);
    return v ? v : slow_inplace(a, b, &mod_op);
}

Value tp_divmod(Value a, Value b)
{
    return slow(a, b, &divmod_op);
}

/* ---- powers ---- */

/* As `binary`, for __pow__ with a modulus (None if there is none). */
static Value ternary(Value a, Value b, Value modulus)
{
    static const Operator op = {offsetof(Type, pow), offsetof(Type, rpow), 0, ROW_rpow,
                                "** or pow()", 0};
    Type *ta = tp_type_of(a), *tb = tp_type_of(b);
    TernaryFn left = ta->pow, right = ta == tb ? 0 : tb->rpow;
    if (right && tp_subtype(tb, ta) && reflects_differently(ta, tb, &op)) {
        Value v = right(b, a, modulus);
        if (v != TP_NOTIMPLEMENTED)
            return v;
        right = 0;
    }
    if (left) {
        Value v = left(a, b, modulus);
        if (v != TP_NOTIMPLEMENTED)
            return v;
    }
    if (right) {
        Value v = right(b, a, modulus);
        if (v != TP_NOTIMPLEMENTED)
            return v;
    }
    /* the modulus is asked last: a float or complex says why it is none */
    TernaryFn third = tp_is_float(modulus)     ? tp_float_type.pow
                      : tp_is_complex(modulus) ? tp_complex_type.pow
                                               : 0;
    return third ? third(a, b, modulus) : TP_NOTIMPLEMENTED;
}

static Value pow_numbers(Value a, Value b)
{
    double x, y;
    if (tp_both_small(a, b))
        return tp_small_value(b) >= 0 ? tp_int_pow(a, b) : 0;
    if (float_pair(a, b, &x, &y))
        return tp_float_pow(x, y);
    return 0;
}

Value tp_pow(Value a, Value b)
{
    Value v = pow_numbers(a, b);
    if (v || tp_error_pending())
        return v;
    v = ternary(a, b, TP_NONE);
    return v == TP_NOTIMPLEMENTED ? raise_unsupported(a, b, "** or pow()") : v;
}

Value tp_ipow(Value a, Value b)
{
    Value v = pow_numbers(a, b);
    if (v || tp_error_pending())
        return v;
    BinaryFn f = tp_type_of(a)->ipow;
    v = f ? f(a, b) : TP_NOTIMPLEMENTED;
    if (v == TP_NOTIMPLEMENTED)
        v = ternary(a, b, TP_NONE);
    return v == TP_NOTIMPLEMENTED ? raise_unsupported(a, b, "**=") : v;
}

Value tp_pow3(Value a, Value b, Value modulus)
{
    if (modulus == TP_NONE)
        return tp_pow(a, b);
    Value v = ternary(a, b, modulus);
    if (v != TP_NOTIMPLEMENTED)
        return v;
    return tp_raise(&tp_TypeError, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'",
                    a, b, modulus);
}

/* ---- bits ---- */

static Value lshift_numbers(Value a, Value b)
{
    if (!tp_both_small(a, b))
        return 0;
    int64_t n = tp_small_value(b), i = tp_small_value(a);
    if (n < 0 || n > 61)
        return n < 0 ? 0 : tp_int_lshift(a, b);
    int64_t r = (int64_t)((uint64_t)i << n);
    return r >> n == i ? tp_int(r) : tp_int_lshift(a, b);
}

Value tp_lshift(Value a, Value b)
{
    Value v = lshift_numbers(a, b);
    return v || tp_error_pending() ? v : slow(a, b, &lshift_op);
}

Value tp_ilshift(Value a, Value b)
{
    Value v = lshift_numbers(a, b);
    return v || tp_error_pending() ? v : slow_inplace(a, b, &lshift_op);
}

static Value rshift_numbers(Value a, Value b)
{
    if (!tp_both_small(a, b) || tp_small_value(b) < 0)
        return 0;
    int64_t n = tp_small_value(b);
    return tp_small(tp_small_value(a) >> (n > 62 ? 62 : n));
}

Value tp_rshift(Value a, Value b)
{
    Value v = rshift_numbers(a, b);
    if (v)
        return v;
    v = binary(a, b, &rshift_op);
    if (v != TP_NOTIMPLEMENTED)
        return v;
    if (tp_is_exact(a, &tp_builtin_type) &&
        tp_str_equal_cstr(((Builtin *)tp_obj(a))->name, "print"))
        return tp_raise(&tp_TypeError,
                        "unsupported operand type(s) for >>: '%T' and '%T'. Did you mean "
                        "\"print(<message>, file=<output_stream>)\"?", a, b);
    return raise_unsupported(a, b, ">>");
}

Value tp_irshift(Value a, Value b)
{
    Value v = rshift_numbers(a, b);
    return v ? v : slow_inplace(a, b, &rshift_op);
}

#define BIT_OPERATOR(name, op_table, operation)                                                  \
    static Value name##_numbers(Value a, Value b)                                                \
    {                                                                                            \
        if (tp_both_small(a, b))                                                                 \
            return (a operation b) | 3;                                                          \
        if (tp_is_bool(a) && tp_is_bool(b))                                                      \
            return tp_bool((a == TP_TRUE)operation(b == TP_TRUE));                               \
        return 0;                                                                                \
    }                                                                                            \
    Value tp_##name(Value a, Value b)                                                            \
    {                                                                                            \
        Value v = name##_numbers(a, b);                                                          \
        return v ? v : slow(a, b, &op_table);                                                    \
    }                                                                                            \
    Value tp_i##name(Value a, Value b)                                                           \
    {                                                                                            \
        Value v = name##_numbers(a, b);                                                          \
        return v ? v : slow_inplace(a, b, &op_table);                                            \
    }
BIT_OPERATOR(and, and_op, &)
BIT_OPERATOR(or, or_op, |)
BIT_OPERATOR(xor, xor_op, ^)
#undef BIT_OPERATOR

/* ---- unary operators ---- */

static Value unary(Value v, UnaryFn f, const char *symbol)
{
    return f ? f(v) : tp_raise(&tp_TypeError, "bad operand type for %s: '%T'", symbol, v);
}

Value tp_neg(Value v)
{
    if (tp_is_small(v))
        return tp_int(-tp_small_value(v));
    if (tp_is_tagged_float(v))
        return tp_tag_float(-tp_tagged_float_value(v));
    return unary(v, tp_type_of(v)->neg, "unary -");
}

Value tp_pos(Value v)
{
    if (tp_is_small(v) || tp_is_tagged_float(v))
        return v;
    return unary(v, tp_type_of(v)->pos, "unary +");
}

Value tp_invert(Value v)
{
    if (tp_is_small(v))
        return tp_small(~tp_small_value(v));
    return unary(v, tp_type_of(v)->invert, "unary ~");
}

Value tp_abs(Value v)
{
    if (tp_is_small(v))
        return tp_small_value(v) < 0 ? tp_int(-tp_small_value(v)) : v;
    if (tp_is_tagged_float(v))
        return tp_tag_float(fabs(tp_tagged_float_value(v)));
    return unary(v, tp_type_of(v)->abs, "abs()");
}

Value tp_not(Value v)
{
    int truth = tp_truth(v);
    return truth < 0 ? 0 : tp_bool(!truth);
}

int tp_truth(Value v)
{
    if (tp_is_bool(v))
        return v == TP_TRUE;
    if (tp_is_small(v))
        return v != tp_small(0);
    if (v == TP_NONE)
        return 0;
    Type *type = tp_type_of(v);
    if (type->bool_)
        return type->bool_(v);
    if (type->length) {
        int64_t n = type->length(v);
        return n < 0 ? -1 : n > 0;
    }
    return 1;
}

/* ---- comparison ---- */

static const char *const compare_symbols[] = {"<", "<=", "==", "!=", ">", ">="};
static const int reflected[] = {TP_GT, TP_GE, TP_EQ, TP_NE, TP_LT, TP_LE};

static inline bool compare_doubles(double x, double y, int op)
{
    switch (op) {
    case TP_LT: return x < y;
    case TP_LE: return x <= y;
    case TP_EQ: return x == y;
    case TP_NE: return x != y;
    case TP_GT: return x > y;
    default: return x >= y;
    }
}

static inline bool compare_words(int64_t a, int64_t b, int op)
{
    switch (op) {
    case TP_LT: return a < b;
    case TP_LE: return a <= b;
    case TP_EQ: return a == b;
    case TP_NE: return a != b;
    case TP_GT: return a > b;
    default: return a >= b;
    }
}

static inline bool is_comparable_double(Value v)
{
    return tp_is_tagged_float(v) || (tp_is_small(v) && is_exact_double(v));
}

static inline double comparable_double(Value v)
{
    return tp_is_small(v) ? (double)tp_small_value(v) : tp_tagged_float_value(v);
}

static Value ask_slots(Value a, Value b, int op)
{
    Type *ta = tp_type_of(a), *tb = tp_type_of(b);
    bool is_reflected = false;
    if (ta != tb) {
        tp_int_keep(a);
        tp_int_keep(b);
    }
    if (ta != tb && tb->compare && tp_subtype(tb, ta)) {
        is_reflected = true;
        Value v = tb->compare(b, a, reflected[op]);
        if (v != TP_NOTIMPLEMENTED)
            return v;
    }
    if (ta->compare) {
        Value v = ta->compare(a, b, op);
        if (v != TP_NOTIMPLEMENTED)
            return v;
    }
    if (!is_reflected && tb->compare)
        return tb->compare(b, a, reflected[op]);
    return TP_NOTIMPLEMENTED;
}

/* Through the slots; NotImplemented if neither side knows. */
static Value compare_slots(Value a, Value b, int op)
{
    if (tp_recursion_enter(" in comparison") < 0)
        return 0;
    Value v = ask_slots(a, b, op);
    tp_recursion_leave();
    return v;
}

static Value compare_slow(Value a, Value b, int op)
{
    Value v = compare_slots(a, b, op);
    if (v != TP_NOTIMPLEMENTED)
        return v;
    if (op == TP_EQ)
        return tp_bool(a == b);
    if (op == TP_NE)
        return tp_bool(a != b);
    return tp_raise(&tp_TypeError, "'%s' not supported between instances of '%T' and '%T'",
                    compare_symbols[op], a, b);
}

Value tp_compare(Value a, Value b, int op)
{
    if (tp_both_small(a, b))
        return tp_bool(compare_words((int64_t)a, (int64_t)b, op));
    if (is_comparable_double(a) && is_comparable_double(b))
        return tp_bool(compare_doubles(comparable_double(a), comparable_double(b), op));
    if (op <= TP_NE && op >= TP_EQ && tp_is_exact(a, &tp_str_type) && tp_is_exact(b, &tp_str_type))
        return tp_bool(tp_str_equal(a, b) == (op == TP_EQ));
    return compare_slow(a, b, op);
}

int tp_compare_bool(Value a, Value b, int op)
{
    if (a == b && (op == TP_EQ || op == TP_NE))
        return op == TP_EQ;
    if (tp_both_small(a, b))
        return compare_words((int64_t)a, (int64_t)b, op);
    if (tp_is_exact(a, &tp_str_type) && tp_is_exact(b, &tp_str_type)) {
        if (op == TP_EQ || op == TP_NE)
            return tp_str_equal(a, b) == (op == TP_EQ);
        return compare_words(tp_str_cmp(a, b), 0, op);
    }
    Value v = tp_compare(a, b, op);
    return v ? tp_truth(v) : -1;
}

int tp_equal(Value a, Value b)
{
    return tp_compare_bool(a, b, TP_EQ);
}

/* ---- hash, length, items ---- */

int64_t tp_hash(Value v)
{
    if (tp_is_exact(v, &tp_str_type)) {
        int64_t h = tp_as_str(v)->hash;
        return h != -1 ? h : tp_str_hash(v);
    }
    if (tp_is_small(v))
        return tp_int_hash(v);
    Type *type = tp_type_of(v);
    if (!type->hash)
        return tp_raise_int(&tp_TypeError, "unhashable type: '%T'", v);
    return type->hash(v);
}

int64_t tp_len(Value v)
{
    LenFn length = tp_type_of(v)->length;
    if (length)
        return length(v);
    return tp_raise_int(&tp_TypeError, "object of type '%T' has no len()", v);
}

/* cls[key] of a class whose metaclass has no __getitem__. */
static Value class_getitem(Value cls, Value key)
{
    if (cls == tp_ref(&tp_type_type))
        return tp_genericalias_new(cls, key);
    int error = 0;
    Value f = tp_getattr_or_null(cls, TP_NAME(__class_getitem__), &error);
    if (error)
        return 0;
    if (f && f != TP_NONE)
        return tp_call1(f, key);
    return tp_raise(&tp_TypeError, "type '%s' is not subscriptable", ((Type *)tp_obj(cls))->name);
}

bool tp_is_mapping(Value v)
{
    const Type *type = tp_type_of(v);
    for (const Type *base = type; base; base = base->base)
        if (base->flags & TYPE_INDEXED)
            return type->getitem != base->getitem;
    return type->getitem != 0;
}

bool tp_is_sequence(Value v)
{
    return tp_type_of(v)->getitem && !tp_is_dict(v);
}

Value tp_getitem(Value v, Value key)
{
    if (tp_is_small(key)) {
        int64_t i = tp_small_value(key);
        if (tp_is_exact(v, &tp_list_type)) {
            List *list = tp_as_list(v);
            if (i < 0)
                i += list->length;
            if ((uint64_t)i < (uint64_t)list->length)
                return list->items[i];
        } else if (tp_is_exact(v, &tp_tuple_type)) {
            Tuple *tuple = tp_as_tuple(v);
            if (i < 0)
                i += tuple->length;
            if ((uint64_t)i < (uint64_t)tuple->length)
                return tuple->items[i];
        }
    }
    if (tp_is_exact(v, &tp_dict_type)) {
        const DictEntry *entry = tp_dict_entry_at_once(tp_as_dict(v), key);
        if (entry)
            return entry->value;
        Value found = tp_dict_get(tp_as_dict(v), key);
        if (found)
            return found;
        return tp_error_pending() ? 0 : tp_raise_value(&tp_KeyError, key);
    }
    Type *type = tp_type_of(v);
    if (type->getitem)
        return type->getitem(v, key);
    if (type->flags & TYPE_IS_TYPE)
        return class_getitem(v, key);
    return tp_raise(&tp_TypeError, "'%T' object is not subscriptable", v);
}

/* v's items can't be set: -1 with what is asked of the key before that is said. */
static int refuse_item(Value v, Value key, const char *sequence_refusal, const char *refusal)
{
    bool is_index = has_sequence_part(v) && tp_type_of(key)->index;
    int64_t i;
    Value index = is_index ? tp_index(key) : TP_NONE;
    if (!index)
        return -1;
    if (is_index && !tp_int_fits_i64(index, &i))
        return tp_raise_int(&tp_IndexError, "cannot fit '%T' into an index-sized integer", key);
    return tp_raise_int(&tp_TypeError, "'%T' object %s", v, is_index ? sequence_refusal : refusal);
}

int tp_setitem(Value v, Value key, Value value)
{
    if (tp_is_exact(v, &tp_dict_type)) {
        Dict *d = tp_as_dict(v);
        DictEntry *entry = tp_dict_entry_at_once(d, key);
        if (!entry || d->is_watched)
            return tp_dict_set(d, key, value);
        entry->value = value;
        return 0;
    }
    if (tp_is_small(key) && tp_is_exact(v, &tp_list_type)) {
        List *list = tp_as_list(v);
        int64_t i = tp_small_value(key);
        if (i < 0)
            i += list->length;
        if ((uint64_t)i < (uint64_t)list->length) {
            list->items[i] = value;
            return 0;
        }
    }
    SetItemFn f = tp_type_of(v)->setitem;
    if (f)
        return f(v, key, value);
    return refuse_item(v, key, "does not support item assignment",
                       "does not support item assignment");
}

int tp_delitem(Value v, Value key)
{
    SetItemFn f = tp_type_of(v)->setitem;
    if (f)
        return f(v, key, 0);
    return refuse_item(v, key, "doesn't support item deletion", "does not support item deletion");
}

static int contains_by_iteration(Value container, Value item)
{
    Value iterator = tp_iter(container), v;
    if (!iterator) {
        if (!tp_error_is(&tp_TypeError))
            return -1;
        tp_error_clear();
        return tp_raise_int(&tp_TypeError, "argument of type '%T' is not iterable", container);
    }
    while ((v = tp_next(iterator))) {
        int is_equal = tp_equal(v, item);
        if (is_equal)
            return is_equal;
    }
    return tp_error_pending() ? -1 : 0;
}

int tp_contains(Value container, Value item)
{
    if (tp_is_exact(container, &tp_dict_type) &&
        tp_dict_entry_at_once(tp_as_dict(container), item))
        return 1;
    ContainsFn f = tp_type_of(container)->contains;
    return f ? f(container, item) : contains_by_iteration(container, item);
}

/* ---- text ---- */

Value tp_repr(Value v)
{
    if (tp_recursion_enter(" while getting the repr of an object") < 0)
        return 0;
    Value s = tp_type_of(v)->repr(v);
    tp_recursion_leave();
    if (s && !tp_is_str(s))
        return tp_raise(&tp_TypeError, "__repr__ returned non-string (type %T)", s);
    return s;
}

Value tp_str(Value v)
{
    if (tp_is_exact(v, &tp_str_type))
        return v;
    if (tp_recursion_enter(" while getting the str of an object") < 0)
        return 0;
    Value s = tp_type_of(v)->str(v);
    tp_recursion_leave();
    if (s && !tp_is_str(s))
        return tp_raise(&tp_TypeError, "__str__ returned non-string (type %T)", s);
    return s;
}

Value tp_format(Value v, Value spec)
{
    if (!spec || (tp_is_str(spec) && tp_as_str(spec)->length == 0)) {
        if (tp_is_exact(v, &tp_str_type))
            return v;
        if (tp_is_small(v) || tp_is_tagged_float(v))
            return tp_str(v);
        if (!spec)
            spec = tp_str_cstr("");
    } else if (tp_is_small(v)) {
        return tp_int_format(v, spec);
    } else if (tp_is_tagged_float(v)) {
        return tp_float_format(v, spec);
    }
    Value f = tp_type_lookup(tp_type_of(v), TP_NAME(__format__));
    if (!f)
        return tp_raise(&tp_TypeError, "Type %T doesn't define __format__", v);
    GetFn get = tp_type_of(f)->get;
    if (get && !(f = get(f, v, tp_ref(tp_type_of(v)))))
        return 0;
    Value s = tp_call1(f, spec);
    if (s && !tp_is_str(s))
        return tp_raise(&tp_TypeError, "__format__ must return a str, not %T", s);
    return s;
}

Value tp_index(Value v)
{
    if (tp_is_int(v))
        return tp_int_plain(v);
    UnaryFn f = tp_type_of(v)->index;
    if (!f)
        return tp_raise(&tp_TypeError, "'%T' object cannot be interpreted as an integer", v);
    return tp_int_result(f(v), "__index__");
}

/* ---- recursive repr ---- */

static Value *printing;
static int64_t printing_count, printing_capacity;

int tp_repr_enter(Value v)
{
    for (int64_t i = printing_count - 1; i >= 0; i--)
        if (printing[i] == v)
            return 1;
    if (printing_count == printing_capacity) {
        int64_t capacity = printing_capacity ? printing_capacity * 2 : 16;
        Value *larger = tp_heap_alloc((size_t)capacity * sizeof(Value));
        if (printing_count)
            memcpy(larger, printing, (size_t)printing_count * sizeof(Value));
        printing = larger;
        printing_capacity = capacity;
    }
    printing[printing_count++] = v;
    return 0;
}

void tp_repr_leave(Value v)
{
    while (printing_count > 0 && printing[--printing_count] != v)
        ;
}
