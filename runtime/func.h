/* func.h -- functions, builtin functions, methods, cells, descriptors, generators, modules. */
#ifndef TP_FUNC_H
#define TP_FUNC_H

#include "code.h"
#include "dict.h"
#include "list.h"
#include "state.h"

/* The most parameters a C entry takes one by one; with more it takes one array. */
enum { TP_MAX_DIRECT = 8 };

/* A Python function. `entry` is the C function of its code object and has one C parameter for each
 * parameter of the code object, in the order of co_varnames (positional, keyword-only, *args,
 * **kwargs), after the Function itself:
 *     Value entry(Function *self, Value a, Value b)         up to TP_MAX_DIRECT parameters
 *     Value entry(Function *self, const Value *parameters)  more
 * `arity` >= 0 says: called with exactly that many positional arguments, nothing needs binding.
 * The body of a module or a class (code without CO_OPTIMIZED) gets its namespace instead, a dict or
 * whatever __prepare__ gave:
 *     Value entry(Function *self, Value namespace) */
struct Function {
    Object head;
    int32_t arity;             /* -1 unless all are plain positional, at most TP_MAX_DIRECT */
    int32_t nparams;           /* C parameters of entry */
    void *entry;
    Code *code;
    Dict *globals;
    Value *closure;            /* Cell * values, as many as co_freevars */
    Tuple *defaults;           /* or 0 */
    Dict *kwdefaults;          /* or 0 */
    Value name, qualname;
    Value doc, module;         /* 0: None */
    Value annotations;         /* dict, tuple of pairs until asked, or 0 */
    Dict *dict;                /* or 0 */
    Dict *builtins;
};

/* A function or method written in C; as an attribute of a builtin type it is the unbound method
 * (method descriptor), bound it is a Builtin with self set. */
typedef struct Builtin {
    Object head;
    const MethodDef *def;
    Value self;                /* bound object, module, or 0 */
    Type *owner;               /* type that has it as a method, or 0 */
    Value module;              /* __module__, anything, or 0 */
    const struct Signature *signature;
    int32_t min_args, max_args; /* positional arguments that need no binding but padding with 0;
                                   -1, -1 for raw ones and those with *args, **kwargs */
    int32_t nexact;            /* so many arguments are just what the C function takes; -1 */
    Value name;
} Builtin;

/* The C function of a method that takes exactly nargs arguments, or 0: what else there is goes
 * through tp_builtin_call. */
static inline BuiltinFn tp_exact_builtin(Value method, int nargs)
{
    const Builtin *b = (Builtin *)tp_obj(method);
    return tp_is_exact(method, &tp_method_descriptor_type) && b->nexact == nargs ? b->def->fn : 0;
}

typedef struct Method {        /* bound method */
    Object head;
    Value function, self;
    Dict *dict;
} Method;

typedef struct Cell {
    Object head;
    Value value;               /* 0: empty */
} Cell;

typedef struct Module {
    Object head;
    Dict *dict;
    Value name;
    const struct ModuleDef *def; /* C modules */
    bool is_initializing;        /* its body is running: an import of it is circular */
    Value (*lazy)(Value name);   /* makes an attribute of that name, or for 0 all that are left
                                    (then None); 0 without exception if there is none. 0: all are
                                    made */
} Module;
/* Make the attributes that are made only when asked for: 0, or -1 with an exception. */
int tp_module_complete(Value module);

/* A new function. defaults, kwdefaults, annotations and closure are 0 where there is none; closure
 * is borrowed from the tuple that holds it. */
Value tp_function_new(Code *code, Dict *globals, Value qualname, Tuple *defaults, Dict *kwdefaults,
                      Value annotations, Value *closure);
/* Bind any call to f's parameters and run it: what it returns, or 0 with an exception. Those of
 * kwnames follow the nargs positional arguments. */
Value tp_function_call(Value f, int nargs, const Value *args, Tuple *kwnames);
/* The same without keywords, where defaults are likely to be needed. */
Value tp_function_fill(Function *f, int nargs, const Value *args);
/* Call entry with nparams values (the switch over C arities). */
Value tp_function_enter(Function *f, const Value *parameters);

/* Run a module or class body in that namespace. */
Value tp_function_run_body(Function *f, Value namespace);

/* A new Builtin for a row of a method table; self, owner and module may be 0 (see the struct). */
Value tp_builtin_new(const MethodDef *def, Value self, Type *owner, Value module);
/* Call b's C function with that self: b is a method descriptor, or b->self is self. */
Value tp_builtin_call(const Builtin *b, Value self, int nargs, const Value *args, Tuple *kwnames);
/* A copy of b with that self; a bound method; a cell (value 0: empty). None of them fails. */
Value tp_builtin_bind(Builtin *b, Value self);
Value tp_method_new(Value function, Value self);
Value tp_cell_new(Value value);
/* A read-only view of a mapping. Can't fail. */
Value tp_mappingproxy_new(Value mapping);

/* super(type, self); 0 with TypeError if self is no instance or subclass of type. */
Value tp_super_new(Type *type, Value self);

/* ---- argument binding for C functions (args.c) ---- */

/* A parsed signature text. */
typedef struct Signature {
    int32_t nparams;           /* all parameters, *args and **kwargs included */
    int32_t nposonly, npositional; /* positional parameters, of them positional-only */
    int32_t nrequired;         /* leading positional parameters without default */
    int32_t varargs, kwargs;   /* index of *args and **kwargs, or -1 */
    bool is_parsed;            /* wording of METHOD_PARSED */
    Value *names;              /* interned, one each */
    bool *is_required;         /* one each */
} Signature;
/* Parse "(a, b=1, /, *, c)"; the collector owns the result. Can't fail: texts are our own. */
Signature *tp_signature_parse(const char *text);
/* Fill out[nparams]; 0, or -1 with CPython's TypeError for a function of that name. */
int tp_args_bind(const Signature *s, const char *name, int nargs, const Value *args,
                 Tuple *kwnames, Value *out);
/* For RawFn, NewFn and InitFn: the same from a signature text parsed once a place:
 *     Value a[2];
 *     if (TP_ARGS("float", "(x=0, /)", a) < 0) return 0;      -- uses nargs, args, kwnames */
#define TP_ARGS(name, signature, out)                                                            \
    ({                                                                                           \
        static const Signature *signature_;                                                      \
        if (!signature_)                                                                         \
            signature_ = tp_signature_parse(signature);                                          \
        tp_args_bind(signature_, name, nargs, args, kwnames, out);                               \
    })

/* ---- generators (gen.c) ---- */

/* What a compiled generator body does: runs from g->resume with `sent` (0: throw tp_state.pending
 * at the yield; never at the start) until the next yield, whose value it returns. At its end it
 * sets g->resume = -1 and returns the return value; on error it sets g->resume = -1 and returns 0
 * with the exception. gen.c links g->frame and exchanges the handled exception around each run.
 *
 * `yield from x` in a body: tp_gen_send(x, None, &v). GEN_YIELD: g->yield_from = x, yield v;
 * GEN_RETURN: v is the value of the expression; GEN_ERROR: an exception at this place. While
 * yield_from is set gen.c sends to x and throws into x instead of the body; when x ends, the body
 * is resumed with its result, or with 0 where x failed, and yield_from 0. */
typedef struct Generator Generator;
typedef Value (*ResumeFn)(Generator *g, Value sent);
enum GenKind { GEN_GENERATOR, GEN_COROUTINE, GEN_ASYNC_GENERATOR };
/* What keeps a generator from being resumed by nothing but calling its body. */
enum GenBusy {
    GEN_RUNNING = 1,
    GEN_OVER = 2,        /* resume is -1 */
    GEN_NOT_PLAIN = 4,   /* its code has handlers, or it is of another kind */
    GEN_HANDLING = 8     /* its body is in a handler of its own */
};
struct Generator {
    Object head;
    ResumeFn body;
    Frame frame;               /* linked while running */
    int32_t resume;            /* which yield to go on from; 0 not started; -1 finished */
    uint8_t busy;              /* set of enum GenBusy */
    uint8_t kind;              /* enum GenKind, from the code's flags */
    uint8_t flags;             /* enum GenFlag of gen.h */
    uint8_t nslots;            /* size of slots; 255: more than can be given back */
    Value name, qualname;
    Value yield_from;          /* what `yield from`/await delegates to, or 0 */
    Value handled;             /* suspended: what its body is handling, or 0; running: what whoever
                                  resumed it is handling */
    Value extra;               /* coroutine: cr_origin; async generator: its finaliser hook; or 0 */
    Value slots[];             /* locals and temporaries that live across yields */
};
Generator *tp_generator_new(Function *f, ResumeFn body, int nslots);
/* No function began to make generators while it ran, by an assignment to its __code__. */
extern bool tp_gen_makers_are_known;
enum GenStatus { GEN_ERROR = -1, GEN_RETURN = 0, GEN_YIELD = 1 };
/* Send into any iterator: run until the next yield (*result is what is yielded), the end (*result
 * is what is returned) or an exception. */
enum GenStatus tp_gen_send(Value iterator, Value sent, Value *result);
/* What tp_push_handled and tp_pop_handled do, in the body of a generator. */
Value tp_gen_push_handled(Generator *g, Value exc);
void tp_gen_pop_handled(Generator *g, Value previous);
/* tp_next of a generator: 0 at its end, without an exception, and on failure, with one. */
Value tp_generator_next(Generator *g);

/* ---- modules (module.c, import.c) ---- */

/* A new module of that name, in no table yet. Can't fail. */
Value tp_module_new(Value name);
/* The function __import__ of builtins: the module; 0 with ImportError or what its body raised. */
Value tp_import_name(Value name, Dict *globals, Value fromlist, int level);
/* The module of exactly that (interned) name, as importlib.import_module gives it; 0 as above. */
Value tp_import_dotted(Value name);
Value tp_import_module(const char *dotted_name);
/* `from module import name`: 0 with ImportError. */
Value tp_import_from(Value module, Value name);
/* `from module import *` into a namespace: 0, or -1. */
int tp_import_star(Value module, Dict *namespace);
extern Dict *tp_sys_modules;
extern Dict *tp_builtins;                          /* namespace of the builtins module */

/* A module written in C: one file, one line in modules/modules.def. */
typedef struct ModuleDef {
    const char *name;
    const MethodDef *functions;
    int (*init)(Value module);   /* adds types and constants; -1 on failure; may be 0 */
    const char *doc;
} ModuleDef;
/* Put what is given into a module's namespace: 0, or -1; tp_module_add also where value is 0, so
 * that what makes the value may fail. */
int tp_module_add(Value module, const char *name, Value value);
int tp_module_add_functions(Value module, const MethodDef *functions);
/* Names of ints, as tables of C constants give them: n of them. */
typedef struct IntConstant {
    const char *name;
    int64_t value;
} IntConstant;
int tp_module_add_ints(Value module, const IntConstant *constants, size_t n);
int tp_module_add_type(Value module, Type *type);  /* ready it and add it under its last name */

#endif
