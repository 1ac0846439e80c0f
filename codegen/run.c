/* run.c -- compile in this process: code objects to machine code in memory, by libtcc.
 *
 * The header that emitted C includes is embedded, preprocessed for libtcc when taipan is built, so
 * that nothing needs to be found on the machine where a program runs. What emitted C may call is
 * given to libtcc by address, from abi.def. What it makes goes to memory of its own (machine.h),
 * which lives as long as a code object that was compiled to it. */
#include "run.h"

#include <libtcc.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "codegen.h"
#include "header.h"
#include "frontend/frontend.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/machine.h"
#include "runtime/modules/_ast.h"
#include "runtime/tp.h"

typedef struct Symbol {
    const char *name;
    const void *address;
} Symbol;

static const Symbol symbols[] = {
#define ABI(returns, name, params, fails) {#name, name},
#define ABI_DATA(type, name) {#name, &name},
#include "runtime/abi.def"
#undef ABI
#undef ABI_DATA
};

/* What libtcc calls by itself. */
static const Symbol own_symbols[] = {
    {"memcpy", memcpy}, {"memset", memset}, {"memmove", memmove},
};

static void note_tcc_error(void *opaque, const char *message)
{
    Value *first = opaque;
    bool is_error = !strstr(message, "warning:") || strstr(message, "implicit declaration");
    if (!*first && is_error)
        *first = tp_str_cstr(message);
}

/* The unit libtcc reads: what it needs of the header, then the emitted text after its #include
 * line. */
static char *join_unit(const char *text, size_t n)
{
    Text unit = {0};
    const char *body = strchr(strstr(text, "#include \"runtime/tp.h\""), '\n');
    size_t size = n - (size_t)(body - text);
    header_for(body, size, &unit);
    text_add(&unit, body, size);
    return unit.data;
}

/* A state that reports errors into *message. 0 with an exception pending. */
static TCCState *new_state(Value *message, int output_type)
{
    TCCState *tcc = tcc_new();
    if (!tcc) {
        tp_raise_no_memory();
        return 0;
    }
    tcc_set_error_func(tcc, message, note_tcc_error);
    tcc_set_options(tcc, "-nostdlib -nostdinc -Wimplicit-function-declaration");
    tcc_set_output_type(tcc, output_type);
    return tcc;
}

static void raise_tcc_error(Value message)
{
    tp_raise(&tp_SystemError, "emitted C does not compile: %S",
             message ? message : tp_str_cstr("no message"));
}

/* The machine code of a unit, in memory of its own, and the table `symbol` in that: 0 with an
 * exception pending. */
static const CompiledModule *compile_unit(const char *unit, const char *symbol, Machine **machine)
{
    Value message = 0;
    TCCState *tcc = new_state(&message, TCC_OUTPUT_MEMORY);
    if (!tcc)
        return 0;
    for (size_t i = 0; i < sizeof own_symbols / sizeof *own_symbols; i++)
        tcc_add_symbol(tcc, own_symbols[i].name, own_symbols[i].address);
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (header_declares(symbols[i].name))
            tcc_add_symbol(tcc, symbols[i].name, symbols[i].address);
    const CompiledModule *compiled = 0;
    int size = tcc_compile_string(tcc, unit) == 0 ? tcc_relocate(tcc, 0) : -1;
    *machine = size < 0 ? 0 : tp_machine_new((size_t)size);
    if (*machine && tcc_relocate(tcc, (*machine)->memory) == 0)
        compiled = tcc_get_symbol(tcc, symbol);
    if (!compiled && !tp_error_pending())
        raise_tcc_error(message);
    tcc_delete(tcc);
    return compiled;
}

int run_write_object(const char *text, size_t n, const char *path)
{
    char *unit = join_unit(text, n);
    Value message = 0;
    TCCState *tcc = new_state(&message, TCC_OUTPUT_OBJ);
    int status = -1;
    if (tcc) {
        /* what is inline elsewhere is called by the names of out_of_line.c */
#define FAST(name, fast_name) tcc_define_symbol(tcc, #name, "plain_" #fast_name);
#include FAST_NAMES
#undef FAST
        status = tcc_compile_string(tcc, unit) == 0 && tcc_output_file(tcc, path) == 0 ? 0 : -1;
        if (status < 0)
            raise_tcc_error(message);
        tcc_delete(tcc);
    }
    tp_heap_free(unit);
    return status;
}

static int prepare(Code *code, const char *module_name)
{
    CodegenOptions options = {.module_name = module_name};
    size_t n;
    char *text = codegen_module(code, &options, &n, 0);
    if (!text)
        return -1;
    char *unit = join_unit(text, n);
    free(text);
    Machine *machine;
    const CompiledModule *compiled =
        compile_unit(unit, codegen_module_symbol(module_name), &machine);
    tp_heap_free(unit);
    return compiled && tp_module_bind(compiled, code, machine) ? 0 : -1;
}

static enum FrontendMode mode_named(const char *name)
{
    return strcmp(name, "eval") == 0     ? FRONTEND_EVAL
           : strcmp(name, "single") == 0 ? FRONTEND_SINGLE
                                         : FRONTEND_EXEC;
}

static Value compile(const char *source, size_t n, const char *filename, const char *mode,
                     int flags, int optimize)
{
    return frontend_compile(source, n, filename, mode_named(mode), flags, optimize);
}

static Value parse(const char *source, size_t n, const char *filename, const char *mode, int flags)
{
    return frontend_parse(source, n, filename, mode_named(mode), flags);
}

static Value compile_tree(Value tree, const char *filename, const char *mode, int flags,
                          int optimize)
{
    return frontend_compile_python(tree, filename, mode_named(mode), flags, optimize);
}

void run_install_hooks(void)
{
    /* What one compilation frees the next one takes: asking the system each time costs more. */
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    tp_compiler.compile = compile;
    tp_compiler.parse = parse;
    tp_compiler.is_tree = tp_is_ast;
    tp_compiler.compile_tree = compile_tree;
    tp_compiler.prepare = prepare;
}
