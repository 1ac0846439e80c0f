/* words.py, compiled by taipan. */
#include "runtime/tp.h"

/* Constants and names; then the module's functions, then its globals. */
static Value K[14];
enum {
    K_first_word = 1, K_x_etc = 3, K_split = 7, K_lower, G_first_word = 12, G_IndexError,
};
enum { FIRST_CELL = 12, NCELLS = 2 };
static const int cell_names[] = {
    4, 9,
};
static AttrCache C[2];

/* words.py:1  <module> */
static PLAIN Value module_0(Function *fn, Value namespace)
{
    Frame here, *frame = &here;
    Value t1;

    if (tp_enter_body(frame, fn, namespace) < 0) return 0;
    tp_bind_cells(K + FIRST_CELL, NCELLS, cell_names, K, fn->globals);

    AT(8);     /* 1: def first_word(line, default="?"): */
    if (!(t1 = tp_make_function(frame, K[K_first_word], K[K_x_etc], 0, 0, 0))) { AT(6); goto fail; }
    if (tp_set_global(K[G_first_word], t1) < 0) goto fail;
    return tp_leave(frame, None);
fail:   return tp_fail(frame);
}

/* words.py:1  def first_word(line, default="?"): */
static Value first_word_1(Function *fn, Value line, Value default_)
{
    Frame here, *frame = &here;
    Value t1, t2, t3, exc_3, handled_3, t4, t5;
    int test;

    if (tp_enter(frame, fn) < 0) return 0;

    AT(32);     /* 3:         return line.split()[0].lower() */
    if (!(t1 = tp_method0(line, K[K_split], &C[0]))) goto except_4;
    if (!(t2 = tp_getitem(t1, INT(0)))) { AT(44); goto except_4; }
    if (!(t3 = tp_method0(t2, K[K_lower], &C[1]))) { AT(80); goto except_4; }
    return tp_leave(frame, t3);
except_4:
    exc_3 = tp_catch(frame);
    handled_3 = tp_push_handled(exc_3);

    AT(106);    /* 4:     except IndexError: */
    if (!(t4 = tp_global(K[G_IndexError]))) { AT(94); goto except_at_122; }
    if ((test = tp_except_match(exc_3, t4)) < 0) goto except_at_122;
    if (!test) goto line_4_2;

    t5 = default_;                      /* 5:         return default */
    tp_pop_handled(handled_3);
    return tp_leave(frame, t5);

line_4_2:
    /* 4:     except IndexError: */
    AT(120);
    tp_reraise_exc(frame, exc_3);
except_at_122:
    tp_pop_handled(handled_3);
    goto fail;
fail:   return tp_fail(frame);
}

/* What the runtime ties to the code objects of the module. */
static const CompiledCode codes[] = {
    {module_0, 0, 0}, {first_word_1, 0, 0},
};

static const char marshalled[] =
    "c\000\000\000\000\000\000\000\000\000\000\000\000\002\000\000\000\000\000\000\000s\016\000\000\000\227\000d\003d\001\204\001Z\000d\002S\000)\004\372\001\077c\002\000\000\000\000\000\000\000\000\000\000\000\004\000"
    "\000\000\003\000\000\000s\200\000\000\000\227\000\011\000|\000\240\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\246\000\000\000\253\000\000\000\000\000\000\000\000\000d\001\031\000\000\000\000"
    "\000\000\000\000\000\240\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\246\000\000\000\253\000\000\000\000\000\000\000\000\000S\000#\000t\004\000\000\000\000\000\000\000\000\000\000$\000r"
    "\005\001\000|\001c\002Y\000S\000w\000x\003Y\000w\001)\002Ni\000\000\000\000)\003\332\005split\332\005lower\332\nIndexError)\002\332\004l"
    "ine\332\007defaults\002\000\000\000  \372\010words.py\332\nfirst_wordr\007\000\000\000\001\000\000\000sI\000\000\000\200\000\360\002\003"
    "\005\027\330\017\023\217z\212z\211|\214|\230A\214\177\327\017$\322\017$\321\017&\324\017&\320\010&\370\335\013\025\360\000\001\005\027\360\000\001\005\027\360\000\001\005\027\330\017\026\210\016\210\016\210\016"
    "\360\003\001\005\027\370\370\370s\014\000\000\000\202+.\000\256\014=\003\274\001=\003N)\001r\000\000\000\000)\001r\007\000\000\000)\000\363\000\000\000\000r\006\000\000\000\372\010<modul"
    "e>r\011\000\000\000\001\000\000\000s#\000\000\000\360\003\001\001\001\360\002\004\001\027\360\000\004\001\027\360\000\004\001\027\360\000\004\001\027\360\000\004\001\027\360\000\004\001\027r\010\000\000\000";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "words.py", false,
    2, codes, 14, K, 2, C,
    marshalled, sizeof marshalled - 1,
};
