/* sys.c -- the module sys.
 *
 * It is made at start-up, so it makes little: the tuples with named fields (flags, version_info,
 * ...) and the lists of names are built by sys_lazy when first asked for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <float.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/builtins.h"
#include "runtime/config.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/gen.h"
#include "runtime/heap.h"
#include "runtime/import.h"
#include "runtime/importlib.h"
#include "runtime/int.h"
#include "runtime/io.h"
#include "runtime/list.h"
#include "runtime/main.h"
#include "runtime/sequence.h"
#include "runtime/spec.h"
#include "runtime/startup.h"
#include "runtime/str.h"
#include "runtime/structseq.h"
#include "runtime/sysmodule.h"
#include "runtime/text.h"

enum { HEXVERSION = 0x030b02f0 };

static Dict *sys_dict;
static Module *sys_module;

Value tp_sys_get(Value name)
{
    Value v = tp_dict_get_str(sys_dict, name);
    if (!v && sys_module->lazy && !(v = sys_module->lazy(name)))
        tp_error_clear();
    return v;
}

Value tp_sys_attribute(Value name)
{
    return tp_getattr(tp_ref(sys_module), name);
}

/* ---- named tuples ---- */

static StructSeq version_class, flags_class, float_class, int_class, hash_class, thread_class;
static StructSeq asyncgen_class;

static StructSeq *ready(StructSeq *s, const char *name, const char *const *names)
{
    int n = 0;
    while (names[n])
        n++;
    if (!s->nfields) {
        tp_structseq_ready(s, name, name, names, n, n);
        s->type.flags |= TYPE_NO_NEW;
    }
    return s;
}

static Value version_info(void)
{
    static const char *const names[] = {"major", "minor", "micro", "releaselevel", "serial", 0};
    Value values[] = {tp_small(3), tp_small(11), tp_small(2), tp_str_cstr("final"), tp_small(0)};
    return tp_structseq_new(ready(&version_class, "sys.version_info", names), values);
}

static Value flags_value(void)
{
    Value values[CONFIG_NFLAGS];
    tp_config_flags(values);
    return tp_structseq_new(ready(&flags_class, "sys.flags", tp_config_flag_names), values);
}

static Value float_info(void)
{
    static const char *const names[] = {"max", "max_exp", "max_10_exp", "min", "min_exp",
                                        "min_10_exp", "dig", "mant_dig", "epsilon", "radix",
                                        "rounds", 0};
    Value values[] = {tp_float(DBL_MAX), tp_small(DBL_MAX_EXP), tp_small(DBL_MAX_10_EXP),
                      tp_float(DBL_MIN), tp_small(DBL_MIN_EXP), tp_small(DBL_MIN_10_EXP),
                      tp_small(DBL_DIG), tp_small(DBL_MANT_DIG), tp_float(DBL_EPSILON),
                      tp_small(FLT_RADIX), tp_small(1)};
    return tp_structseq_new(ready(&float_class, "sys.float_info", names), values);
}

static Value int_info(void)
{
    static const char *const names[] = {"bits_per_digit", "sizeof_digit", "default_max_str_digits",
                                        "str_digits_check_threshold", 0};
    Value values[] = {tp_small(30), tp_small(4), tp_small(4300), tp_small(640)};
    return tp_structseq_new(ready(&int_class, "sys.int_info", names), values);
}

static Value hash_info(void)
{
    static const char *const names[] = {"width", "modulus", "inf", "nan", "imag", "algorithm",
                                        "hash_bits", "seed_bits", "cutoff", 0};
    Value values[] = {tp_small(64), tp_int(((int64_t)1 << 61) - 1), tp_small(314159), tp_small(0),
                      tp_small(1000003), tp_str_cstr("siphash13"), tp_small(64), tp_small(128),
                      tp_small(0)};
    return tp_structseq_new(ready(&hash_class, "sys.hash_info", names), values);
}

static Value thread_info(void)
{
    static const char *const names[] = {"name", "lock", "version", 0};
    Value values[] = {tp_str_cstr("pthread"), tp_str_cstr("semaphore"), tp_str_cstr("NPTL 2.36")};
    return tp_structseq_new(ready(&thread_class, "sys.thread_info", names), values);
}

static Value implementation(void)
{
    Value version = tp_sys_get(TP_NAME(version_info));
    Value names = tp_tuple_pack(5, TP_NAME(name), TP_NAME(cache_tag), TP_NAME(version),
                                TP_NAME(hexversion), TP_NAME(_multiarch));
    Value values[] = {tp_str_cstr("cpython"), tp_str_cstr("cpython-311"), version,
                      tp_int(HEXVERSION), tp_str_cstr("x86_64-linux-gnu")};
    return tp_call(tp_ref(&tp_namespace_type), 0, values, tp_as_tuple(names));
}

/* ---- attributes made when asked for ---- */

static Value empty_list(void)
{
    return tp_list_new(0);
}

static Value empty_dict(void)
{
    return tp_ref(tp_dict_new());
}

static Value executable(void)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    return tp_fsdecode(path, n < 0 ? 0 : n);
}

static Value builtin_module_names(void)
{
    Value names = tp_list_new(0);
    for (const ModuleDef *const *def = tp_c_modules; *def; def++)
        tp_list_append(names, tp_str_cstr((*def)->name));
    if (tp_list_sort(names, 0, false) < 0)
        return 0;
    return tp_list_as_tuple(names);
}

static Value stdlib_module_names(void)
{
#define NAME(name) #name " "
    static const char names[] =
#include "runtime/modules/stdlib_names.def"
        ;
#undef NAME
    Value set = tp_set_new();
    for (const char *p = names; *p;) {
        size_t n = strcspn(p, " ");
        tp_set_add(set, tp_str_utf8(p, (int64_t)n));
        p += n + 1;
    }
    return tp_frozenset_from(set);
}

static Value copyright(void)
{
    return tp_str_cstr("Copyright (c) 2001-2023 Python Software Foundation.\n"
                       "All Rights Reserved.\n\n"
                       "Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n"
                       "Copyright (c) 1995-2001 Corporation for National Research Initiatives.\n"
                       "All Rights Reserved.\n\n"
                       "Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\n"
                       "All Rights Reserved.");
}

static Value git(void)
{
    return tp_tuple_pack(3, tp_str_cstr("CPython"), tp_str_cstr(""), tp_str_cstr(""));
}

static const struct {
    const char *name;
    Value (*make)(void);
} lazy[] = {
    {"version_info", version_info},
    {"flags", flags_value},
    {"float_info", float_info},
    {"int_info", int_info},
    {"hash_info", hash_info},
    {"thread_info", thread_info},
    {"implementation", implementation},
    {"executable", executable},
    {"_base_executable", executable},
    {"builtin_module_names", builtin_module_names},
    {"stdlib_module_names", stdlib_module_names},
    {"copyright", copyright},
    {"_git", git},
    {"meta_path", tp_importlib_finders},
    {"path_hooks", empty_list},
    {"warnoptions", tp_config_filters},
    {"path_importer_cache", empty_dict},
    {"_xoptions", tp_config_xoptions},
};

static Value make(size_t i)
{
    Value v = lazy[i].make();
    return v && tp_dict_set_cstr(sys_dict, lazy[i].name, v) == 0 ? v : 0;
}

static Value sys_lazy(Value name)
{
    for (size_t i = 0; i < sizeof lazy / sizeof *lazy; i++) {
        if (name && tp_str_equal_cstr(name, lazy[i].name))
            return make(i);
        if (!name && !tp_dict_get_cstr(sys_dict, lazy[i].name) && !make(i))
            return 0;
    }
    return name ? 0 : TP_NONE;
}

/* ---- exceptions and frames ---- */

static Value sys_exit(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    Value status = nargs ? args[0] : TP_NONE, instance, type = tp_ref(&tp_SystemExit);
    if (tp_check_positional(kwnames && kwnames->length ? "sys.exit" : "exit", nargs, kwnames, 0,
                            1) < 0)
        return 0;
    if (tp_instance(status, &tp_SystemExit))
        instance = status;
    else if (tp_is_tuple(status))
        instance = tp_call_ex(type, status, 0);
    else
        instance = status == TP_NONE ? tp_call0(type) : tp_call1(type, status);
    return instance ? tp_raise_instance(instance) : 0;
}

static Value sys_exc_info(Value self, Value *args)
{
    (void)self;
    (void)args;
    Value e = tp_state.handled;
    if (!e)
        return tp_tuple_pack(3, TP_NONE, TP_NONE, TP_NONE);
    Value traceback = ((Exception *)tp_obj(e))->traceback;
    return tp_tuple_pack(3, tp_ref(tp_type_of(e)), e, traceback ? traceback : TP_NONE);
}

static Value sys_exception(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_state.handled ? tp_state.handled : TP_NONE;
}

static Value sys_excepthook(Value self, Value *args)
{
    (void)self;
    if (!tp_is_exc(args[1])) {
        tp_stderr_write(tp_str_format_c(
            "TypeError: print_exception(): Exception expected for value, %T found\n", args[1]));
        return TP_NONE;
    }
    if (tp_is_exact(args[2], &tp_traceback_type))
        ((Exception *)tp_obj(args[1]))->traceback = args[2];
    tp_error_print(args[1]);
    return TP_NONE;
}

static Value sys_unraisablehook(Value self, Value *args)
{
    (void)self;
    return tp_unraisable_hook(args[0]) < 0 ? 0 : TP_NONE;
}

static Value sys_getframe(Value self, Value *args)
{
    (void)self;
    int64_t depth = 0;
    if (args[0] && text_int_arg(args[0], &depth) < 0)
        return 0;
    Frame *frame = tp_state.frame;
    for (; depth > 0 && frame->code; depth--)
        frame = frame->back;
    if (!frame->code)
        return tp_raise(&tp_ValueError, "call stack is not deep enough");
    return tp_frame_object(frame);
}

static Value sys_current_frames(Value self, Value *args)
{
    (void)self;
    (void)args;
    Dict *frames = tp_dict_new();
    if (tp_dict_set(frames, tp_int(tp_thread_ident()), tp_frame_object(tp_state.frame)) < 0)
        return 0;
    return tp_ref(frames);
}

static Value sys_getrecursionlimit(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(tp_state.recursion_limit);
}

static Value sys_setrecursionlimit(Value self, Value *args)
{
    (void)self;
    int64_t limit;
    int depth = tp_state.frame->depth + 1; /* this call counts */
    if (text_int_arg(args[0], &limit) < 0)
        return 0;
    if (limit < 1)
        return tp_raise(&tp_ValueError, "recursion limit must be greater or equal than 1");
    if (depth >= limit)
        return tp_raise(&tp_RecursionError,
                        "cannot set the recursion limit to %d at the recursion depth %d: the limit "
                        "is too low", (int)limit, depth);
    tp_state.recursion_limit = (int)limit;
    return TP_NONE;
}

static Value sys_displayhook(Value self, Value *args)
{
    (void)self;
    if (args[0] == TP_NONE)
        return TP_NONE;
    if (tp_dict_set_cstr(tp_builtins, "_", TP_NONE) < 0)
        return 0;
    Value out = tp_sys_get(TP_NAME(stdout));
    if (!out || out == TP_NONE)
        return tp_raise(&tp_RuntimeError, "lost sys.stdout");
    Value text = tp_repr(args[0]);
    Value newline = tp_str_char('\n');
    if (!text || !tp_call_method(out, TP_NAME(write), 1, &text, 0) ||
        !tp_call_method(out, TP_NAME(write), 1, &newline, 0))
        return 0;
    return tp_dict_set_cstr(tp_builtins, "_", args[0]) < 0 ? 0 : TP_NONE;
}

/* What "module.name" or the name of a builtin function means; 0 with an exception, or without one
 * where there is no name before the dot. */
static Value find_hook(const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot == path)
        return 0;
    Value module = tp_str_utf8(dot ? path : "builtins", dot ? dot - path : 8);
    if (!module || !(module = tp_import_name(tp_intern(module), 0,
                                             tp_tuple_pack(1, tp_str_cstr("x")), 0)))
        return 0;
    return tp_getattr_cstr(module, dot ? dot + 1 : path);
}

static Value sys_breakpointhook(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    const char *path = tp_config_getenv("PYTHONBREAKPOINT");
    if (!path || !*path)
        path = "pdb.set_trace";
    if (strcmp(path, "0") == 0)
        return TP_NONE;
    Value hook = find_hook(path);
    if (hook)
        return tp_call(hook, nargs, args, kwnames);
    if (tp_error_pending() && !tp_error_is(&tp_ImportError) && !tp_error_is(&tp_AttributeError))
        return 0;
    tp_error_clear();
    return tp_warn(&tp_RuntimeWarning, 1, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"",
                   path) < 0
               ? 0
               : TP_NONE;
}

/* ---- tracing: kept for whoever asks, called by nobody, which is said ---- */

static Value trace_function, profile_function;

static Value set_tracing(Value *kept, Value function, const char *name)
{
    if (function != TP_NONE &&
        tp_warn(&tp_RuntimeWarning, 1, "sys.%s: compiled code calls no such function", name) < 0)
        return 0;
    *kept = function == TP_NONE ? 0 : function;
    return TP_NONE;
}

static Value sys_settrace(Value self, Value *args)
{
    (void)self;
    return set_tracing(&trace_function, args[0], "settrace");
}

static Value sys_gettrace(Value self, Value *args)
{
    (void)self;
    (void)args;
    return trace_function ? trace_function : TP_NONE;
}

static Value sys_setprofile(Value self, Value *args)
{
    (void)self;
    return set_tracing(&profile_function, args[0], "setprofile");
}

static Value sys_getprofile(Value self, Value *args)
{
    (void)self;
    (void)args;
    return profile_function ? profile_function : TP_NONE;
}

static Value sys_call_tracing(Value self, Value *args)
{
    (void)self;
    if (!tp_is_tuple(args[1]))
        return tp_raise_argument("call_tracing", "argument 2", "tuple", args[1]);
    return tp_call_ex(args[0], args[1], 0);
}

/* ---- objects ---- */

static Value sys_intern(Value self, Value *args)
{
    (void)self;
    if (!tp_is_str(args[0]))
        return tp_raise_argument("intern", "argument", "str", args[0]);
    if (!tp_is_exact(args[0], &tp_str_type))
        return tp_raise(&tp_TypeError, "can't intern %T", args[0]);
    return tp_intern(args[0]);
}

/* What v.__sizeof__() gives: 0, or -1 with an exception. */
static int size_of(Value v, int64_t *size)
{
    Value method = tp_lookup_special(v, TP_NAME(__sizeof__));
    if (!method)
        return tp_error_pending()
                   ? -1
                   : tp_raise_int(&tp_TypeError, "Type %T doesn't define __sizeof__", v);
    Value result = tp_call0(method);
    if (!result)
        return -1;
    if (!tp_is_int(result))
        return tp_raise_int(&tp_TypeError, "an integer is required");
    if (tp_ssize_argument(result, size) < 0)
        return -1;
    return *size < 0 ? tp_raise_int(&tp_ValueError, "__sizeof__() should return >= 0") : 0;
}

static Value sys_getsizeof(Value self, Value *args)
{
    enum { GC_HEADER = 16 }; /* before what CPython's collector looks after */
    (void)self;
    int64_t size;
    if (size_of(args[0], &size) == 0)
        return tp_int(size + (tp_gc_looks_after(args[0]) ? GC_HEADER : 0));
    if (args[1] && tp_error_is(&tp_TypeError)) {
        tp_error_clear();
        return args[1];
    }
    return 0;
}

static Value sys_getrefcount(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(2); /* nothing counts references; what a fresh object would show */
}

static Value sys_getallocatedblocks(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_int((int64_t)(tp_heap_size() / 64));
}

/* ---- settings ---- */

static Value sys_getdefaultencoding(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_str_cstr("utf-8");
}

static Value sys_getfilesystemencoding(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_str_cstr(tp_config_is_ascii() ? "ascii" : "utf-8");
}

static Value sys_getfilesystemencodeerrors(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_str_cstr("surrogateescape");
}

static Value sys_get_int_max_str_digits(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(tp_int_max_str_digits);
}

static Value sys_set_int_max_str_digits(Value self, Value *args)
{
    (void)self;
    int64_t digits;
    if (text_int_arg(args[0], &digits) < 0)
        return 0;
    if (digits != 0 && digits < 640)
        return tp_raise(&tp_ValueError, "maxdigits must be 0 or larger than 640");
    tp_int_max_str_digits = (int)digits;
    return TP_NONE;
}

static double switch_interval = 0.005;

static Value sys_getswitchinterval(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_float(switch_interval);
}

static Value sys_setswitchinterval(Value self, Value *args)
{
    (void)self;
    double seconds;
    if (tp_as_double(args[0], &seconds) < 0)
        return 0;
    if (!(seconds > 0))
        return tp_raise(&tp_ValueError, "switch interval must be strictly positive");
    switch_interval = seconds;
    return TP_NONE;
}

static Value sys_get_asyncgen_hooks(Value self, Value *args)
{
    static const char *const names[] = {"firstiter", "finalizer", 0};
    (void)self;
    (void)args;
    Value values[2];
    for (int i = 0; i < 2; i++)
        values[i] = tp_asyncgen_hooks[i] ? tp_asyncgen_hooks[i] : TP_NONE;
    return tp_structseq_new(ready(&asyncgen_class, "asyncgen_hooks", names), values);
}

static Value sys_set_asyncgen_hooks(Value self, Value *args)
{
    (void)self;
    for (int i = 1; i >= 0; i--)
        if (args[i] && args[i] != TP_NONE && !tp_callable(args[i]))
            return tp_raise(&tp_TypeError, "callable %s expected, got %T",
                            i ? "finalizer" : "firstiter", args[i]);
    for (int i = 0; i < 2; i++)
        if (args[i])
            tp_asyncgen_hooks[i] = args[i] == TP_NONE ? 0 : args[i];
    return TP_NONE;
}

static Value sys_get_coroutine_origin_tracking_depth(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(tp_coroutine_origin_depth);
}

static Value sys_set_coroutine_origin_tracking_depth(Value self, Value *args)
{
    (void)self;
    int64_t depth;
    if (text_int_arg(args[0], &depth) < 0)
        return 0;
    if (depth < 0)
        return tp_raise(&tp_ValueError, "depth must be >= 0");
    tp_coroutine_origin_depth = (int)depth;
    return TP_NONE;
}

static Value sys_is_finalizing(Value self, Value *args)
{
    (void)self;
    (void)args;
    return TP_FALSE;
}

static Value sys_audit(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    (void)args;
    if (kwnames && kwnames->length)
        return tp_raise(&tp_TypeError, "sys.audit() takes no keyword arguments");
    if (!nargs)
        return tp_raise(&tp_TypeError,
                        "audit() missing 1 required positional argument: 'event'");
    return TP_NONE;
}

static Value sys_addaudithook(Value self, Value *args)
{
    (void)self;
    (void)args;
    return TP_NONE;
}

static Value sys_ignore(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    (void)nargs;
    (void)args;
    (void)kwnames;
    return TP_NONE;
}

static Value sys_getdlopenflags(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(2);
}

static const MethodDef functions[] = {
    METHOD("addaudithook", sys_addaudithook, "(hook)", 0),
    METHOD_RAW("audit", sys_audit, 0, "audit(event, *args)"),
    METHOD_RAW("breakpointhook", sys_breakpointhook, 0, "breakpointhook(*args, **kws)"),
    METHOD_RAW("_clear_type_cache", sys_ignore, "()", 0),
    METHOD("_current_frames", sys_current_frames, "()", 0),
    METHOD("displayhook", sys_displayhook, "(object, /)",
           "Print an object to sys.stdout and also save it in builtins._"),
    METHOD("exc_info", sys_exc_info, "()",
           "Return current exception information: (type, value, traceback)."),
    METHOD("exception", sys_exception, "()", "Return the current exception."),
    METHOD("excepthook", sys_excepthook, "(exctype, value, traceback, /)",
           "Handle an exception by displaying it with a traceback on sys.stderr."),
    METHOD_RAW("exit", sys_exit, "(status=None, /)",
               "Exit the interpreter by raising SystemExit(status)."),
    METHOD("getdefaultencoding", sys_getdefaultencoding, "()",
           "Return the current default encoding used by the Unicode implementation."),
    METHOD("getdlopenflags", sys_getdlopenflags, "()", 0),
    METHOD_RAW("setdlopenflags", sys_ignore, "(flags, /)", 0),
    METHOD("getallocatedblocks", sys_getallocatedblocks, "()", 0),
    METHOD("getfilesystemencoding", sys_getfilesystemencoding, "()", 0),
    METHOD("getfilesystemencodeerrors", sys_getfilesystemencodeerrors, "()", 0),
    METHOD("intern", sys_intern, "(string, /)", "``Intern'' the given string."),
    METHOD("is_finalizing", sys_is_finalizing, "()", "Return True if Python is exiting."),
    METHOD("_getframe", sys_getframe, "(depth=0, /)", "Return a frame object from the call stack."),
    METHOD("getrecursionlimit", sys_getrecursionlimit, "()",
           "Return the current value of the recursion limit."),
    METHOD("setrecursionlimit", sys_setrecursionlimit, "(limit, /)",
           "Set the maximum depth of the Python interpreter stack to n."),
    METHOD("getrefcount", sys_getrefcount, "(object, /)", "Return the reference count of object."),
    METHOD("getsizeof", sys_getsizeof, "(object, default=<unrepresentable>)",
           "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."),
    METHOD("getswitchinterval", sys_getswitchinterval, "()", 0),
    METHOD("setswitchinterval", sys_setswitchinterval, "(interval, /)", 0),
    METHOD("gettrace", sys_gettrace, "()", 0),
    METHOD("settrace", sys_settrace, "(function, /)", 0),
    METHOD("getprofile", sys_getprofile, "()", 0),
    METHOD("setprofile", sys_setprofile, "(function, /)", 0),
    METHOD("call_tracing", sys_call_tracing, "(func, args, /)", 0),
    METHOD("get_coroutine_origin_tracking_depth", sys_get_coroutine_origin_tracking_depth, "()", 0),
    METHOD("set_coroutine_origin_tracking_depth", sys_set_coroutine_origin_tracking_depth,
           "(depth)", 0),
    METHOD("get_asyncgen_hooks", sys_get_asyncgen_hooks, "()", 0),
    METHOD("set_asyncgen_hooks", sys_set_asyncgen_hooks, "(firstiter=None, finalizer=None)", 0),
    METHOD("get_int_max_str_digits", sys_get_int_max_str_digits, "()", 0),
    METHOD("set_int_max_str_digits", sys_set_int_max_str_digits, "(maxdigits)", 0),
    METHOD("unraisablehook", sys_unraisablehook, "(unraisable, /)",
           "Handle an unraisable exception."),
    METHOD_END,
};

const ModuleDef tp_mod_sys = {
    "sys", functions, 0,
    "This module provides access to some objects used or maintained by the\n"
    "interpreter and to functions that interact strongly with the interpreter."};

/* ---- start-up ---- */

static void add(const char *name, Value value)
{
    tp_dict_set_cstr(sys_dict, name, value);
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static Value default_path(void)
{
    static const char *const always[] = {"/usr/lib/python311.zip", tp_stdlib_directory,
                                         "/usr/lib/python3.11/lib-dynload"};
    static const char *const sometimes[] = {"/usr/local/lib/python3.11/dist-packages",
                                            "/usr/lib/python3/dist-packages"};
    Value path = tp_list_new(0);
    const char *extra = tp_config_getenv("PYTHONPATH");
    while (extra && *extra) {
        size_t n = strcspn(extra, ":");
        tp_list_append(path, tp_fsdecode(extra, (int64_t)n));
        extra += n + (extra[n] == ':');
    }
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        tp_list_append(path, tp_str_cstr(always[i]));
    for (size_t i = 0; i < sizeof sometimes / sizeof *sometimes; i++)
        if (is_directory(sometimes[i]))
            tp_list_append(path, tp_str_cstr(sometimes[i]));
    return path;
}

void tp_sys_init(int argc, char **argv)
{
    tp_type_ready(&tp_spec_type);
    tp_type_ready(&tp_source_loader_type);
    tp_sys_modules = tp_dict_new();
    sys_module = (Module *)tp_obj(tp_c_module_load(&tp_mod_sys));
    sys_module->lazy = sys_lazy;
    sys_dict = sys_module->dict;
    tp_dict_set(tp_sys_modules, TP_NAME(builtins), tp_builtins_module);
    add("modules", tp_ref(tp_sys_modules));
    Value arguments = tp_list_new(0);
    for (int i = 0; i < argc; i++)
        tp_list_append(arguments, tp_fsdecode(argv[i], (int64_t)strlen(argv[i])));
    add("argv", arguments);
    add("orig_argv", tp_list_from(arguments));
    add("path", default_path());
    add("version", tp_str_cstr("3.11.2 (main, taipan) [GCC 12.2.0]"));
    add("hexversion", tp_int(HEXVERSION));
    add("api_version", tp_small(1013));
    add("platform", tp_str_cstr("linux"));
    add("platlibdir", tp_str_cstr("lib"));
    add("prefix", tp_str_cstr("/usr"));
    add("exec_prefix", tp_str_cstr("/usr"));
    add("base_prefix", tp_str_cstr("/usr"));
    add("base_exec_prefix", tp_str_cstr("/usr"));
    add("_stdlib_dir", tp_str_cstr(tp_stdlib_directory));
    add("_framework", tp_str_cstr(""));
    add("_home", TP_NONE);
    add("abiflags", tp_str_cstr(""));
    add("pycache_prefix", tp_config_pycache_prefix());
    add("byteorder", tp_str_cstr("little"));
    add("float_repr_style", tp_str_cstr("short"));
    add("maxsize", tp_int(INT64_MAX));
    add("maxunicode", tp_small(0x10ffff));
    add("dont_write_bytecode", tp_bool(tp_config.dont_write_bytecode));
    static const char *const hooks[] = {"breakpointhook", "displayhook", "excepthook",
                                        "unraisablehook"};
    for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++) {
        char name[32];
        snprintf(name, sizeof name, "__%s__", hooks[i]);
        add(name, tp_dict_get_cstr(sys_dict, hooks[i]));
    }
}
