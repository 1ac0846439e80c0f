/* numbers.py, compiled by taipan. */
#include "runtime/tp.h"

/* Constants and names; then the module's functions, then its globals. */
static Value K[11];
enum {
    K_sum_of_squares, K_0_0 = 4, K_0_5, G_sum_of_squares = 9, G_range,
};
enum { FIRST_CELL = 9, NCELLS = 2 };
static const int cell_names[] = {
    2, 6,
};

/* numbers.py:1  <module> */
static PLAIN Value module_0(Function *fn, Value namespace)
{
    Frame here, *frame = &here;
    Value t1;
    if (tp_enter_body(frame, fn, namespace) < 0) return 0;
    tp_bind_cells(K + FIRST_CELL, NCELLS, cell_names, K, fn->globals);

    AT(6);     /* 1: def sum_of_squares(n): */
    if (!(t1 = tp_plain_function(frame, K[K_sum_of_squares]))) { AT(4); goto fail; }
    if (tp_set_global(K[G_sum_of_squares], t1) < 0) goto fail;
    return tp_leave(frame, None);
fail:   return tp_fail(frame);
}

/* numbers.py:1  def sum_of_squares(n): */
static Value sum_of_squares_1(Function *fn, Value n)
{
    Frame here, *frame = &here;
    Value s, i, t1, t3, t2;
    int64_t n_i, i_i, it_3_next, it_3_stop;
    double s_f, t2_f;
    Iter it_3;
    if (tp_enter(frame, fn) < 0) return 0;
    if (!TAKE_INT(n, n_i)) goto general_2;

    s_f = 0.0;                          /* 2:     s = 0.0 */

    /* 3:     for i in range(n): */
    if (!(t1 = tp_global(K[G_range]))) { AT(6); goto fail; }
    if (t1 != tp_known.range_) goto leave_3;
    it_3_next = 0, it_3_stop = n_i;
loop_3:
    if (POLL() < 0) { AT(56); goto fail; }
    if (it_3_next >= it_3_stop) goto end_5;
    i_i = it_3_next++;

    /* 4:         s += i * 0.5 */
    t2_f = (double)i_i * 0.5;
    s_f = s_f + t2_f;
    goto loop_3;

end_5:
    return tp_leave(frame, tp_box_float(s_f));  /* 5:     return s */

    /* from here on in general */
leave_3:
    s = tp_box_float(s_f); AT(24); goto general_3;

general_2:
    s = K[K_0_0];                       /* 2:     s = 0.0 */

    AT(24);     /* 3:     for i in range(n): */
    if (!(t1 = tp_global(K[G_range]))) { AT(6); goto fail; }
general_3:
    if (!(t3 = tp_call1(t1, n))) { AT(24); goto fail; }
    if (tp_for(&it_3, t3) < 0) { AT(34); goto fail; }
loop_3_2:
    if (POLL() < 0) { AT(56); goto fail; }
    AT(36);
    if (!(i = tp_for_next(&it_3))) goto end_5_2;

    AT(46);     /* 4:         s += i * 0.5 */
    if (!(t2 = tp_temp_mul(i, K[K_0_5]))) goto fail;
    if (!(s = tp_iadd(s, t2))) { AT(50); goto fail; }
    goto loop_3_2;

end_5_2:
    if (tp_pending()) goto fail;
    return tp_leave(frame, s);          /* 5:     return s */
fail:   return tp_fail(frame);
}

/* What the runtime ties to the code objects of the module. */
static const CompiledCode codes[] = {
    {module_0, 0, 0}, {sum_of_squares_1, 0, 0},
};

/* The code object: marshalled, and packed as in runtime/packed.h. */
static const char packed[] =
    "/[#.Y#%%Cx#=A^x&ki:/SP3QtMG.2WC/%W102>w]/kf)J####&/kcnF/kec>K2$H6#/P[jXA&[uYvIH'&<Hn$&BOw)"
    "#KQty#f[$O#0%*U#0xo.&]e-Z3_rMe/kc@W#<W;R7<JYg$bg&jD6YNqi(y,H#JytsDng9qq-G1i-UnHaHavV#GeYlR"
    "J0kcNHavM*Co_X#H`_>'H+jJ)#<`I>2G=*SL.p6/&^3R#'4-cYO/.`xp.PKo)c6W.%b(P8%TS=cQ=#KRO'%3BN_S/;"
    "'$NpAK1mwu024o>L33Lx$qpY)GrGaFsAV5%Fg-#.CPm.@B2&;/,YS2Ap.k]n#Wr/p#xgOw$VUSi#####";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "numbers.py", false,
    2, codes, 11, K, 0, 0,
    packed, 351,
};
