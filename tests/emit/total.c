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
    if (!(t1 = tp_make_function(frame, K[K_total], 0, 0, 0, 0))) { AT(4); goto fail; }
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

static const char marshalled[] =
    "c\000\000\000\000\000\000\000\000\000\000\000\000\001\000\000\000\000\000\000\000s\014\000\000\000\227\000d\000\204\000Z\000d\001S\000)\002c\001\000\000\000\000\000\000\000\000\000\000\000\004\000\000\000\003\000\000"
    "\000s$\000\000\000\227\000d\001}\001|\000D\000]\n}\002|\001|\002d\002z\005\000\000z\015\000\000}\001\214\013|\001S\000)\003Ni\000\000\000\000i\002\000\000\000\251\000)\003\332"
    "\005items\332\001s\332\001xs\003\000\000\000   \372\010total.py\332\005totalr\005\000\000\000\001\000\000\000s*\000\000\000\200\000\330\010\011\200A\330\015"
    "\022\360\000\001\005\023\360\000\001\005\023\210\001\330\010\011\210Q\220\021\211U\211\n\210\001\210\001\330\013\014\200H\363\000\000\000\000N)\001r\005\000\000\000r\000\000\000\000r\006\000\000\000r\004\000\000"
    "\000\372\010<module>r\007\000\000\000\001\000\000\000s\036\000\000\000\360\003\001\001\001\360\002\004\001\015\360\000\004\001\015\360\000\004\001\015\360\000\004\001\015\360\000\004\001\015r\006\000\000\000";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "total.py", false,
    2, codes, 9, K, 0, 0,
    marshalled, sizeof marshalled - 1,
};
