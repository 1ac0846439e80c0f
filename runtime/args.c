/* args.c -- binding the arguments of functions written in C to the parameters of their signature.
 *
 * CPython words the errors of C functions in several ways, by how the function was declared. Here
 * the shape of the signature decides:
 *     ()                       list.clear() takes no arguments (1 given)
 *     (object, /)              list.append() takes exactly one argument (0 given): worded in func.c
 *     (index=-1, /)            pop expected at most 1 argument, got 2
 *     (sep=None, maxsplit=-1)  split() takes at most 2 arguments (3 given)
 *     (*, key=None)            sort() takes no positional arguments
 * and METHOD_PARSED gives
 *     (seconds=None, /)        localtime() takes at most 1 argument (2 given)
 * Start at tp_args_bind.
 */
#include <string.h>

#include "dict.h"
#include "error.h"
#include "func.h"
#include "heap.h"
#include "list.h"
#include "str.h"

/* ---- parsing ---- */

static const char *skip_spaces(const char *p)
{
    while (*p == ' ' || *p == '\n')
        p++;
    return p;
}

/* Past a default value: to the comma or bracket that ends it. */
static const char *skip_default(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '\'' || *p == '"') {
            char quote = *p++;
            while (*p && *p != quote)
                p += *p == '\\' && p[1] ? 2 : 1;
            if (!*p)
                break;
        } else if (*p == '(' || *p == '[' || *p == '{') {
            depth++;
        } else if (depth == 0 && (*p == ',' || *p == ')')) {
            break;
        } else if (*p == ')' || *p == ']' || *p == '}') {
            depth--;
        }
    }
    return p;
}

static bool is_name_char(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Signature *tp_signature_parse(const char *text)
{
    enum { MOST = 64 };
    Value names[MOST];
    bool required[MOST];
    Signature *s = tp_heap_alloc(sizeof *s);
    s->varargs = s->kwargs = -1;
    bool is_keyword_only = false;
    const char *p = *text == '(' ? text + 1 : text;
    for (;;) {
        p = skip_spaces(p);
        if (*p == ')' || *p == '\0')
            break;
        if (*p == ',') {
            p++;
        } else if (*p == '/') {
            s->nposonly = s->nparams;
            p++;
        } else if (*p == '*' && p[1] != '*' && !is_name_char(p[1])) {
            is_keyword_only = true;
            p++;
        } else {
            if (p[0] == '*' && p[1] == '*') {
                s->kwargs = s->nparams;
                p += 2;
            } else if (*p == '*') {
                s->varargs = s->nparams;
                p++;
            } else if (*p == '$') {
                p++;
            }
            const char *start = p;
            while (is_name_char(*p))
                p++;
            if (p == start || s->nparams == MOST)
                break;
            int i = s->nparams++;
            names[i] = tp_intern(tp_str_utf8(start, p - start));
            p = skip_spaces(p);
            bool is_star = i == s->varargs || i == s->kwargs;
            required[i] = *p != '=' && !is_star;
            if (*p == '=')
                p = skip_default(p + 1);
            if (i == s->varargs)
                is_keyword_only = true;
            else if (!is_star && !is_keyword_only) {
                s->npositional++;
                if (required[i])
                    s->nrequired = i + 1;
            }
        }
    }
    s->names = tp_heap_alloc((size_t)(s->nparams + 1) * sizeof(Value));
    s->is_required = tp_heap_alloc((size_t)s->nparams + 1);
    memcpy(s->names, names, (size_t)s->nparams * sizeof(Value));
    memcpy(s->is_required, required, (size_t)s->nparams);
    return s;
}

/* ---- errors ---- */

static const char *plural(int64_t n)
{
    return n == 1 ? "" : "s";
}

/* Can any parameter be given by name? */
static bool takes_keywords(const Signature *s)
{
    return s->kwargs >= 0 || s->npositional > s->nposonly ||
           s->nparams > s->npositional + (s->varargs >= 0);
}

static int count_error(const Signature *s, const char *name, int nargs, int nkw)
{
    int min = s->nrequired, max = s->npositional;
    if (takes_keywords(s)) {
        int named = s->nparams - (s->varargs >= 0) - (s->kwargs >= 0);
        if (s->kwargs < 0 && nargs + nkw > named)
            return tp_raise_int(&tp_TypeError, "%s() takes at most %d %sargument%s (%d given)",
                                name, named, nargs == 0 ? "keyword " : "", plural(named),
                                nargs + nkw);
        if (max == 0)
            return tp_raise_int(&tp_TypeError, "%s() takes no positional arguments", name);
        bool is_fixed = s->nrequired == max;
        return tp_raise_int(&tp_TypeError, "%s() takes %s %d positional argument%s (%d given)",
                            name, is_fixed ? "exactly" : "at most", max, plural(max), nargs);
    }
    if (max == 0)
        return tp_raise_int(&tp_TypeError, "%s() takes no arguments (%d given)", name, nargs);
    if (s->is_parsed) {
        const char *bound = min == max ? "exactly" : nargs < min ? "at least" : "at most";
        int limit = nargs < min ? min : max;
        return tp_raise_int(&tp_TypeError, "%s() takes %s %d argument%s (%d given)", name, bound,
                            limit, plural(limit), nargs);
    }
    if (min == max)
        return tp_raise_int(&tp_TypeError, "%s expected %d argument%s, got %d", name, max,
                            plural(max), nargs);
    if (nargs < min)
        return tp_raise_int(&tp_TypeError, "%s expected at least %d argument%s, got %d", name, min,
                            plural(min), nargs);
    return tp_raise_int(&tp_TypeError, "%s expected at most %d argument%s, got %d", name, max,
                        plural(max), nargs);
}

static int missing_error(const Signature *s, const char *name, int nargs, int i)
{
    if (i < s->nposonly && takes_keywords(s)) {
        int min = s->nrequired < s->nposonly ? s->nrequired : s->nposonly;
        return tp_raise_int(&tp_TypeError, "%s() takes %s %d positional argument%s (%d given)",
                            name, min < s->npositional ? "at least" : "exactly", min, plural(min),
                            nargs);
    }
    if (i < s->nposonly)
        return count_error(s, name, nargs, 0);
    return tp_raise_int(&tp_TypeError, "%s() missing required argument '%U' (pos %d)", name,
                        s->names[i], i + 1);
}

/* ---- binding ---- */

/* A parameter that has to be given and is not is told before a keyword that does not fit. */
static int check_required(const Signature *s, const char *name, int nargs, Tuple *kwnames,
                          const Value *out)
{
    for (int i = nargs; i < s->nparams; i++) {
        bool is_given = out[i] || !s->is_required[i];
        for (int64_t k = 0; k < kwnames->length && !is_given && i >= s->nposonly; k++)
            is_given = tp_is_str(kwnames->items[k]) &&
                       tp_str_equal(s->names[i], kwnames->items[k]);
        if (!is_given)
            return missing_error(s, name, nargs, i);
    }
    return 0;
}

static int bind_keywords(const Signature *s, const char *name, int nargs, const Value *values,
                         Tuple *kwnames, Value *out, Dict **extra)
{
    for (int64_t k = 0; k < kwnames->length; k++) {
        Value key = kwnames->items[k];
        int i = s->nposonly;
        for (; i < s->nparams; i++)
            if (s->names[i] == key && i != s->varargs && i != s->kwargs)
                break;
        if (i == s->nparams)
            for (i = s->nposonly; i < s->nparams; i++)
                if (i != s->varargs && i != s->kwargs && tp_is_str(key) &&
                    tp_str_equal(s->names[i], key))
                    break;
        bool is_param = i < s->nparams, is_taken = is_param && out[i] && i < nargs;
        if (is_param && !is_taken) {
            out[i] = values[k];
            continue;
        }
        if ((is_taken || !*extra) && check_required(s, name, nargs, kwnames, out) < 0)
            return -1;
        if (is_taken)
            return tp_raise_int(&tp_TypeError,
                                "argument for %s() given by name ('%U') and position (%d)", name,
                                key, i + 1);
        if (!*extra)
            return tp_raise_int(&tp_TypeError, "'%S' is an invalid keyword argument for %s()", key,
                                name);
        if (tp_dict_set(*extra, key, values[k]) < 0)
            return -1;
    }
    return 0;
}

int tp_args_bind(const Signature *s, const char *name, int nargs, const Value *args,
                 Tuple *kwnames, Value *out)
{
    int nkw = kwnames ? (int)kwnames->length : 0;
    int positional = nargs < s->npositional ? nargs : s->npositional;
    for (int i = 0; i < positional; i++)
        out[i] = args[i];
    for (int i = positional; i < s->nparams; i++)
        out[i] = 0;
    if (nkw && !takes_keywords(s))
        return tp_raise_int(&tp_TypeError, "%s() takes no keyword arguments", name);
    if (s->varargs >= 0) {
        int rest = nargs > positional ? nargs - positional : 0;
        out[s->varargs] = tp_tuple_of(rest, args + positional);
    } else if (nargs > s->npositional) {
        return count_error(s, name, nargs, nkw);
    }
    Dict *extra = 0;
    if (s->kwargs >= 0) {
        extra = tp_dict_new();
        out[s->kwargs] = tp_ref(extra);
    }
    if (nkw) {
        if (s->varargs < 0 && s->kwargs < 0 && nargs + nkw > s->nparams)
            return count_error(s, name, nargs, nkw);
        if (bind_keywords(s, name, nargs, args + nargs, kwnames, out, &extra) < 0)
            return -1;
    }
    for (int i = positional; i < s->nparams; i++)
        if (!out[i] && s->is_required[i])
            return missing_error(s, name, nargs, i);
    return 0;
}
