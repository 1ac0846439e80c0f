/* builtins.c -- the builtins module: its functions on objects, numbers and iterables.
 *
 * What deals with namespaces and code (eval, globals, ...) is in builtins_eval.c, print and input
 * in builtins_print.c; classes come from builtins.def and error.def.
 */
#include <string.h>

#include "runtime/builtins.h"
#include "runtime/config.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/gen.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/text.h"

Dict *tp_builtins;
Value tp_builtins_module;

int tp_check_positional(const char *name, int nargs, Tuple *kwnames, int min, int max)
{
    if (kwnames && kwnames->length)
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments", name);
    if (nargs < min)
        return tp_raise_int(&tp_TypeError, "%s expected %s%d argument%s, got %d", name,
                            min == max ? "" : "at least ", min, min == 1 ? "" : "s", nargs);
    if (nargs > max)
        return tp_raise_int(&tp_TypeError, "%s expected %s%d argument%s, got %d", name,
                            min == max ? "" : "at most ", max, max == 1 ? "" : "s", nargs);
    return 0;
}

/* ---- numbers ---- */

static Value builtin_abs(Value self, Value *args)
{
    (void)self;
    return tp_abs(args[0]);
}

static Value in_base(Value v, int base, const char *prefix)
{
    if (!tp_is_int(v) && !(v = tp_index(v)))
        return 0;
    v = tp_int_plain(v);
    bool is_negative = tp_int_sign(v) < 0;
    if (is_negative && !(v = tp_int_neg(v)))
        return 0;
    Value digits = tp_int_to_str(v, base);
    return digits ? tp_str_format_c("%s%s%U", is_negative ? "-" : "", prefix, digits) : 0;
}

static Value builtin_bin(Value self, Value *args)
{
    (void)self;
    return in_base(args[0], 2, "0b");
}

static Value builtin_oct(Value self, Value *args)
{
    (void)self;
    return in_base(args[0], 8, "0o");
}

static Value builtin_hex(Value self, Value *args)
{
    (void)self;
    return in_base(args[0], 16, "0x");
}

static Value builtin_chr(Value self, Value *args)
{
    (void)self;
    int64_t c;
    if (text_int_arg(args[0], &c) < 0)
        return 0;
    if (c < 0 || c > 0x10ffff)
        return tp_raise(&tp_ValueError, "chr() arg not in range(0x110000)");
    return tp_str_char((uint32_t)c);
}

static Value builtin_ord(Value self, Value *args)
{
    (void)self;
    Value v = args[0];
    int64_t n;
    if (tp_is_str(v)) {
        n = tp_as_str(v)->length;
        if (__builtin_expect(n == 1, 1))
            return tp_small(tp_str_at(tp_as_str(v), 0));
    } else if (tp_is_bytes(v) || tp_instance(v, &tp_bytearray_type)) {
        const char *data;
        if (tp_bytes_view(v, &data, &n) < 0)
            return 0;
        if (n == 1)
            return tp_small((uint8_t)data[0]);
    } else {
        return tp_raise(&tp_TypeError, "ord() expected string of length 1, but %T found", v);
    }
    return tp_raise(&tp_TypeError, "ord() expected a character, but string of length %zd found",
                    (size_t)n);
}

static Value builtin_divmod(Value self, Value *args)
{
    (void)self;
    return tp_divmod(args[0], args[1]);
}

static Value builtin_pow(Value self, Value *args)
{
    (void)self;
    if (!args[2] || args[2] == TP_NONE)
        return tp_pow(args[0], args[1]);
    return tp_pow3(args[0], args[1], args[2]);
}

static Value builtin_round(Value self, Value *args)
{
    (void)self;
    if (tp_is_small(args[0]) && (!args[1] || args[1] == TP_NONE))
        return args[0];
    Value method = tp_lookup_special(args[0], TP_NAME(__round__));
    if (!method)
        return tp_error_pending()
                   ? 0
                   : tp_raise(&tp_TypeError, "type %T doesn't define __round__ method", args[0]);
    return args[1] && args[1] != TP_NONE ? tp_call1(method, args[1]) : tp_call0(method);
}

/* Add up what is left of an iterator onto total, in the general way. */
static Value sum_general(Value iterator, Value total)
{
    Value item;
    while ((item = tp_next(iterator))) {
        total = tp_add(total, item);
        if (!total)
            return 0;
    }
    return tp_error_pending() ? 0 : total;
}

/* The sum while all is float, with ints in between: *total is where it stopped, *rest the item that
 * is neither, or 0. */
static void sum_floats(Value iterator, Value *total, Value *rest)
{
    double sum = tp_float_value(*total);
    Value item;
    while ((item = tp_next(iterator))) {
        if (tp_is_tagged_float(item))
            sum += tp_tagged_float_value(item);
        else if (tp_is_small(item))
            sum += (double)tp_small_value(item);
        else if (tp_is_exact(item, &tp_float_type))
            sum += tp_float_value(item);
        else
            break;
    }
    *total = tp_float(sum);
    *rest = item;
}

static void sum_ints(Value iterator, Value *total, Value *rest)
{
    int64_t sum = tp_small_value(*total);
    Value item;
    while ((item = tp_next(iterator))) {
        int64_t next;
        if (tp_is_small(item) && !__builtin_add_overflow(sum, tp_small_value(item), &next))
            sum = next;
        else if (tp_is_bool(item) && !__builtin_add_overflow(sum, item == TP_TRUE, &next))
            sum = next;
        else
            break;
    }
    *total = tp_int(sum);
    *rest = item;
}

static Value builtin_sum(Value self, Value *args)
{
    (void)self;
    Value total = args[1] ? args[1] : tp_small(0);
    Value iterator = tp_iter(args[0]), rest = 0;
    if (!iterator)
        return 0;
    if (tp_is_str(total))
        return tp_raise(&tp_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (tp_is_bytes(total))
        return tp_raise(&tp_TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (tp_instance(total, &tp_bytearray_type))
        return tp_raise(&tp_TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    if (tp_is_small(total)) {
        sum_ints(iterator, &total, &rest);
        if (!rest)
            return tp_error_pending() ? 0 : total;
        if (!(total = tp_add(total, rest)))
            return 0;
        rest = 0;
    }
    if (tp_is_tagged_float(total) || tp_is_exact(total, &tp_float_type)) {
        sum_floats(iterator, &total, &rest);
        if (!rest)
            return tp_error_pending() ? 0 : total;
        if (!(total = tp_add(total, rest)))
            return 0;
    }
    return sum_general(iterator, total);
}

/* ---- objects ---- */

static Value builtin_callable(Value self, Value *args)
{
    (void)self;
    return tp_bool(tp_callable(args[0]));
}

static Value builtin_ascii(Value self, Value *args)
{
    (void)self;
    return tp_ascii(args[0]);
}

static Value builtin_repr(Value self, Value *args)
{
    (void)self;
    return tp_repr(args[0]);
}

static Value builtin_hash(Value self, Value *args)
{
    (void)self;
    int64_t hash = tp_hash(args[0]);
    return hash == -1 && tp_error_pending() ? 0 : tp_int(hash);
}

static Value builtin_id(Value self, Value *args)
{
    (void)self;
    return tp_int((int64_t)args[0]);
}

static Value builtin_len(Value self, Value *args)
{
    (void)self;
    int64_t n = tp_len(args[0]);
    return n < 0 ? 0 : tp_int(n);
}

static Value builtin_format(Value self, Value *args)
{
    (void)self;
    if (args[1] && !tp_is_str(args[1]))
        return tp_raise_argument("format", "argument 2", "str", args[1]);
    return tp_format(args[0], args[1]);
}

static Value builtin_isinstance(Value self, Value *args)
{
    (void)self;
    int answer = tp_isinstance(args[0], args[1]);
    return answer < 0 ? 0 : tp_bool(answer);
}

static Value builtin_issubclass(Value self, Value *args)
{
    (void)self;
    int answer = tp_issubclass(args[0], args[1]);
    return answer < 0 ? 0 : tp_bool(answer);
}

/* An attribute name given by the program, interned; 0 with TypeError. */
static Value attribute_name(Value name)
{
    if (!tp_is_str(name))
        return tp_raise(&tp_TypeError, "attribute name must be string, not '%T'", name);
    return tp_intern(name);
}

static Value builtin_getattr(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (tp_check_positional("getattr", nargs, kwnames, 2, 3) < 0)
        return 0;
    Value name = attribute_name(args[1]);
    if (!name)
        return 0;
    if (nargs == 2)
        return tp_getattr(args[0], name);
    Value v = tp_getattr_or_null(args[0], name, 0);
    return v || tp_error_pending() ? v : args[2];
}

static Value builtin_hasattr(Value self, Value *args)
{
    (void)self;
    Value name = attribute_name(args[1]);
    if (!name)
        return 0;
    Value v = tp_getattr_or_null(args[0], name, 0);
    return !v && tp_error_pending() ? 0 : tp_bool(v != 0);
}

static Value builtin_setattr(Value self, Value *args)
{
    (void)self;
    Value name = attribute_name(args[1]);
    return !name || tp_setattr(args[0], name, args[2]) < 0 ? 0 : TP_NONE;
}

static Value builtin_delattr(Value self, Value *args)
{
    (void)self;
    Value name = attribute_name(args[1]);
    return !name || tp_setattr(args[0], name, 0) < 0 ? 0 : TP_NONE;
}

/* ---- iterables ---- */

static Value builtin_all(Value self, Value *args)
{
    (void)self;
    Value iterator = tp_iter(args[0]), item;
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int truth = item == TP_TRUE ? 1 : tp_truth(item);
        if (truth <= 0)
            return truth < 0 ? 0 : TP_FALSE;
    }
    return tp_error_pending() ? 0 : TP_TRUE;
}

static Value builtin_any(Value self, Value *args)
{
    (void)self;
    Value iterator = tp_iter(args[0]), item;
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        int truth = item == TP_FALSE ? 0 : tp_truth(item);
        if (truth)
            return truth < 0 ? 0 : TP_TRUE;
    }
    return tp_error_pending() ? 0 : TP_FALSE;
}

static Value builtin_iter(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (tp_check_positional("iter", nargs, kwnames, 1, 2) < 0)
        return 0;
    if (nargs == 1)
        return tp_iter(args[0]);
    if (!tp_callable(args[0]))
        return tp_raise(&tp_TypeError, "iter(v, w): v must be callable");
    return tp_callable_iterator_new(args[0], args[1]);
}

static Value builtin_next(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (tp_check_positional("next", nargs, kwnames, 1, 2) < 0)
        return 0;
    if (!tp_type_of(args[0])->next)
        return tp_raise(&tp_TypeError, "'%T' object is not an iterator", args[0]);
    /* Not tp_next where there is no default: a StopIteration keeps its value. */
    Value v = tp_type_of(args[0])->next(args[0]);
    if (v)
        return v;
    if (nargs == 2) {
        if (tp_error_pending()) {
            if (!tp_error_is(&tp_StopIteration))
                return 0;
            tp_error_clear();
        }
        return args[1];
    }
    return tp_error_pending() ? 0 : tp_raise_value(&tp_StopIteration, TP_NONE);
}

static Value builtin_aiter(Value self, Value *args)
{
    (void)self;
    UnaryFn aiter = tp_type_of(args[0])->aiter;
    if (!aiter)
        return tp_raise(&tp_TypeError, "'%T' object is not an async iterable", args[0]);
    Value v = aiter(args[0]);
    if (v && !tp_type_of(v)->anext)
        return tp_raise(&tp_TypeError, "aiter() returned not an async iterator of type '%T'", v);
    return v;
}

static Value builtin_anext(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (tp_check_positional("anext", nargs, kwnames, 1, 2) < 0)
        return 0;
    UnaryFn anext = tp_type_of(args[0])->anext;
    if (!anext)
        return tp_raise(&tp_TypeError, "'%T' object is not an async iterator", args[0]);
    Value awaitable = anext(args[0]);
    return awaitable && nargs == 2 ? tp_anext_default(awaitable, args[1]) : awaitable;
}

static Value builtin_sorted(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    Value key = 0;
    bool reverse = false;
    if (tp_check_positional("sorted", nargs, 0, 1, 1) < 0)
        return 0;
    Value list = tp_list_from(args[0]);
    if (!list)
        return 0;
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        Value value = args[nargs + i];
        if (kwnames->items[i] == TP_NAME(key) || tp_str_equal_cstr(kwnames->items[i], "key")) {
            key = value;
        } else if (tp_str_equal_cstr(kwnames->items[i], "reverse")) {
            int64_t n;
            if (tp_is_bool(value))
                reverse = value == TP_TRUE;
            else if (text_int_arg(value, &n) < 0)
                return 0;
            else
                reverse = n != 0;
        } else {
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for sort()",
                            kwnames->items[i]);
        }
    }
    return tp_list_sort(list, key, reverse) < 0 ? 0 : list;
}

/* Is a to be preferred to b? 1, 0, -1. */
static inline int better(Value a, Value b, int op)
{
    if (tp_both_small(a, b))
        return op == TP_LT ? (int64_t)a < (int64_t)b : (int64_t)a > (int64_t)b;
    return tp_compare_bool(a, b, op);
}

static Value extreme(const char *name, int op, int nargs, const Value *args, Tuple *kwnames)
{
    Value key = 0, fallback = 0, best = 0, best_key = 0, item;
    if (nargs == 0)
        return tp_raise(&tp_TypeError, "%s expected at least 1 argument, got 0", name);
    for (int64_t i = 0; kwnames && i < kwnames->length; i++) {
        if (tp_str_equal_cstr(kwnames->items[i], "key"))
            key = args[nargs + i] == TP_NONE ? 0 : args[nargs + i];
        else if (tp_str_equal_cstr(kwnames->items[i], "default"))
            fallback = args[nargs + i];
        else
            return tp_raise(&tp_TypeError, "'%U' is an invalid keyword argument for %s()",
                            kwnames->items[i], name);
    }
    if (nargs > 1) {
        if (fallback)
            return tp_raise(&tp_TypeError,
                            "Cannot specify a default for %s() with multiple positional arguments",
                            name);
        for (int i = 0; i < nargs; i++) {
            Value rank = key ? tp_call1(key, args[i]) : args[i];
            if (!rank)
                return 0;
            int wins = best_key ? better(rank, best_key, op) : 1;
            if (wins < 0)
                return 0;
            if (wins) {
                best = args[i];
                best_key = rank;
            }
        }
        return best;
    }
    Value iterator = tp_iter(args[0]);
    if (!iterator)
        return 0;
    while ((item = tp_next(iterator))) {
        Value rank = key ? tp_call1(key, item) : item;
        if (!rank)
            return 0;
        int wins = best_key ? better(rank, best_key, op) : 1;
        if (wins < 0)
            return 0;
        if (wins) {
            best = item;
            best_key = rank;
        }
    }
    if (best || tp_error_pending())
        return tp_error_pending() ? 0 : best;
    return fallback ? fallback : tp_raise(&tp_ValueError, "%s() arg is an empty sequence", name);
}

static Value builtin_max(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    return extreme("max", TP_GT, nargs, args, kwnames);
}

static Value builtin_min(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    return extreme("min", TP_LT, nargs, args, kwnames);
}

/* ---- classes ---- */

static Value builtin_build_class(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (nargs < 2)
        return tp_raise(&tp_TypeError, "__build_class__: not enough arguments");
    if (!tp_is_exact(args[0], &tp_function_type))
        return tp_raise(&tp_TypeError, "__build_class__: func must be a function");
    if (!tp_is_str(args[1]))
        return tp_raise(&tp_TypeError, "__build_class__: name is not a string");
    return tp_build_class(args[0], args[1], nargs - 2, args + 2, kwnames);
}

static const MethodDef functions[] = {
    METHOD_RAW("__build_class__", builtin_build_class, 0,
               "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\n"
               "Internal helper function used by the class statement."),
    METHOD("abs", builtin_abs, "(x, /)", "Return the absolute value of the argument."),
    METHOD("all", builtin_all, "(iterable, /)",
           "Return True if bool(x) is True for all values x in the iterable.\n\n"
           "If the iterable is empty, return True."),
    METHOD("any", builtin_any, "(iterable, /)",
           "Return True if bool(x) is True for any x in the iterable.\n\n"
           "If the iterable is empty, return False."),
    METHOD("ascii", builtin_ascii, "(obj, /)",
           "Return an ASCII-only representation of an object."),
    METHOD("bin", builtin_bin, "(number, /)",
           "Return the binary representation of an integer.\n\n"
           "   >>> bin(2796202)\n   '0b1010101010101010101010'"),
    METHOD("callable", builtin_callable, "(obj, /)",
           "Return whether the object is callable (i.e., some kind of function)."),
    METHOD("chr", builtin_chr, "(i, /)",
           "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    METHOD("delattr", builtin_delattr, "(obj, name, /)",
           "Deletes the named attribute from the given object."),
    METHOD("divmod", builtin_divmod, "(x, y, /)",
           "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."),
    METHOD("format", builtin_format, "(value, format_spec='', /)",
           "Return value.__format__(format_spec)"),
    METHOD_RAW("getattr", builtin_getattr, 0,
               "getattr(object, name[, default]) -> value\n\n"
               "Get a named attribute from an object."),
    METHOD("hasattr", builtin_hasattr, "(obj, name, /)",
           "Return whether the object has an attribute with the given name."),
    METHOD("hash", builtin_hash, "(obj, /)", "Return the hash value for the given object."),
    METHOD("hex", builtin_hex, "(number, /)",
           "Return the hexadecimal representation of an integer.\n\n"
           "   >>> hex(12648430)\n   '0xc0ffee'"),
    METHOD("id", builtin_id, "(obj, /)", "Return the identity of an object."),
    METHOD("isinstance", builtin_isinstance, "(obj, class_or_tuple, /)",
           "Return whether an object is an instance of a class or of a subclass thereof."),
    METHOD("issubclass", builtin_issubclass, "(cls, class_or_tuple, /)",
           "Return whether 'cls' is derived from another class or is the same class."),
    METHOD_RAW("iter", builtin_iter, 0,
               "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\n"
               "Get an iterator from an object."),
    METHOD("aiter", builtin_aiter, "(async_iterable, /)",
           "Return an AsyncIterator for an AsyncIterable object."),
    METHOD("len", builtin_len, "(obj, /)", "Return the number of items in a container."),
    METHOD_RAW("max", builtin_max, 0,
               "max(iterable, *[, default=obj, key=func]) -> value\n"
               "max(arg1, arg2, *args, *[, key=func]) -> value"),
    METHOD_RAW("min", builtin_min, 0,
               "min(iterable, *[, default=obj, key=func]) -> value\n"
               "min(arg1, arg2, *args, *[, key=func]) -> value"),
    METHOD_RAW("next", builtin_next, 0,
               "next(iterator[, default])\n\nReturn the next item from the iterator."),
    METHOD_RAW("anext", builtin_anext, 0, "async anext(aiterator[, default])"),
    METHOD("oct", builtin_oct, "(number, /)",
           "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'"),
    METHOD("ord", builtin_ord, "(c, /)",
           "Return the Unicode code point for a one-character string."),
    METHOD("pow", builtin_pow, "(base, exp, mod=None)",
           "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    METHOD("repr", builtin_repr, "(obj, /)",
           "Return the canonical string representation of the object."),
    METHOD("round", builtin_round, "(number, ndigits=None)",
           "Round a number to a given precision in decimal digits."),
    METHOD("setattr", builtin_setattr, "(obj, name, value, /)",
           "Sets the named attribute on the given object to the specified value."),
    METHOD_RAW("sorted", builtin_sorted, "(iterable, /, *, key=None, reverse=False)",
               "Return a new list containing all items from the iterable in ascending order."),
    METHOD("sum", builtin_sum, "(iterable, /, start=0)",
           "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"),
    METHOD_END,
};

static const char builtins_doc[] =
    "Built-in functions, types, exceptions, and other objects.\n\n"
    "This module provides direct access to all 'built-in'\n"
    "identifiers of Python; for example, builtins.len is\n"
    "the full name for the built-in function len().\n\n"
    "This module is not normally accessed explicitly by most\n"
    "applications, but can be useful in modules that provide\n"
    "objects with the same name as a built-in value, but in\n"
    "which the built-in of that name is also needed.";

const ModuleDef tp_mod_builtins = {"builtins", functions, 0, builtins_doc};

static void add(const char *name, Value value)
{
    tp_dict_set_cstr(tp_builtins, name, value);
}

static void add_functions(const MethodDef *defs)
{
    for (; defs->name; defs++)
        add(defs->name, tp_builtin_new(defs, tp_builtins_module, 0, TP_NAME(builtins)));
}

void tp_builtins_init(void)
{
    tp_builtins_module = tp_module_new(TP_NAME(builtins));
    Module *module = (Module *)tp_obj(tp_builtins_module);
    module->def = &tp_mod_builtins;
    tp_builtins = module->dict;
    add("__doc__", tp_str_cstr(builtins_doc));
    add("__package__", tp_str_cstr(""));
    add_functions(functions);
    add_functions(tp_eval_functions);
    add_functions(tp_print_functions);
    add("None", TP_NONE);
    add("Ellipsis", TP_ELLIPSIS);
    add("NotImplemented", TP_NOTIMPLEMENTED);
    add("False", TP_FALSE);
    add("True", TP_TRUE);
#define CLASS(name, type) add(#name, tp_ref(&type));
#include "runtime/builtins.def"
#undef CLASS
    add("__debug__", tp_bool(!tp_config.optimize));
#define EXC(name, base) add(#name, tp_ref(&tp_##name));
#include "runtime/error.def"
#undef EXC
    add("EnvironmentError", tp_ref(&tp_OSError));
    add("IOError", tp_ref(&tp_OSError));
}
