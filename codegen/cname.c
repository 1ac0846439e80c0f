/* cname.c -- Python names as C names.
 *
 * A local keeps its name unless C, the runtime or the emitted text itself uses it: keywords, the
 * words of words.h, and names of the forms tp_*, K_*, G_*, fn_*, t12, name_12, which emitted C
 * makes. Such a name gets an underscore at its end. */
#include "cname.h"

#include <ctype.h>
#include <string.h>

#include "runtime/heap.h"
#include "text.h"

static const char *const reserved[] = {
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
    "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
    "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef",
    "union", "unsigned", "void", "volatile", "while", "asm", "typeof", "bool", "true", "false",
    "main", "errno", "unix", "linux", "NULL",
    /* runtime types that emitted C names, and its own words */
    "Value", "Frame", "Function", "Generator", "GlobalCell", "AttrCache", "Iter", "Cell", "Code",
    "CompiledCode", "CompiledModule", "Tuple", "Dict", "Type", "State", "List", "Str", "Set",
    "Object", "Range", "Slice", "Shape", "Instance", "Method", "Builtin", "Module", "None", "True",
    "False", "Ellipsis", "INT", "VALUES", "AT", "AS_FN", "AS_CELL", "AS_CODE",
    "AS_GLOBAL", "IS_FN", "IS_BUILTIN", "POLL",
    "fn", "frame", "here", "parameters", "test", "codes", "packed", "cell_names", "NCELLS",
    "FIRST_CELL", "HAS_ENTRY", "HAS_DEFAULTS", "DEFAULT", "AS_TUPLE", "TextPiece", "K", "C", "H",
    "DONE", "PLAIN", "Part",
    "GeneratorPart", "g", "sent", "namespace", "stack", "status",
    "values", "pieces", "self_",
    "misses", "APART", "WORTH_IT", "TAKE_INT", "IS_EXACT", "MAY_ENTER",
    "LIST_ITEM", "SET_LIST_ITEM", "IN_LIST", "LIKELY",
    "NEVER_NULL",
    "METHOD", "ABI", "TYPE", "EXC", "int8_t", "int16_t", "int32_t", "int64_t", "uint8_t",
    "uint16_t", "uint32_t", "uint64_t", "size_t", "ptrdiff_t", "offsetof", "signbit", "stdin",
    "stdout", "stderr",
};

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(name, reserved[i]) == 0)
            return true;
    static const char *const prefixes[] = {"tp_", "TP_", "K_", "G_", "fn_", "__", "INT", "UINT",
                                           "fast_", "CO_", "CACHE_", "METHOD_", "TYPE_", "GEN_",
                                           "ITER_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    size_t n = strlen(name), digits = n;
    while (digits > 0 && isdigit((unsigned char)name[digits - 1]))
        digits--;
    if (digits < n && digits > 0 && (name[digits - 1] == '_' || (digits == 1 && *name == 't')))
        return true;
    /* i_i, x_f and a_l are the inferred int, double and list of i, x and a */
    return n > 2 && name[n - 2] == '_' && strchr("ifl", name[n - 1]);
}

const char *cname_slug(const char *text, int n)
{
    Text t = {0};
    bool gap = false;
    for (const char *p = text; *p && (int)t.n < n; p++) {
        if (isalnum((unsigned char)*p) || *p == '_') {
            if (gap && t.n)
                text_add(&t, "_", 1);
            text_add(&t, p, 1);
            gap = false;
        } else {
            gap = true;
        }
    }
    return t.n ? t.data : "x";
}

/* The name with every byte that C doesn't allow written as _xHH. */
static const char *plain(const char *name)
{
    Text t = {0};
    if (isdigit((unsigned char)*name) || !*name)
        text_add(&t, "_", 1);
    if (*name == '.') /* the iterable of a comprehension, .0 */
        text_add(&t, "arg", 3);
    for (const char *p = name; *p; p++) {
        if (isalnum((unsigned char)*p) || *p == '_')
            text_add(&t, p, 1);
        else if (*p != '<' && *p != '>' && *p != '.')
            text_print(&t, "_x%02x", (unsigned char)*p);
    }
    return t.n ? t.data : "_";
}

static unsigned hash(const char *name)
{
    unsigned h = 2166136261u;
    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * 16777619u;
    return h;
}

/* Where name is or would be; the table has room. */
static CName *find(NameSet *set, const char *name)
{
    unsigned i = hash(name) & (set->size - 1);
    while (set->table[i].name && strcmp(set->table[i].name, name) != 0)
        i = (i + 1) & (set->size - 1);
    return &set->table[i];
}

static void grow(NameSet *set)
{
    NameSet old = *set;
    set->size = old.size ? 2 * old.size : 32;
    set->table = tp_heap_alloc(set->size * sizeof *set->table);
    for (unsigned i = 0; i < old.size; i++)
        if (old.table[i].name)
            *find(set, old.table[i].name) = old.table[i];
}

const char *cname_new(NameSet *set, const char *python_name, const char *suffix)
{
    if (2 * set->n >= set->size)
        grow(set);
    const char *base = plain(python_name), *name = text_format("%s%s", base, suffix);
    if (!*suffix && is_reserved(name))
        name = text_format("%s_", base);
    CName *first = find(set, name), *entry = first;
    for (int i = first->next ? first->next : 2; entry->name; i++) {
        name = text_format("%s%s_%s%d", base, suffix, *suffix ? "" : "v", i);
        entry = find(set, name);
        first->next = i + 1;
    }
    set->n++;
    return entry->name = name;
}

const char *cname_module(const char *dotted)
{
    Text t = {0};
    for (const char *p = dotted; *p; p++) {
        if (*p == '.')
            text_add(&t, "_", 1);
        else if (*p == '_')
            text_add(&t, "__", 2);
        else if (isalnum((unsigned char)*p))
            text_add(&t, p, 1);
        else
            text_print(&t, "_x%02x_", (unsigned char)*p);
    }
    return t.n ? t.data : "_";
}
