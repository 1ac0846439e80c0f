/* suggest.c -- "Did you mean: 'x'?": the known name closest to one that was not found.
 *
 * Names are compared by edit distance: inserting, deleting or replacing a character costs 2,
 * changing its case 1. A candidate is good enough if it differs in about a third of the characters.
 */
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/func.h"
#include "runtime/list.h"
#include "runtime/str.h"
#include "runtime/suggest.h"

enum { EDIT_COST = 2, CASE_COST = 1, MAX_CANDIDATES = 750, MAX_NAME = 40 };

static int substitution_cost(char a, char b)
{
    if (a == b)
        return 0;
    if (a >= 'A' && a <= 'Z')
        a = (char)(a + 32);
    if (b >= 'A' && b <= 'Z')
        b = (char)(b + 32);
    return a == b ? CASE_COST : EDIT_COST;
}

/* The distance, or anything above limit if it is more than that. */
static int distance(const char *a, int na, const char *b, int nb, int limit)
{
    while (na && nb && *a == *b)
        a++, b++, na--, nb--;
    while (na && nb && a[na - 1] == b[nb - 1])
        na--, nb--;
    if (na == 0 || nb == 0)
        return (na + nb) * EDIT_COST;
    if (na > MAX_NAME || nb > MAX_NAME)
        return limit + 1;
    int row[MAX_NAME + 1];
    for (int i = 0; i <= na; i++)
        row[i] = i * EDIT_COST;
    for (int j = 1; j <= nb; j++) {
        int diagonal = row[0], best;
        best = row[0] = j * EDIT_COST;
        for (int i = 1; i <= na; i++) {
            int replaced = diagonal + substitution_cost(a[i - 1], b[j - 1]);
            int edited = (row[i] < row[i - 1] ? row[i] : row[i - 1]) + EDIT_COST;
            diagonal = row[i];
            row[i] = replaced < edited ? replaced : edited;
            if (row[i] < best)
                best = row[i];
        }
        if (best > limit)
            return limit + 1;
    }
    return row[na];
}

/* The closest of a list of names, or 0. */
static Value closest(Value name, Value candidates)
{
    List *list = tp_as_list(candidates);
    if (list->length >= MAX_CANDIDATES)
        return 0;
    int64_t n;
    const char *text = tp_str_to_utf8(name, &n);
    if (!text) {
        tp_error_clear();
        return 0;
    }
    int best = -1;
    Value found = 0;
    for (int64_t i = 0; i < list->length; i++) {
        Value item = list->items[i];
        int64_t size;
        if (!tp_is_str(item) || tp_str_equal(item, name))
            continue;
        const char *other = tp_str_to_utf8(item, &size);
        if (!other) {
            tp_error_clear();
            continue;
        }
        int limit = (int)((n + size + 3) * EDIT_COST / 6);
        if (best >= 0 && limit >= best)
            limit = best - 1;
        int d = distance(text, (int)n, other, (int)size, limit);
        if (d > limit)
            continue;
        best = d;
        found = item;
    }
    return found;
}

static Value for_attribute(Value exception)
{
    Exception *e = (Exception *)tp_obj(exception);
    Value name = e->extra[EXC_NAME], object = e->extra[EXC_OBJ];
    if (!name || !object || !tp_is_str(name))
        return 0;
    Value dir = tp_dict_get_str(tp_builtins, TP_NAME(dir));
    Value names = dir ? tp_call1(dir, object) : 0;
    if (!names || !tp_is_list(names)) {
        tp_error_clear();
        return 0;
    }
    return closest(name, names);
}

static Value for_name(Value exception)
{
    Exception *e = (Exception *)tp_obj(exception);
    Value name = e->extra[EXC_NAME];
    if (!name || !tp_is_str(name) || !e->traceback)
        return 0;
    Traceback *t = (Traceback *)tp_obj(e->traceback);
    while (t->next)
        t = (Traceback *)tp_obj(t->next);
    Value locals = tp_list_new(0);
    Tuple *names = tp_as_tuple(t->code->localsplusnames);
    const char *kinds = ((Bytes *)tp_obj(t->code->localspluskinds))->data;
    for (int64_t i = 0; i < names->length; i++)
        if (kinds[i] & CO_FAST_LOCAL)
            tp_list_append(locals, names->items[i]);
    Value found = closest(name, locals);
    if (!found && t->globals)
        found = closest(name, tp_dict_keys_list(t->globals));
    return found ? found : closest(name, tp_dict_keys_list(tp_builtins));
}

Value tp_suggestion(Value exception)
{
    if (tp_instance(exception, &tp_AttributeError))
        return for_attribute(exception);
    if (tp_instance(exception, &tp_NameError))
        return for_name(exception);
    return 0;
}
