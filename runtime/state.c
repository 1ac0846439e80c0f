/* state.c -- the state of the running program: starting it, ending it, how deep it may go.
 *
 * A program runs on a stack of its own, gigabytes of address space of which only what is touched
 * costs memory: so a raised recursion limit is honoured. Two things end a recursion: the number of
 * frames (sys.getrecursionlimit(), what programs observe), and the end of the stack. Recursion
 * inside the C runtime that enters no frame (repr of nested lists, comparison of nested tuples)
 * deepens the innermost frame for as long as it lasts.
 *
 * Start at tp_run.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/io.h"
#include "runtime/shape.h"
#include "runtime/startup.h"
#include "runtime/str.h"

State tp_state = {.frame = &tp_base_frame, .recursion_limit = 1000};
Frame tp_base_frame;

/* Bytes kept free below the limit, for the C code that runs between two checks. */
enum { STACK_RESERVE = 512 * 1024 };

int tp_recursion_error(void)
{
    return tp_raise_int(&tp_RecursionError, "maximum recursion depth exceeded");
}

int tp_frame_push_slow(Frame *frame)
{
    if (frame->depth > tp_state.recursion_limit || (char *)frame < tp_state.stack_limit)
        return tp_recursion_error();
    tp_state.frame = frame;
    if (tp_poll() == 0)
        return 0;
    tp_traceback_add(frame);
    tp_state.frame = frame->back;
    return -1;
}

int tp_recursion_refuse(const char *where)
{
    tp_recursion_leave();
    return tp_raise_int(&tp_RecursionError, "maximum recursion depth exceeded%s", where);
}

/* ---- starting and ending ---- */

/* The bounds of a C stack that cannot be replaced: what the system allows, at most 64 MiB of it. */
static void measure_own_stack(void)
{
    struct rlimit limit;
    size_t size = 8u << 20;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        size = limit.rlim_cur;
    if (size > (size_t)64 << 20)
        size = (size_t)64 << 20;
    if (size < 2 * STACK_RESERVE)
        size = 2 * STACK_RESERVE;
    tp_state.stack_start = __builtin_frame_address(0);
    tp_state.stack_limit = tp_state.stack_start - size + STACK_RESERVE;
}

void tp_runtime_init(int argc, char **argv)
{
    if (!tp_state.stack_limit)
        measure_own_stack();
    tp_state.entry_limit = tp_state.stack_limit;
    tp_heap_init();
    tp_hash_init();
    tp_str_init();
    tp_types_init();
    tp_errors_init();
    tp_builtins_init();
    tp_sys_init(argc, argv);
    tp_io_init();
    tp_signals_init();
}

/* Finalisers of the objects that are left: those that a global of __main__ refers to first, in the
 * order of the names, as if it were the last to do so. */
static void finalize_objects(void)
{
    Value module = tp_dict_get_cstr(tp_sys_modules, "__main__");
    if (module && tp_is_exact(module, &tp_module_type)) {
        List *values = tp_as_list(tp_dict_values_list(((Module *)tp_obj(module))->dict));
        for (int64_t i = 0; i < values->length; i++)
            if (tp_is_ptr(values->items[i]))
                tp_heap_finalize(tp_obj(values->items[i]));
    }
    tp_heap_finalize_all();
}

int tp_runtime_finish(int status)
{
    tp_std_flush();
    tp_atexit_run();
    int flushed = tp_io_finish();
    tp_io_restore();
    finalize_objects();
    if (flushed == 0)
        flushed = tp_io_finish();
    return flushed < 0 ? 120 : status;
}

int tp_poll(void)
{
    tp_state.entry_limit = tp_state.stack_limit;
    tp_state.poll = 0;
    if (tp_signals_run() < 0)
        return -1;
    tp_heap_run_finalizers();
    return 0;
}

typedef struct Run {
    int argc;
    char **argv;
    int (*program)(void *data);
    void *data;
    int status;
    ucontext_t outside, inside;
} Run;

static Run run;

static void run_program(void)
{
    tp_runtime_init(run.argc, run.argv);
    run.status = tp_runtime_finish(run.program(run.data));
    sigprocmask(SIG_SETMASK, 0, &run.outside.uc_sigmask); /* what is blocked now stays so */
}

#ifdef TP_SANITIZE
static char *map_stack(size_t size)
{
    (void)size; /* the sanitizer follows only the stacks it knows */
    return 0;
}
#else
static char *map_stack(size_t size)
{
    char *stack = mmap(0, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        return 0;
    madvise(stack, size, MADV_NOHUGEPAGE);
    return stack;
}
#endif

int tp_run(int argc, char **argv, int (*program)(void *data), void *data)
{
    run.argc = argc;
    run.argv = argv;
    run.program = program;
    run.data = data;
    char *stack = 0;
    size_t size;
    for (size = (size_t)4 << 30; size >= (size_t)32 << 20; size >>= 2)
        if ((stack = map_stack(size)))
            break;
    if (stack) {
        tp_state.stack_start = stack + size;
        tp_state.stack_limit = stack + STACK_RESERVE;
        tp_heap_set_stack(stack + size);
        getcontext(&run.inside);
        run.inside.uc_stack.ss_sp = stack;
        run.inside.uc_stack.ss_size = size;
        run.inside.uc_link = &run.outside;
        makecontext(&run.inside, run_program, 0);
        swapcontext(&run.outside, &run.inside);
    } else {
        run_program();
    }
    tp_signals_finish();
    return run.status;
}
