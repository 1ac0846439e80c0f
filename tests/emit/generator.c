/* generator.py, compiled by taipan. */
#include "runtime/tp.h"

/* Constants and names; then the module's functions, then its globals. */
static Value K[8];
enum {
    K_countdown, G_countdown = 7,
};
enum { FIRST_CELL = 7, NCELLS = 1 };
static const int cell_names[] = {
    2,
};

/* generator.py:1  <module> */
static PLAIN Value module_0(Function *fn, Value namespace)
{
    Frame here, *frame = &here;
    Value t1;

    if (tp_enter_body(frame, fn, namespace) < 0) return 0;
    tp_bind_cells(K + FIRST_CELL, NCELLS, cell_names, K, fn->globals);

    AT(6);     /* 1: def countdown(n): */
    if (!(t1 = tp_make_function(frame, K[K_countdown], 0, 0, 0, 0))) { AT(4); goto fail; }
    if (tp_set_global(K[G_countdown], t1) < 0) goto fail;
    return tp_leave(frame, None);
fail:   return tp_fail(frame);
}

/* generator.py:1  def countdown(n): */
static Value countdown_1_body(Generator *g, Value sent)
{
    Frame *frame = &g->frame;
    Value n;
    int test;

    if (g->resume == 1) goto resume_1;
    n = g->slots[0];
    if (!sent) goto fail;

    AT(8);     /* 2:     while n: */
    if ((test = tp_truth(n)) < 0) goto fail;
    if (!test) goto line_2_2;
loop_3:
    if (POLL() < 0) { AT(30); goto fail; }

    AT(12);     /* 3:         yield n */
    g->slots[0] = n;
    g->resume = 1;
    return n;
resume_1:
    n = g->slots[0];
    if (!sent) goto fail;

    AT(22);     /* 4:         n -= 1 */
    if (!(n = tp_isub(n, INT(1)))) goto fail;

    AT(30);     /* 2:     while n: */
    if ((test = tp_truth(n)) < 0) goto fail;
    if (test) goto loop_3;
    return tp_gen_finish(g, None);
line_2_2:
    return tp_gen_finish(g, None);
fail:   return tp_gen_fail(g);
}

static Value countdown_1(Function *fn, Value n)
{
    Generator *g = tp_generator_new(fn, countdown_1_body, 1);
    g->slots[0] = n;
    return tp_ref(g);
}

/* What the runtime ties to the code objects of the module. */
static const CompiledCode codes[] = {
    {module_0, 0, 0}, {countdown_1, countdown_1_body, 1},
};

static const char marshalled[] =
    "c\000\000\000\000\000\000\000\000\000\000\000\000\001\000\000\000\000\000\000\000s\014\000\000\000\227\000d\000\204\000Z\000d\001S\000)\002c\001\000\000\000\000\000\000\000\000\000\000\000\002\000\000\000#\000\000"
    "\000s(\000\000\000K\000\001\000\227\000|\000r\015|\000V\000\227\001\001\000|\000d\001z\027\000\000}\000|\000\260\013d\000S\000d\000S\000)\002Ni\001\000\000\000\251\000)\001\332\001"
    "ns\001\000\000\000 \372\014generator.py\332\011countdownr\003\000\000\000\001\000\000\000s>\000\000\000\350\000\350\000\200\000\330\n\013\360\000\002\005\017"
    "\330\016\017\210\007\210\007\210\007\330\010\011\210Q\211\006\210\001\360\005\000\013\014\360\000\002\005\017\360\000\002\005\017\360\000\002\005\017\360\000\002\005\017\360\000\002\005\017\363\000\000\000\000N)\001r\003\000\000"
    "\000r\000\000\000\000r\004\000\000\000r\002\000\000\000\372\010<module>r\005\000\000\000\001\000\000\000s\036\000\000\000\360\003\001\001\001\360\002\003\001\017\360\000\003\001\017\360\000\003\001\017"
    "\360\000\003\001\017\360\000\003\001\017r\004\000\000\000";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "generator.py", false,
    2, codes, 8, K, 0, 0,
    marshalled, sizeof marshalled - 1,
};
