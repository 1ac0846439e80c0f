/* emitted.c -- helpers that only emitted C needs: the slow ways behind fast.h, and what has no
 * other home.
 *
 * Compiled without fast.h, so that each function here is the one of its name. Grouped as abi.def.
 */
#include <math.h>
#include <string.h>

#define TP_NO_FAST
#include "runtime/tp.h"

#include "runtime/builtins.h"
#include "runtime/error.h"
#include "runtime/gen.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iter.h"
#include "runtime/site.h"
#include "runtime/str.h"

KnownBuiltins tp_known;

static const char *const known_paths[] = {
#define KNOWN(name, path) path,
#include "runtime/known.def"
#undef KNOWN
};

/* Fill tp_known: "list.append" is the method in the dict of the type that builtins calls "list". */
static void known_init(void)
{
    Value *field = (Value *)&tp_known;
    for (size_t i = 0; i < sizeof known_paths / sizeof *known_paths; i++) {
        const char *path = known_paths[i], *dot = path ? strchr(path, '.') : 0;
        if (!path)
            continue;
        if (!dot) {
            field[i] = tp_dict_get_cstr(tp_builtins, path);
            continue;
        }
        Value type = tp_dict_get_str(tp_builtins, tp_intern(tp_str_utf8(path, dot - path)));
        if (type)
            field[i] = tp_type_lookup((Type *)tp_obj(type), tp_intern_cstr(dot + 1));
    }
}

/* ---- entering and leaving ---- */

int tp_enter_body(Frame *frame, Function *fn, Value locals)
{
    frame->code = fn->code;
    frame->function = fn;
    frame->globals = fn->globals;
    frame->locals = locals;
    frame->object = 0;
    frame->at = 0;
    return tp_frame_push(frame);
}

/* How many calls deeper code without frames may go: what recursion limit and stack leave. */
int tp_depth_left(void)
{
    enum { PURE_FRAME = 512 }; /* bytes; more than gcc or libtcc take for a function of numbers */
    int frames = tp_state.recursion_limit - tp_state.frame->depth;
    intptr_t room = ((char *)__builtin_frame_address(0) - tp_state.stack_limit) / PURE_FRAME;
    return room < frames ? (int)room : frames;
}

/* The bit of Frame.at that says: the exception is raised again, its traceback has this frame. */
enum { AT_RERAISED = 1 };

static void add_traceback(Frame *frame)
{
    if (frame->at & AT_RERAISED)
        frame->at &= ~AT_RERAISED;
    else
        tp_traceback_add(frame);
}

Value tp_fail(Frame *frame)
{
    add_traceback(frame);
    tp_state.frame = frame->back;
    return 0;
}

/* Of its own, so that the usual way of tp_catch ends in a jump. */
static __attribute__((noinline)) Value take_odd(void)
{
    Value exc = tp_error_take();
    return tp_exc_normalize(tp_type_of(exc), exc);
}

Value tp_catch(Frame *frame)
{
    add_traceback(frame);
    return tp_has_odd_class(tp_state.pending) ? take_odd() : tp_error_take();
}

Value tp_gen_finish(Generator *g, Value result)
{
    g->resume = -1;
    return result;
}

Value tp_gen_fail(Generator *g)
{
    add_traceback(&g->frame);
    g->resume = -1;
    return 0;
}

void tp_bind_cells(Value *cells, int n, const int *names, Value *consts, Dict *globals)
{
    if (!tp_known.len_)
        known_init();
    for (int i = 0; i < n; i++)
        cells[i] = tp_ref(tp_cell_for(globals, consts[names[i]]));
}

/* locals() of a function: values holds one entry for each of co_varnames and the cells, 0 where
 * unbound; cells are looked through. */
void tp_locals_snapshot(Frame *frame, int n, const Value *values)
{
    Dict *d = frame->locals ? tp_as_dict(frame->locals) : tp_dict_new();
    Tuple *names = tp_as_tuple(frame->code->localsplusnames);
    const char *kinds = ((Bytes *)tp_obj(frame->code->localspluskinds))->data;
    for (int i = 0; i < n; i++) {
        Value v = values[i];
        if (v && kinds[i] & (CO_FAST_CELL | CO_FAST_FREE))
            v = ((Cell *)tp_obj(v))->value;
        if (v)
            tp_dict_set(d, names->items[i], v);
        else
            tp_dict_del(d, names->items[i]);
    }
    frame->locals = tp_ref(d);
}

bool tp_pending(void)
{
    return tp_state.pending != 0;
}

/* ---- names ---- */

/* A name that is neither in the namespace nor in the dict of its builtins: what site brings, or
 * an object has that is __builtins__. 0 without exception if there is nothing. */
static Value find_elsewhere(Value name, Dict *globals, Dict *builtins)
{
    if (builtins == tp_builtins)
        return tp_site_builtin(name);
    Value object = tp_builtins_object(globals, builtins);
    if (tp_is_exact(object, &tp_dict_type))
        return 0;
    Value v = tp_getitem(object, name);
    if (!v && tp_error_is(&tp_KeyError))
        tp_error_clear();
    return v;
}

static Value find_missing(Value name, Dict *globals, Dict *builtins)
{
    Value v = find_elsewhere(name, globals, builtins);
    return v || tp_error_pending() ? v : tp_raise_name(name);
}

Value tp_global(Value cell)
{
    const GlobalCell *c = (const GlobalCell *)tp_obj(cell);
    Value v = tp_cell_lookup(c);
    return v || tp_state.pending ? v : find_missing(c->name, c->globals,
                                                          tp_cell_builtins(c));
}

int tp_set_global(Value cell, Value value)
{
    return tp_cell_store((GlobalCell *)tp_obj(cell), value);
}

static Dict *frame_builtins(const Frame *frame)
{
    return frame->function ? tp_function_builtins(frame->function)
                           : tp_builtins_of(frame->globals);
}

static Value load_builtin(Frame *frame, Value name)
{
    Dict *builtins = frame_builtins(frame);
    Value v = tp_dict_get(builtins, name);
    return v || tp_state.pending ? v : find_missing(name, frame->globals, builtins);
}

Value tp_load_global(Frame *frame, Value name)
{
    Value v = tp_namespace_get(tp_ref(frame->globals), name);
    return v || tp_state.pending ? v : load_builtin(frame, name);
}

int tp_store_global(Frame *frame, Value name, Value value)
{
    return tp_dict_set(frame->globals, name, value);
}

int tp_delete_global(Frame *frame, Value name)
{
    int deleted = tp_dict_del(frame->globals, name);
    if (deleted == 0)
        tp_raise_name(name);
    return deleted > 0 ? 0 : -1;
}

Value tp_load_name(Frame *frame, Value name)
{
    Value v = frame->locals ? tp_namespace_get(frame->locals, name) : 0;
    if (v || tp_state.pending)
        return v;
    v = tp_dict_get(frame->globals, name); /* whatever class they are of */
    return v || tp_state.pending ? v : load_builtin(frame, name);
}

int tp_store_name(Frame *frame, Value name, Value value)
{
    if (tp_is_exact(frame->locals, &tp_dict_type))
        return tp_dict_set(tp_as_dict(frame->locals), name, value);
    return tp_setitem(frame->locals, name, value);
}

int tp_delete_name(Frame *frame, Value name)
{
    if (tp_delitem(frame->locals, name) == 0)
        return 0;
    tp_error_clear();
    tp_raise_name(name); /* instead of whatever a mapping raised */
    return -1;
}

static Value local_name(const Frame *frame, int local)
{
    return tp_as_tuple(frame->code->localsplusnames)->items[local];
}

Value tp_load_classderef(Frame *frame, int local, Value cell)
{
    Value v = tp_namespace_get(frame->locals, local_name(frame, local));
    if (v || tp_state.pending)
        return v;
    v = ((Cell *)tp_obj(cell))->value;
    return v ? v : tp_no_local(frame, local);
}

/* The error for local variable number `local` that has no value. */
Value tp_no_local(Frame *frame, int local)
{
    const Code *code = frame->code;
    bool is_free = local >= code->nlocalsplus - code->nfreevars;
    return is_free ? tp_raise_free(local_name(frame, local))
                   : tp_raise_unbound(local_name(frame, local));
}

/* How a class body begins: LOAD_NAME __name__ (frame->at is there), STORE_NAME __module__,
 * LOAD_CONST, STORE_NAME __qualname__. */
int tp_begin_class(Frame *frame, Value qualname)
{
    Value module = tp_load_name(frame, TP_NAME(__name__));
    if (!module)
        return -1;
    frame->at += 2;
    if (tp_store_name(frame, TP_NAME(__module__), module) < 0)
        return -1;
    frame->at += 4;
    return tp_store_name(frame, TP_NAME(__qualname__), qualname);
}

int tp_setup_annotations(Frame *frame)
{
    Value name = TP_NAME(__annotations__);
    Value v = tp_namespace_get(frame->locals, name);
    if (v)
        return 0;
    return tp_state.pending ? -1 : tp_store_name(frame, name, tp_ref(tp_dict_new()));
}

/* ---- comparisons ---- */

static int compare(Value a, Value b, int op)
{
    Value v = tp_compare(a, b, op);
    return v ? tp_truth(v) : -1;
}

int tp_lt(Value a, Value b)
{
    return compare(a, b, TP_LT);
}

int tp_le(Value a, Value b)
{
    return compare(a, b, TP_LE);
}

int tp_eq(Value a, Value b)
{
    return compare(a, b, TP_EQ);
}

int tp_ne(Value a, Value b)
{
    return compare(a, b, TP_NE);
}

int tp_gt(Value a, Value b)
{
    return compare(a, b, TP_GT);
}

int tp_ge(Value a, Value b)
{
    return compare(a, b, TP_GE);
}

/* ---- ints and floats inferred ---- */

double tp_floordiv_float(double a, double b)
{
    return tp_float_floordiv(a, b);
}

double tp_mod_float(double a, double b)
{
    return tp_float_mod(a, b);
}

/* a ** b where the answer is a plain float; false: leave it to the general way (complex results,
 * division by zero, overflow, special values). */
bool tp_pow_float(double a, double b, double *result)
{
    if ((a < 0 && b != floor(b)) || (a == 0 && b < 0))
        return false;
    *result = pow(a, b);
    return isfinite(*result);
}

/* The double of a float, or of an int small enough to be exact. */
bool tp_to_float(Value v, double *result)
{
    if (tp_is_tagged_float(v)) {
        *result = tp_tagged_float_value(v);
    } else if (tp_is_small(v)) {
        int64_t i = tp_small_value(v);
        if (i > (int64_t)1 << 53 || i < -((int64_t)1 << 53))
            return false;
        *result = (double)i;
    } else if (tp_is_exact(v, &tp_float_type)) {
        *result = ((Float *)tp_obj(v))->value;
    } else {
        return false;
    }
    return true;
}

Value tp_box_int(int64_t i)
{
    return tp_int(i);
}

Value tp_box_float(double d)
{
    return tp_float(d);
}

/* The double of a float. */
bool tp_exact_float(Value v, double *result)
{
    if (tp_is_tagged_float(v))
        *result = tp_tagged_float_value(v);
    else if (tp_is_exact(v, &tp_float_type))
        *result = ((Float *)tp_obj(v))->value;
    else
        return false;
    return true;
}

/* ---- attributes and items ---- */

Value tp_attr(Value v, const Value *name, AttrCache *cache)
{
    return tp_getattr_cached(v, *name, cache);
}

int tp_set_attr(Value v, const Value *name, Value value, AttrCache *cache)
{
    return tp_setattr_cached(v, *name, value, cache);
}

int tp_del_attr(Value v, Value name)
{
    return tp_setattr(v, name, 0);
}

List tp_no_list = {.head = {&tp_list_type}};

List *tp_indexed(Value v)
{
    return tp_is_exact(v, &tp_list_type) ? tp_as_list(v) : &tp_no_list;
}

Value tp_getitem_int(Value v, int64_t index)
{
    return tp_getitem(v, tp_int(index));
}

int tp_setitem_int(Value v, int64_t index, Value value)
{
    return tp_setitem(v, tp_int(index), value);
}

/* The site expects key at that position from now on. */
static void note_position(int32_t *hint, int64_t position)
{
    if (position >= 0 && position <= INT32_MAX)
        *hint = (int32_t)position;
}

Value tp_getitem_key(Value v, Value key, int32_t *hint)
{
    if (!tp_is_exact(v, &tp_dict_type))
        return tp_getitem(v, key);
    Dict *d = tp_as_dict(v);
    int64_t position = tp_dict_find(d, key, tp_hash_quick(key));
    if (position < 0)
        return tp_error_pending() ? 0 : tp_raise_value(&tp_KeyError, key);
    note_position(hint, position);
    return d->entries[position].value;
}

int tp_setitem_key(Value v, Value key, Value value, int32_t *hint)
{
    if (!tp_is_exact(v, &tp_dict_type))
        return tp_setitem(v, key, value);
    Dict *d = tp_as_dict(v);
    int64_t before = d->nentries;
    if (tp_dict_set(d, key, value) < 0)
        return -1;
    int64_t at = *hint;
    if (at < d->nentries && d->entries[at].key == key)
        return 0;
    note_position(hint, d->nentries > before ? d->nentries - 1 : tp_dict_position(d, key));
    return 0;
}

/* A memoryview in a temporary has been used: nothing on the stack is to keep it alive. */
void tp_forget(volatile Value *view)
{
    *view = 0;
    tp_heap_clear_stack();
}

/* v[start:stop]; None for what is not given. */
Value tp_getslice(Value v, Value start, Value stop)
{
    bool is_plain = (tp_is_small(start) || start == TP_NONE) &&
                    (tp_is_small(stop) || stop == TP_NONE);
    int64_t n = 0;
    if (!is_plain)
        ;
    else if (tp_is_exact(v, &tp_list_type))
        n = tp_as_list(v)->length;
    else if (tp_is_exact(v, &tp_str_type))
        n = tp_as_str(v)->length;
    else if (tp_is_exact(v, &tp_tuple_type))
        n = tp_as_tuple(v)->length;
    else
        is_plain = false;
    if (!is_plain) {
        Value slice = tp_slice_new(start, stop, TP_NONE);
        return slice ? tp_getitem(v, slice) : 0;
    }
    int64_t i = start == TP_NONE ? 0 : tp_small_value(start);
    int64_t j = stop == TP_NONE ? n : tp_small_value(stop);
    i = i < 0 ? i + n < 0 ? 0 : i + n : i > n ? n : i;
    j = j < 0 ? j + n < 0 ? 0 : j + n : j > n ? n : j;
    j = j < i ? i : j;
    if (tp_is_exact(v, &tp_list_type))
        return tp_list_slice(v, i, j);
    return tp_is_exact(v, &tp_str_type) ? tp_str_slice(v, i, j) : tp_tuple_slice(v, i, j);
}

/* ---- calls ---- */

Value tp_calln(Value callee, int nargs, const Value *args)
{
    return tp_call(callee, nargs, args, 0);
}

bool tp_has_entry(Value v, void *entry)
{
    return tp_is_exact(v, &tp_function_type) && ((Function *)tp_obj(v))->entry == entry;
}

/* super() without arguments, in a method: what CPython finds by looking at the frame. */
Value tp_super0(Value callee, Value cell, Value self)
{
    if (callee != tp_known.super_)
        return tp_call0(callee);
    Value type = ((Cell *)tp_obj(cell))->value;
    if (!type)
        return tp_raise(&tp_RuntimeError, "super(): empty __class__ cell");
    if (!self)
        return tp_raise(&tp_RuntimeError, "super(): arg[0] deleted");
    if (self == TP_NONE || !tp_has_flag(type, TYPE_IS_TYPE))
        return tp_call2(callee, type, self);
    return tp_super_new((Type *)tp_obj(type), self);
}

int64_t tp_len_int(Value v)
{
    return tp_len(v);
}

Value tp_builtin_isinstance(Value callee, Value v, Value type)
{
    int is = tp_isinstance_test(callee, v, type);
    return is < 0 ? 0 : tp_bool(is);
}

int tp_isinstance_test(Value callee, Value v, Value type)
{
    if (callee != tp_known.isinstance_) {
        Value result = tp_call2(callee, v, type);
        return result ? tp_truth(result) : -1;
    }
    if (tp_is_exact(type, &tp_type_type) && tp_type_of(v) == (Type *)tp_obj(type))
        return 1;
    return tp_isinstance(v, type);
}

/* ---- making objects ---- */

Value tp_set_of(int n, const Value *items)
{
    Value set = tp_set_new();
    for (int i = 0; set && i < n; i++)
        if (tp_set_add(set, items[i]) < 0)
            return 0;
    return set;
}

Value tp_dict_of(int n, const Value *pairs)
{
    Dict *d = n > 5 ? tp_dict_new_sized(n) : tp_dict_new();
    for (int i = 0; i < n; i++)
        if (tp_dict_set(d, pairs[2 * i], pairs[2 * i + 1]) < 0)
            return 0;
    return tp_ref(d);
}

Value tp_dict_of_keys(Value keys, const Value *values)
{
    Tuple *names = tp_as_tuple(keys);
    Dict *d = names->length > 5 ? tp_dict_new_sized(names->length) : tp_dict_new();
    for (int64_t i = 0; i < names->length; i++)
        if (tp_dict_set(d, names->items[i], values[i]) < 0)
            return 0;
    return tp_ref(d);
}

static bool is_iterable(Value v)
{
    Type *type = tp_type_of(v);
    return type->iter || type->getitem;
}

/* list.extend for a *argument or a starred display item. */
int tp_list_star(Value list, Value iterable)
{
    if (tp_list_extend(list, iterable) == 0)
        return 0;
    if (tp_error_is(&tp_TypeError) && !is_iterable(iterable)) {
        tp_error_clear();
        tp_raise(&tp_TypeError, "Value after * must be an iterable, not %.200s",
                 tp_type_name(iterable));
    }
    return -1;
}

int tp_map_add(Value dict, Value key, Value value)
{
    return tp_dict_set(tp_as_dict(dict), key, value);
}

/* {**other} */
int tp_map_update(Value dict, Value other)
{
    if (tp_dict_merge(tp_as_dict(dict), other, 1) == 0)
        return 0;
    if (tp_error_is(&tp_AttributeError)) {
        tp_error_clear();
        tp_raise(&tp_TypeError, "'%.200s' object is not a mapping", tp_type_name(other));
    }
    return -1;
}

/* callee(**dict, **other) */
int tp_map_merge(Value dict, Value other, Value callee)
{
    return tp_call_merge_kwargs(callee, tp_as_dict(dict), other);
}

/* FORMAT_VALUE: conversion 0 none, 1 !s, 2 !r, 3 !a; spec 0 if none. */
Value tp_format_value(Value v, int conversion, Value spec)
{
    if (conversion)
        v = conversion == 1 ? tp_str(v) : conversion == 2 ? tp_repr(v) : tp_ascii(v);
    if (!v || (!spec && tp_is_exact(v, &tp_str_type)))
        return v;
    return tp_format(v, spec);
}

/* The same for a part of an f-string: TP_IN_PIECE if the text stands in *piece. */
Value tp_format_piece(Value v, int conversion, Value spec, TextPiece *piece)
{
    int length = conversion ? 0 : tp_format_short(v, spec, piece->text);
    if (!length)
        return tp_format_value(v, conversion, spec);
    piece->length = (uint8_t)length;
    return TP_IN_PIECE;
}

/* defaults, kwdefaults, annotations and closure are 0 where there is none. */
Value tp_make_function(Frame *frame, Value code, Value defaults, Value kwdefaults,
                       Value annotations, Value closure)
{
    Code *c = (Code *)tp_obj(code);
    Value *cells = closure ? tp_as_tuple(closure)->items : 0;
    return tp_function_new(c, frame->globals, c->qualname, (Tuple *)tp_obj(defaults),
                           (Dict *)tp_obj(kwdefaults), annotations, cells);
}

/* One without any of these. */
Value tp_plain_function(Frame *frame, Value code)
{
    return tp_make_function(frame, code, 0, 0, 0, 0);
}

/* The function of a comprehension that closes over nothing: made once, kept. */
Value tp_make_comprehension(Frame *frame, Value code, Value *kept)
{
    if (!*kept)
        *kept = tp_make_function(frame, code, 0, 0, 0, 0);
    return *kept;
}

Value tp_build_class_builtin(Frame *frame)
{
    Dict *builtins = frame_builtins(frame);
    Value name = TP_NAME(__build_class__), v = tp_dict_get(builtins, name);
    if (!v && !tp_state.pending)
        v = find_elsewhere(name, frame->globals, builtins);
    return v || tp_state.pending ? v : tp_raise(&tp_NameError, "__build_class__ not found");
}

/* ---- iteration and unpacking ---- */

/* ITER_ENUMERATE or ITER_ZIP, with what they go over, or ITER_OBJECT. */
static int kind_of_pairs(Value v, SequenceIterator **over)
{
    if (tp_is_exact(v, &tp_enumerate_type)) {
        over[0] = tp_sequence_iterator(((Enumerate *)tp_obj(v))->iterator);
        return over[0] ? ITER_ENUMERATE : ITER_OBJECT;
    }
    if (tp_is_exact(v, &tp_zip_type)) {
        const Tuple *iterators = ((Zip *)tp_obj(v))->iterators;
        if (iterators->length == 2) {
            over[0] = tp_sequence_iterator(iterators->items[0]);
            over[1] = tp_sequence_iterator(iterators->items[1]);
            /* one and the same would have to be gone past twice */
            return over[0] && over[1] && over[0] != over[1] ? ITER_ZIP : ITER_OBJECT;
        }
    }
    return ITER_OBJECT;
}

/* The call of range() for a loop: of small ints the iterator is made at once. */
Value tp_range_for(Iter *iter, Value callee, int nargs, const Value *args)
{
    Value start = nargs > 1 ? args[0] : tp_small(0), stop = args[nargs > 1];
    Value step = nargs > 2 ? args[2] : tp_small(1);
    if (callee != tp_known.range_ || !tp_is_small(start & stop & step) || step == tp_small(0))
        return tp_call(callee, nargs, args, 0);
    iter->kind = ITER_RANGE;
    iter->object = 0;
    iter->index = tp_small_value(start);
    iter->step = tp_small_value(step);
    iter->stop = tp_range_length(iter->index, tp_small_value(stop), iter->step);
    return TP_RANGE_SET;
}

int tp_for(Iter *iter, Value v)
{
    if (v == TP_RANGE_SET)
        return 0;
    iter->index = 0;
    iter->object = v;
    if (tp_is_exact(v, &tp_list_type)) {
        iter->kind = ITER_LIST;
        return 0;
    }
    if (tp_is_exact(v, &tp_tuple_type)) {
        iter->kind = ITER_TUPLE;
        return 0;
    }
    if (tp_is_exact(v, &tp_range_type)) {
        Range *range = (Range *)tp_obj(v);
        if (tp_is_small(range->start) && tp_is_small(range->stop) && tp_is_small(range->step) &&
            tp_is_small(range->length)) {
            iter->kind = ITER_RANGE;
            iter->index = tp_small_value(range->start);
            iter->stop = tp_small_value(range->length);
            iter->step = tp_small_value(range->step);
            return 0;
        }
    }
    iter->kind = tp_is_exact(v, &tp_generator_type) ? ITER_GENERATOR : kind_of_pairs(v, iter->over);
    iter->object = tp_iter(v);
    return iter->object ? 0 : -1;
}

/* tp_for of what a call of `maker` gave. */
int tp_for_call(Iter *iter, Value v, Value maker)
{
    tp_gen_mark_temporary(v, maker);
    return tp_for(iter, v);
}

Value tp_for_next(Iter *iter)
{
    switch (iter->kind) {
    case ITER_LIST: {
        List *list = (List *)tp_obj(iter->object);
        if (list && iter->index < list->length)
            return list->items[iter->index++];
        iter->object = 0; /* a list that grows later does not revive its iterator */
        return 0;
    }
    case ITER_TUPLE: {
        Tuple *tuple = tp_as_tuple(iter->object);
        return iter->index < tuple->length ? tuple->items[iter->index++] : 0;
    }
    case ITER_RANGE: {
        if (iter->stop <= 0)
            return 0;
        iter->stop--;
        int64_t i = iter->index;
        iter->index += iter->step;
        return tp_small(i);
    }
    case ITER_GENERATOR:
        return tp_generator_next((Generator *)tp_obj(iter->object));
    default:
        if (tp_is_exact(iter->object, &tp_splitter_type))
            return tp_splitter_next((Splitter *)tp_obj(iter->object));
        return tp_next(iter->object);
    }
}

static int unpacked(Value v, int n, Value *values)
{
    if (!v)
        return 0;
    if (tp_is_exact(v, &tp_tuple_type) && tp_as_tuple(v)->length == n) {
        memcpy(values, tp_as_tuple(v)->items, (size_t)n * sizeof *values);
        return 1;
    }
    values[0] = v;
    return TP_PACKED;
}

int tp_next_unpack(Value iterator, int n, Value *values)
{
    const Type *type = tp_type_of(iterator);
    int status = type->next_items ? type->next_items(iterator, n, values) : -1;
    return status >= 0 ? status : unpacked(tp_next(iterator), n, values);
}

int tp_for_unpack(Iter *iter, int n, Value *values)
{
    return iter->kind >= ITER_OBJECT ? tp_next_unpack(iter->object, n, values)
                                     : unpacked(tp_for_next(iter), n, values);
}

/* What a comprehension's function is called with for its outermost iterable: tp_for takes lists,
 * tuples and ranges as they are, so no iterator object is made for them. */
Value tp_comprehension_arg(Value v)
{
    if (tp_is_exact(v, &tp_list_type) || tp_is_exact(v, &tp_tuple_type) ||
        tp_is_exact(v, &tp_range_type))
        return v;
    return tp_iter(v);
}

/* As many items as the iterator gives, no more and no less. */
static inline __attribute__((always_inline)) int unpack_iterator(Value iterator, NextFn next, int n,
                                                                 Value *out)
{
    for (int i = 0; i < n; i++)
        if (!(out[i] = next(iterator)))
            return tp_state.pending
                       ? -1
                       : tp_raise_int(&tp_ValueError,
                                      "not enough values to unpack (expected %d, got %d)", n, i);
    if (next(iterator))
        return tp_raise_int(&tp_ValueError, "too many values to unpack (expected %d)", n);
    return tp_state.pending ? -1 : 0;
}

static Value next_part(Value splitter)
{
    return tp_splitter_next((Splitter *)tp_obj(splitter));
}

int tp_unpack(Value v, int n, Value *out)
{
    if (tp_is_exact(v, &tp_splitter_type)) {
        int status = unpack_iterator(v, next_part, n, out);
        if (status == 0)
            ((Splitter *)tp_obj(v))->text = 0;
        return status;
    }
    const Value *items = 0;
    int64_t length = 0;
    if (tp_is_exact(v, &tp_tuple_type)) {
        items = tp_as_tuple(v)->items;
        length = tp_as_tuple(v)->length;
    } else if (tp_is_exact(v, &tp_list_type)) {
        items = tp_as_list(v)->items;
        length = tp_as_list(v)->length;
    }
    if (items ||
        (length == 0 && (tp_is_exact(v, &tp_tuple_type) || tp_is_exact(v, &tp_list_type)))) {
        if (length == n) {
            for (int i = 0; i < n; i++)
                out[i] = items[i];
            return 0;
        }
        if (length > n)
            return tp_raise_int(&tp_ValueError, "too many values to unpack (expected %d)", n);
        return tp_raise_int(&tp_ValueError, "not enough values to unpack (expected %d, got %d)", n,
                            (int)length);
    }
    if (!is_iterable(v))
        return tp_raise_int(&tp_TypeError, "cannot unpack non-iterable %.200s object",
                            tp_type_name(v));
    Value iterator = tp_iter(v);
    return iterator ? unpack_iterator(iterator, tp_next, n, out) : -1;
}

/* a, *b, c = v: out takes `before` items, the list of the middle, then `after` items. */
int tp_unpack_star(Value v, int before, int after, Value *out)
{
    if (!is_iterable(v))
        return tp_raise_int(&tp_TypeError, "cannot unpack non-iterable %.200s object",
                            tp_type_name(v));
    Value iterator = tp_iter(v);
    if (!iterator)
        return -1;
    for (int i = 0; i < before; i++)
        if (!(out[i] = tp_next(iterator)))
            return tp_state.pending
                       ? -1
                       : tp_raise_int(&tp_ValueError,
                                      "not enough values to unpack (expected at least %d, got %d)",
                                      before + after, i);
    Value rest = tp_list_from(iterator);
    if (!rest)
        return -1;
    List *list = tp_as_list(rest);
    if (list->length < after)
        return tp_raise_int(&tp_ValueError,
                            "not enough values to unpack (expected at least %d, got %d)",
                            before + after, before + (int)list->length);
    out[before] = rest;
    list->length -= after;
    for (int i = 0; i < after; i++) {
        out[before + 1 + i] = list->items[list->length + i];
        list->items[list->length + i] = 0;
    }
    return 0;
}

/* ---- exceptions ---- */

/* `raise` alone: what is being handled goes on, its traceback as it is. */
Value tp_raise_again(Frame *frame)
{
    bool is_handling = tp_state.handled != 0;
    tp_reraise();
    if (is_handling)
        frame->at |= AT_RERAISED;
    return 0;
}

/* The end of a handler or of a finally block that lets exc go on. */
Value tp_reraise_exc(Frame *frame, Value exc)
{
    tp_error_put(exc);
    frame->at |= AT_RERAISED;
    return 0;
}

Value tp_push_handled(Value exc)
{
    Value previous = tp_state.handled;
    tp_state.handled = exc;
    return previous;
}

void tp_pop_handled(Value previous)
{
    tp_state.handled = previous;
}

static bool is_exception_class(Value v)
{
    return tp_has_flag(v, TYPE_IS_TYPE) && tp_subtype((Type *)tp_obj(v), &tp_BaseException);
}

int tp_check_except_classes(Value classes)
{
    bool is_valid = true;
    if (tp_is_tuple(classes)) {
        Tuple *tuple = tp_as_tuple(classes);
        for (int64_t i = 0; i < tuple->length; i++)
            is_valid = is_valid && is_exception_class(tuple->items[i]);
    } else {
        is_valid = is_exception_class(classes);
    }
    return is_valid ? 0
                    : tp_raise_int(&tp_TypeError, "catching classes that do not inherit from "
                                                  "BaseException is not allowed");
}

/* `except classes:` */
int tp_except_match(Value exc, Value classes)
{
    if (tp_has_flag(classes, TYPE_IS_TYPE) && ((Type *)tp_obj(classes))->flags & TYPE_IS_EXC)
        return tp_subtype(tp_type_of(exc), (Type *)tp_obj(classes));
    return tp_check_except_classes(classes) < 0 ? -1 : tp_exc_match(exc, classes);
}

/* `with manager`: the bound __exit__ in *exit; gives what __enter__ returns. */
Value tp_with_enter(Value manager, Value *exit)
{
    Value enter = tp_lookup_special(manager, TP_NAME(__enter__));
    if (!enter) {
        if (!tp_state.pending)
            tp_raise(&tp_TypeError, "'%.200s' object does not support the context manager protocol",
                     tp_type_name(manager));
        return 0;
    }
    *exit = tp_lookup_special(manager, TP_NAME(__exit__));
    if (!*exit) {
        if (!tp_state.pending)
            tp_raise(&tp_TypeError,
                     "'%.200s' object does not support the context manager protocol "
                     "(missed __exit__ method)",
                     tp_type_name(manager));
        return 0;
    }
    return tp_call0(enter);
}

/* The handler of a with block: calls exit(type, exc, traceback). */
Value tp_with_exit(Value exit, Value exc)
{
    Value traceback = ((Exception *)tp_obj(exc))->traceback;
    return tp_call3(exit, tp_ref(tp_type_of(exc)), exc, traceback ? traceback : TP_NONE);
}

/* ---- imports and the rest ---- */

int tp_import_all(Frame *frame, Value module)
{
    if (tp_is_exact(frame->locals, &tp_dict_type))
        return tp_import_star(module, tp_as_dict(frame->locals));
    Dict *names = tp_dict_new();
    if (tp_import_star(module, names) < 0)
        return -1;
    Value key, value;
    for (int64_t pos = 0; tp_dict_next(names, &pos, &key, &value);)
        if (tp_store_name(frame, key, value) < 0)
            return -1;
    return 0;
}

int tp_print_expr(Value v)
{
    Value hook = tp_getattr_cstr(tp_import_module("sys"), "displayhook");
    return hook && tp_call1(hook, v) ? 0 : -1;
}
