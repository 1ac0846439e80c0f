/* total.py, compiled by taipan. */
#include "runtime/tp.h"

/* Constants and names; then the module's functions, then its globals. */
static Value K[9];
enum {
    K_total, G_total = 8,
};
enum { FIRST_CELL = 8, NCELLS = 1 };
static const int cell_names[] = {
    2,
};

/* total.py:1  <module> */
static PLAIN Value module_0(Function *fn, Value namespace)
{
    Frame here, *frame = &here;
    Value t1;
    if (tp_enter_body(frame, fn, namespace) < 0) return 0;
    tp_bind_cells(K + FIRST_CELL, NCELLS, cell_names, K, fn->globals);

    AT(6);     /* 1: def total(items): */
    if (!(t1 = tp_plain_function(frame, K[K_total]))) { AT(4); goto fail; }
    if (tp_set_global(K[G_total], t1) < 0) goto fail;
    return tp_leave(frame, None);
fail:   return tp_fail(frame);
}

/* total.py:1  def total(items): */
static Value total_1(Function *fn, Value items)
{
    Frame here, *frame = &here;
    Value s, x, t1;
    int64_t s_i, x_i, t1_i, result_i;
    Iter it_3;
    if (tp_enter(frame, fn) < 0) return 0;

    s_i = 0;                            /* 2:     s = 0 */
    AT(8);     /* 3:     for x in items: */
    if (tp_for(&it_3, items) < 0) goto fail;
loop_3:
    if (POLL() < 0) { AT(30); goto fail; }
    AT(10);
    if (!(x = tp_for_next(&it_3))) goto end_5;
    if (!TAKE_INT(x, x_i)) goto leave_3;

    /* 4:         s += x * 2 */
    t1_i = x_i * 2;
    if (tp_add_over(s_i, t1_i, &result_i)) goto leave_4;
    s_i = result_i;
    goto loop_3;

end_5:
    if (tp_pending()) goto fail;
    return tp_leave(frame, tp_box_int(s_i));  /* 5:     return s */
leave_3:
    s = tp_box_int(s_i); AT(12); goto general_3;
leave_4:
    s = tp_box_int(s_i); x = INT(x_i); AT(12); goto general_3;

loop_3_2:
    if (POLL() < 0) { AT(30); goto fail; }
    AT(10);     /* 3:     for x in items: */
    if (!(x = tp_for_next(&it_3))) goto end_5_2;

general_3:
    AT(20);     /* 4:         s += x * 2 */
    if (!(t1 = tp_temp_mul(x, INT(2)))) goto fail;
    if (!(s = tp_iadd(s, t1))) { AT(24); goto fail; }
    goto loop_3_2;

end_5_2:
    if (tp_pending()) goto fail;
    return tp_leave(frame, s);          /* 5:     return s */
fail:   return tp_fail(frame);
}

/* What the runtime ties to the code objects of the module. */
static const CompiledCode codes[] = {
    {module_0, 0, 0}, {total_1, 0, 0},
};

/* The code object: marshalled, and packed as in runtime/packed.h. */
static const char packed[] =
    "/[#.Y#%%Cx#=A^x&ki:/SP3QtMG.2WC/%W102>w]/kf)J####&/kcn,/kkbK#KZwt#*8ho&BOw)#KQty#f[$O#0%*U"
    "#0xo.&]d4@2G[)c5>:QUDb^:9#5%tK$75qoHEh>3i(y;M#K1yy#<`'5->`NfHFn:2EdD]Ri)'hb.D>uS#<`780MDIM"
    "L.p6/&'Rxq'4103#>l.A#<W:O#UB[cNh)8IO.hD@N_P=6hH(->:HrYv2ju0w7SFB;'20Om$rHw.^.cLF%YwuDC;F`$"
    "7(ro9#>,#A###%i#u(G)p.b`p'KcA&##.xd";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "total.py", false,
    2, codes, 9, K, 0, 0,
    packed, 300,
};
