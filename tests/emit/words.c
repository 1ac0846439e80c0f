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
    if (!(t1 = tp_method0(line, &K[K_split], &C[0]))) goto except_4;
    if (!(t2 = tp_getitem(t1, INT(0)))) { AT(44); goto except_4; }
    if (!(t3 = tp_method0(t2, &K[K_lower], &C[1]))) { AT(80); goto except_4; }
    return tp_leave(frame, t3);
except_4:
    exc_3 = tp_catch(frame);
    handled_3 = tp_push_handled(exc_3);
    AT(106);    /* 4:     except IndexError: */
    if (!(t4 = tp_global(K[G_IndexError]))) { AT(94); goto except_at_122; }
    if ((test = tp_except_match(exc_3, t4)) < 0) goto except_at_122;
    if (test) {
        t5 = default_;                  /* 5:         return default */
        tp_pop_handled(handled_3);
        return tp_leave(frame, t5);
    }

    /* 4:     except IndexError: */
    AT(120);
    tp_reraise_exc(frame, exc_3);
except_at_122:
    tp_pop_handled(handled_3);
    return tp_fail(frame);
}

/* What the runtime ties to the code objects of the module. */
static const CompiledCode codes[] = {
    {module_0, 0, 0}, {first_word_1, 0, 0},
};

/* The code object: marshalled, and packed as in runtime/packed.h. */
static const char packed[] =
    "/[#.Y#%%F@#=AmD'MJL1SP3QwC/'@cxqb*9=yL8Ns@khl#^HEM$;:G'$$cMdL3Wd@%nq@SVG$wp#,.nt##)(2#(^;h"
    "+'8MwVG.SY#-q02.84hi,Y[]=.SOki#>BMLBhhf7=yO$CISX*MI8).q<4*cNp1l*_i)+R<Ej^$H$b1-&CVJM5:V()O"
    "IZyZpFhT;0i(w7-FKsP.C9_B_Han1BeP,I>->`NfICjO6H$XGYi)XI-Gey@2(/.QK%86b*VG-]4H'JA5#0[*x#YtVD"
    "hHLZXJC]&,K%PJA8(`>H'l_T8.if.Ng05pS%W_A(&Rk04#>l:E#+X=[*7PI'#<`Si#u(SCs$ZY,&ki:/Lj(ITZrfIs"
    "_G*0v<-85c^e>>EGYBfD#<r]%qG)'=###%s%YwuDC;F`$7(ruj#>5)G###%i#u(G)p.b`p*]sF/$VXC@%SQk+";

const CompiledModule tp_compiled_____main____ = {
    "__main__", "words.py", false,
    2, codes, 14, K, 2, C,
    packed, 476,
};
