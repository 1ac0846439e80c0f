/* code.h -- code objects: what the front end makes, codegen reads and Python sees. */
#ifndef TP_CODE_H
#define TP_CODE_H

#include "object.h"

enum CodeFlags {
    CO_OPTIMIZED = 0x1,
    CO_NEWLOCALS = 0x2,
    CO_VARARGS = 0x4,
    CO_VARKEYWORDS = 0x8,
    CO_NESTED = 0x10,
    CO_GENERATOR = 0x20,
    CO_COROUTINE = 0x80,
    CO_ITERABLE_COROUTINE = 0x100,
    CO_ASYNC_GENERATOR = 0x200
};

/* Kinds in localspluskinds, CPython's own bits. */
enum { CO_FAST_LOCAL = 0x20, CO_FAST_CELL = 0x40, CO_FAST_FREE = 0x80 };

struct Code {
    Object head;
    int32_t argcount;          /* positional parameters, positional-only ones included */
    int32_t posonlyargcount, kwonlyargcount;
    int32_t nlocals, stacksize, flags, firstlineno;
    int32_t nlocalsplus, ncellvars, nfreevars;
    Value code;                /* bytes */
    Value consts, names;       /* tuples */
    Value localsplusnames;     /* tuple of str: varnames, then cells, then free variables */
    Value localspluskinds;     /* bytes */
    Value filename, name, qualname; /* str */
    Value linetable, exceptiontable; /* bytes */
    void *entry;               /* compiled C function, or 0 if not compiled yet */
    void *resume;              /* ResumeFn of generators */
    int32_t nslots;            /* of a Generator of this code */
    struct Machine *machine;   /* what owns the C function, if it was made in this process; or 0 */
    struct FormerMachine *former; /* what owns those it had before: functions and generators made
                               then still run them */
};

/* A copy of the fields as a code object, with the counts that the kinds say and interned names.
 * Never fails; fields that Python code made up are checked first. */
Code *tp_code_new(const Code *fields);
/* Do the fields, each of its type, go together? 0, or -1 with the exception CPython raises. */
int tp_code_check(const Code *fields);
/* Source position of the instruction at byte offset `at`: all -1 if it has none. Columns are UTF-8
 * byte offsets, 0-based. */
typedef struct CodePosition {
    int line, end_line, column, end_column;
} CodePosition;
CodePosition tp_code_position(const Code *code, int at);
/* The line of that position, or -1. */
int tp_code_line(const Code *code, int at);
/* Parameters of the C entry: argcount + kwonlyargcount + (*args) + (**kwargs). */
static inline int tp_code_nparams(const Code *c)
{
    return c->argcount + c->kwonlyargcount + !!(c->flags & CO_VARARGS) +
           !!(c->flags & CO_VARKEYWORDS);
}

/* ---- hooks: how the runtime reaches the front end and the compiler, if they are linked in ---- */
typedef struct CompilerHooks {
    /* source bytes to a code object: mode "exec", "eval", "single"; 0 with SyntaxError. */
    Value (*compile)(const char *source, size_t n, const char *filename, const char *mode,
                     int flags, int optimize);
    /* The same up to the tree: an instance of a class of the module _ast. */
    Value (*parse)(const char *source, size_t n, const char *filename, const char *mode, int flags);
    /* Is v such a tree? And its code object, if it is well-formed and goes with the mode. */
    bool (*is_tree)(Value v);
    Value (*compile_tree)(Value tree, const char *filename, const char *mode, int flags,
                          int optimize);
    /* Make code and all code objects in it runnable (entry set): the body of that module, which
     * runs in one namespace, or (0) code that may run in any. -1 on failure. */
    int (*prepare)(Code *code, const char *module_name);
} CompilerHooks;
extern CompilerHooks tp_compiler;

/* ---- compiled modules: what one emitted C file hands to the runtime ---- */
struct AttrCache;
typedef struct CompiledCode {  /* one a code object, in preorder of co_consts */
    void *entry;
    void *resume;
    int32_t nslots;
} CompiledCode;
typedef struct CompiledModule {
    const char *name;          /* dotted module name */
    const char *filename;
    bool is_package;
    int32_t ncodes;
    const CompiledCode *codes;
    int32_t nconsts;           /* size of consts, filled at load: the code objects in preorder, of
                                  each its co_consts and then its co_names */
    Value *consts;
    int32_t ncaches;
    struct AttrCache *caches;
    const char *packed;        /* the module's code object, marshalled and packed (packed.h); 0 when
                                  it is in memory already */
    size_t marshalled_size;
} CompiledModule;
/* Tie machine code to code objects: unmarshals unless root is given. machine: what owns it (see
 * machine.h), or 0 if it is part of the program. Gives the module's code; 0 with SystemError if the
 * two don't fit, or with what unmarshalling raised. Call once a module. */
Code *tp_module_bind(const CompiledModule *compiled, Code *root, struct Machine *machine);
/* The function, which had that code object, has another one now: the compiled module of its code is
 * not to know it as one of its own any more, which are called directly. */
void tp_module_forget_function(Value function, const Code *code);

#endif
