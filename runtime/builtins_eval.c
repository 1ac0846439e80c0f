/* builtins_eval.c -- builtin functions on code and namespaces: eval, exec, compile, __import__,
 * globals, locals, vars, dir. */
#define TP_NO_FAST
#include "runtime/tp.h"

#include <string.h>

#include "runtime/builtins.h"
#include "runtime/bytes.h"
#include "runtime/config.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/import.h"
#include "runtime/int.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/text.h"

CompilerHooks tp_compiler;

static const char NO_COMPILER[] = "this executable has no compiler linked in";

/* ---- the namespaces of the caller ---- */

static Dict *current_globals(void)
{
    Frame *frame = tp_state.frame;
    return frame->globals ? frame->globals : tp_builtins;
}

/* What locals() gives: a class or module body's namespace, or the snapshot that a function makes
 * before it calls something that may ask. */
static Value current_locals(void)
{
    Frame *frame = tp_state.frame;
    if (frame->locals)
        return frame->locals;
    if (frame->code && frame->code->flags & CO_NEWLOCALS)
        return tp_ref(tp_dict_new());
    return tp_ref(current_globals());
}

static Value current_builtins(void)
{
    Frame *frame = tp_state.frame;
    Dict *globals = current_globals();
    return tp_builtins_object(globals, frame->function ? tp_function_builtins(frame->function)
                                                       : tp_builtins_of(globals));
}

static Value builtin_globals(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_ref(current_globals());
}

static Value builtin_locals(Value self, Value *args)
{
    (void)self;
    (void)args;
    return current_locals();
}

static Value builtin_vars(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (tp_check_positional("vars", nargs, kwnames, 0, 1) < 0)
        return 0;
    if (nargs == 0)
        return current_locals();
    Value dict = tp_getattr_or_null(args[0], TP_NAME(__dict__), 0);
    if (!dict && !tp_error_pending())
        return tp_raise(&tp_TypeError, "vars() argument must have __dict__ attribute");
    return dict;
}

static Value sorted_list(Value iterable)
{
    Value list = tp_list_from(iterable);
    return !list || tp_list_sort(list, 0, false) < 0 ? 0 : list;
}

static Value builtin_dir(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    if (tp_check_positional("dir", nargs, kwnames, 0, 1) < 0)
        return 0;
    if (nargs == 0) {
        Value names = tp_call_method_cstr(current_locals(), "keys", 0, 0);
        return names ? sorted_list(names) : 0;
    }
    Value method = tp_lookup_special(args[0], TP_NAME(__dir__));
    if (!method)
        return tp_error_pending() ? 0
                                  : tp_raise(&tp_TypeError, "object does not provide __dir__");
    Value names = tp_call0(method);
    return names ? sorted_list(names) : 0;
}

/* ---- compile ---- */

/* Source text of a str or bytes-like value; 0 with CPython's error. `what` names the function and
 * what it takes. */
static const char *source_text(Value source, const char *function, const char *what, int64_t *n,
                               int *flags)
{
    const char *text;
    if (tp_is_str(source)) {
        if (!(text = tp_str_to_utf8(source, n)))
            return 0;
        *flags |= 0x0100; /* the source is UTF-8, whatever its coding line says */
    } else if (tp_bytes_view(source, &text, n) < 0) {
        tp_error_clear();
        tp_raise(&tp_TypeError, "%s() arg 1 must be a %s", function, what);
        return 0;
    }
    if (memchr(text, 0, (size_t)*n)) {
        tp_raise(&tp_ValueError, "source code string cannot contain null bytes");
        return 0;
    }
    return text;
}

static Value compile_text(const char *text, int64_t n, const char *filename, const char *mode,
                          int flags, int optimize)
{
    if (!tp_compiler.compile)
        return tp_raise(&tp_NotImplementedError, NO_COMPILER);
    return tp_compiler.compile(text, (size_t)n, filename, mode, flags, optimize);
}

/* The __future__ flags of the code that calls, which compiled text inherits. */
static int inherited_flags(void)
{
    Frame *frame = tp_state.frame;
    return frame->code ? frame->code->flags & 0x1ff0000 : 0;
}

enum { ONLY_AST = 0x400, TYPE_COMMENTS = 0x1000, MINOR_VERSION = 11 };

/* Flags that compile() takes: those of __future__, of nested scopes and generators of old, and what
 * the module _ast names. */
enum { COMPILE_FLAGS = 0x1ff0000 | 0x7600 | TYPE_COMMENTS | 0x10 };

/* compile()'s mode; 0 with CPython's error. */
static const char *compile_mode(Value value, int64_t flags)
{
    static const char *const modes[] = {"exec", "eval", "single", "func_type"};
    if (!tp_is_str(value)) {
        tp_raise(&tp_TypeError, "compile() argument 'mode' must be str, not %T", value);
        return 0;
    }
    bool only_ast = flags & ONLY_AST;
    for (int i = 0; i < 4; i++) {
        if (!tp_str_equal_cstr(value, modes[i]))
            continue;
        if (i < 3)
            return modes[i];
        if (only_ast)
            tp_raise(&tp_NotImplementedError, "compile() of a function's type comment");
        else
            tp_raise(&tp_ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
        return 0;
    }
    tp_raise(&tp_ValueError, only_ast ? "compile() mode must be 'exec', 'eval', 'single' or "
                                        "'func_type'"
                                      : "compile() mode must be 'exec', 'eval' or 'single'");
    return 0;
}

/* What compile() takes as a file name, in the encoding of the file system; 0 with an exception. */
static const char *compile_filename(Value path)
{
    if (tp_is_buffer(path) && !tp_is_bytes(path)) {
        const char *data;
        int64_t n;
        if (tp_warn(&tp_DeprecationWarning, 1,
                    "path should be string, bytes, or os.PathLike, not %T", path) < 0 ||
            tp_bytes_view_any(path, &data, &n) < 0)
            return 0;
        path = tp_bytes_new(data, n);
    } else if (!tp_is_str(path) && !tp_is_bytes(path)) {
        path = tp_call_method_cstr(tp_import_module("posix"), "fspath", 1, &path);
    }
    if (!path)
        return 0;
    bool has_nul = tp_is_str(path)
                       ? tp_str_find(path, tp_str_char(0), 0, tp_as_str(path)->length) >= 0
                       : memchr(((Bytes *)tp_obj(path))->data, 0,
                                (size_t)((Bytes *)tp_obj(path))->length) != 0;
    if (has_nul) {
        tp_raise(&tp_ValueError, "embedded null character");
        return 0;
    }
    return tp_fsencode(path);
}

static Value builtin_compile(Value self, Value *args)
{
    (void)self;
    int64_t flags = 0, optimize = -1, version = -1, dont_inherit = 0;
    const char *filename = compile_filename(args[1]);
    if (!filename)
        return 0;
    if ((args[3] && text_int_arg(args[3], &flags) < 0) ||
        (args[4] && text_int_arg(args[4], &dont_inherit) < 0) ||
        (args[5] && text_int_arg(args[5], &optimize) < 0) ||
        (args[6] && text_int_arg(args[6], &version) < 0))
        return 0;
    if (flags & ~(int64_t)COMPILE_FLAGS)
        return tp_raise(&tp_ValueError, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2)
        return tp_raise(&tp_ValueError, "compile(): invalid optimize value");
    int all_flags = (int)flags | (dont_inherit ? 0 : inherited_flags());
    const char *mode = compile_mode(args[2], flags);
    if (!mode)
        return 0;
    int level = (int)(optimize < 0 ? tp_config.optimize : optimize);
    if (tp_compiler.is_tree && tp_compiler.is_tree(args[0]))
        return flags & ONLY_AST
                   ? args[0]
                   : tp_compiler.compile_tree(args[0], filename, mode, all_flags, level);
    int64_t n;
    const char *text = source_text(args[0], "compile", "string, bytes or AST object", &n,
                                   &all_flags);
    if (!text)
        return 0;
    if (!(flags & ONLY_AST))
        return compile_text(text, n, filename, mode, all_flags, level);
    if (flags & TYPE_COMMENTS)
        return tp_raise(&tp_NotImplementedError, "compile() with type comments");
    if (version >= 0 && version < MINOR_VERSION)
        return tp_raise(&tp_NotImplementedError, "compile() with the grammar of Python 3.%d",
                        (int)version);
    if (!tp_compiler.parse)
        return tp_raise(&tp_NotImplementedError, NO_COMPILER);
    return tp_compiler.parse(text, (size_t)n, filename, mode, all_flags);
}

/* ---- eval and exec ---- */

/* Run a code object in these namespaces; one of a function is called without arguments. */
static Value run_code(Code *code, Dict *globals, Value locals, Value *cells)
{
    if (!code->entry) {
        if (!tp_compiler.prepare)
            return tp_raise(&tp_NotImplementedError, NO_COMPILER);
        if (tp_compiler.prepare(code, 0) < 0)
            return 0;
    }
    Value f = tp_function_new(code, globals, code->qualname, 0, 0, 0, cells);
    if (!f || code->flags & CO_OPTIMIZED)
        return f ? tp_call0(f) : 0;
    return tp_function_run_body((Function *)tp_obj(f), locals);
}

/* Fill in the namespaces that were not given, and __builtins__. */
static int namespaces(Value *globals, Value *locals)
{
    if (*globals == TP_NONE) {
        *globals = tp_ref(current_globals());
        if (*locals == TP_NONE)
            *locals = current_locals();
    } else if (*locals == TP_NONE) {
        *locals = *globals;
    }
    Value builtins = current_builtins();
    return tp_dict_setdefault(tp_as_dict(*globals), TP_NAME(__builtins__), builtins) ? 0 : -1;
}

static Value code_of(Value source, const char *function, const char *mode)
{
    int flags = inherited_flags();
    int64_t n;
    const char *text = source_text(source, function, "string, bytes or code object", &n, &flags);
    if (!text)
        return 0;
    if (mode[1] == 'v')
        while (n && (*text == ' ' || *text == '\t'))
            text++, n--;
    return compile_text(text, n, "<string>", mode, flags, tp_config.optimize);
}

/* May code with that closure (a value, or 0) be run by exec()? 0, or -1 with TypeError. */
static int check_closure(const Code *code, Value closure)
{
    bool fits = closure && tp_is_exact(closure, &tp_tuple_type) &&
                tp_as_tuple(closure)->length == code->nfreevars;
    if (!code->nfreevars)
        return closure ? tp_raise_int(&tp_TypeError, "cannot use a closure with this code object")
                       : 0;
    for (int i = 0; fits && i < code->nfreevars; i++)
        fits = tp_is_exact(tp_as_tuple(closure)->items[i], &tp_cell_type);
    return fits ? 0
                : tp_raise_int(&tp_TypeError, "code object requires a closure of exactly length %d",
                               code->nfreevars);
}

static Value run_source(Value *args, const char *function, const char *mode, Value closure)
{
    Value globals = args[1] ? args[1] : TP_NONE, locals = args[2] ? args[2] : TP_NONE;
    Value source = args[0];
    if (namespaces(&globals, &locals) < 0)
        return 0;
    if (tp_is_exact(source, &tp_code_type)) {
        const Code *code = (Code *)tp_obj(source);
        if (mode[1] == 'v' && code->nfreevars)
            return tp_raise(&tp_TypeError,
                            "code object passed to eval() may not contain free variables");
        if (check_closure(code, closure) < 0)
            return 0;
    } else if (closure) {
        return tp_raise(&tp_TypeError, "closure can only be used when source is a code object");
    } else if (!(source = code_of(source, function, mode))) {
        return 0;
    }
    return run_code((Code *)tp_obj(source), tp_as_dict(globals), locals,
                    closure ? tp_as_tuple(closure)->items : 0);
}

static Value builtin_eval(Value self, Value *args)
{
    (void)self;
    if (args[2] && args[2] != TP_NONE && !tp_is_mapping(args[2]))
        return tp_raise(&tp_TypeError, "locals must be a mapping");
    if (args[1] && args[1] != TP_NONE && !tp_is_dict(args[1]))
        return tp_raise(&tp_TypeError,
                        tp_is_mapping(args[1])
                            ? "globals must be a real dict; try eval(expr, {}, mapping)"
                            : "globals must be a dict");
    return run_source(args, "eval", "eval", 0);
}

static Value builtin_exec(Value self, Value *args)
{
    (void)self;
    if (args[1] && args[1] != TP_NONE && !tp_is_dict(args[1]))
        return tp_raise(&tp_TypeError, "exec() globals must be a dict, not %T", args[1]);
    if (args[2] && args[2] != TP_NONE && !tp_is_mapping(args[2]))
        return tp_raise(&tp_TypeError, "locals must be a mapping or None, not %T", args[2]);
    Value closure = args[3] && args[3] != TP_NONE ? args[3] : 0;
    return run_source(args, "exec", "exec", closure) ? TP_NONE : 0;
}

/* ---- import ---- */

static Value builtin_import(Value self, Value *args)
{
    (void)self;
    int64_t level = 0;
    if (!tp_is_str(args[0]))
        return tp_raise(&tp_TypeError, "module name must be a string");
    if (args[4] && text_int_arg(args[4], &level) < 0)
        return 0;
    if (level < 0)
        return tp_raise(&tp_ValueError, "level must be >= 0");
    if (level > 0 && args[1] && !tp_is_dict(args[1]))
        return tp_raise(&tp_TypeError, "globals must be a dict");
    Dict *globals = args[1] && tp_is_dict(args[1]) ? tp_as_dict(args[1]) : 0;
    return tp_import_name(tp_intern(args[0]), globals,
                          args[3] ? args[3] : tp_ref(tp_empty_tuple), (int)level);
}

/* The import statement: calls whatever __import__ is. */
Value tp_import_stmt(Frame *frame, Value name, Value fromlist, int level)
{
    Value builtins = current_builtins();
    Value import =
        tp_is_dict(builtins) ? tp_dict_get(tp_as_dict(builtins), TP_NAME(__import__)) : 0;
    if (!import)
        return tp_error_pending() ? 0 : tp_raise(&tp_ImportError, "__import__ not found");
    if (tp_is_exact(import, &tp_builtin_type) &&
        ((Builtin *)tp_obj(import))->def->fn == builtin_import)
        return tp_import_name(name, frame->globals, fromlist, level);
    Value args[] = {name, tp_ref(frame->globals), frame->locals ? frame->locals : TP_NONE, fromlist,
                    tp_small(level)};
    return tp_call(import, 5, args, 0);
}

static Value builtin_breakpoint(Value self, int nargs, const Value *args, Tuple *kwnames)
{
    (void)self;
    Value hook = tp_sys_get(TP_NAME(breakpointhook));
    if (!hook)
        return tp_raise(&tp_RuntimeError, "lost sys.breakpointhook");
    return tp_call(hook, nargs, args, kwnames);
}

const MethodDef tp_eval_functions[] = {
    METHOD("__import__", builtin_import,
           "(name, globals=None, locals=None, fromlist=(), level=0)", "Import a module."),
    METHOD_RAW("breakpoint", builtin_breakpoint, 0, "breakpoint(*args, **kws)"),
    METHOD("compile", builtin_compile,
           "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
           "_feature_version=-1)",
           "Compile source into a code object that can be executed by exec() or eval()."),
    METHOD_RAW("dir", builtin_dir, 0, "dir([object]) -> list of strings"),
    METHOD("eval", builtin_eval, "(source, globals=None, locals=None, /)",
           "Evaluate the given source in the context of globals and locals."),
    METHOD("exec", builtin_exec, "(source, globals=None, locals=None, /, *, closure=None)",
           "Execute the given source in the context of globals and locals."),
    METHOD("globals", builtin_globals, "()",
           "Return the dictionary containing the current scope's global variables."),
    METHOD("locals", builtin_locals, "()",
           "Return a dictionary containing the current scope's local variables."),
    METHOD_RAW("vars", builtin_vars, 0, "vars([object]) -> dictionary"),
    METHOD_END,
};
