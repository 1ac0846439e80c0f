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
    if (!(t1 = tp_plain_function(frame, K[K_countdown]))) { AT(4); goto fail; }
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
    if (test) {
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
    }
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

/* The code object: marshalled, and packed as in runtime/packed.h. */
static const char packed[] =
    "/[#.Y#%%Cx#=A^x&ki:/SP3QtMG.2WC/%W102>w]/kf)H####F/kkbU/kc7K;+pvoSP4E7GZfDt>YLJg#>BMKC/&wo"
    "##'GKJkWC[C.qQ0$;<^;#b#Iw#0a&M02:/)FMA5fq,nkx&vl/jCVF6&FhTKNJ0kT9Fhqt@C:e]2GYaE)p/Q1$###%a"
    "#;cG7#:'Xfp.PNp(*jB(N`,v_kTgFDNh)#7N_SwM#$24V#$V+8#$gd1#(96v#G;'3GZb#mGYeQI#87+ZsAV5%Fg-#."
    "CPm.>GYJ*@,YS2Ap.k]n#Wr/o#@$y$$VUSi#####";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "generator.py", false,
    2, codes, 8, K, 0, 0,
    packed, 315,
};
