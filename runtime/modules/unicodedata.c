/* unicodedata.c -- the module unicodedata: properties of characters, of Unicode 14.
 *
 * What utf8proc has comes from there, less what came after Unicode 14; the rest is in the tables of
 * unicodedata.def. Functions of the module are the methods of ucd_3_2_0 as well, whose answers are
 * those of Unicode 3.2: no character that is newer, and what the tables named OLD_ say.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/unicode.h"
#include "unicodedata.h"

typedef struct TextRow {
    CharRange range;
    const char *text;
} TextRow;
typedef struct NumberRow {
    CharRange range;
    int64_t numerator;          /* of the first */
    int denominator;
    int64_t step;               /* from one to the next, of the numerator */
} NumberRow;

static const TextRow widths[] = {
#define WIDTH(first, last, width) {{first, last}, #width},
#include "unicodedata.def"
};
static const NumberRow numerics[] = {
#define NUMERIC(first, last, numerator, denominator, step)                                       \
    {{first, last}, numerator, denominator, step},
#include "unicodedata.def"
};
static const TextRow decompositions[] = {
#define DECOMPOSITION(c, text) {{c, c}, text},
#include "unicodedata.def"
};
static const CharRange news[] = {
#define NEW(first, last) {first, last},
#include "unicodedata.def"
};
static const TextRow old_categories[] = {
#define OLD_CATEGORY(first, last, category) {{first, last}, #category},
#include "unicodedata.def"
};
static const TextRow old_bidis[] = {
#define OLD_BIDI(first, last, bidi) {{first, last}, #bidi},
#include "unicodedata.def"
};
static const CharRange old_mirrored[] = {
#define OLD_MIRRORED(first, last) {first, last},
#include "unicodedata.def"
};
static const TextRow old_widths[] = {
#define OLD_WIDTH(first, last, width) {{first, last}, #width},
#include "unicodedata.def"
};
static const CharRange old_decimals[] = {
#define OLD_DECIMAL(first, last) {first, last},
#include "unicodedata.def"
};

/* By the numbers of utf8proc, which start at 1. */
static const char *const bidi_names[] = {
    "", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS", "NSM",
    "BN", "B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI",
};
static const char *const tags[] = {
    "", "<font> ", "<noBreak> ", "<initial> ", "<medial> ", "<final> ", "<isolated> ", "<circle> ",
    "<super> ", "<sub> ", "<vertical> ", "<wide> ", "<narrow> ", "<small> ", "<square> ",
    "<fraction> ", "<compat> ",
};

static int by_range(const void *key, const void *row)
{
    uint32_t c = *(const uint32_t *)key;
    const CharRange *range = row;
    return c < range->first ? -1 : c > range->last;
}

const void *unicodedata_find(const void *rows, size_t n, size_t size, uint32_t c)
{
    return bsearch(&c, rows, n, size, by_range);
}

bool unicodedata_is_new(uint32_t c)
{
    return UNICODEDATA_FIND(news, c) && tp_char_is_assigned(c);
}

/* ---- arguments ---- */

typedef struct Ucd {
    Object head;
    Value unidata_version;
} Ucd;
static Type ucd_type;

/* Is that a method of ucd_3_2_0? */
static bool is_old(Value self)
{
    return tp_is_exact(self, &ucd_type);
}

/* A character whose name as an argument is that: 0, or -1 with TypeError. */
static int char_argument(const char *function, const char *argument, Value v, uint32_t *c)
{
    if (!tp_is_str(v) || tp_as_str(v)->length != 1) {
        tp_raise_argument(function, argument, "a unicode character", v);
        return -1;
    }
    *c = tp_str_at(tp_as_str(v), 0);
    return 0;
}

/* What is answered where there is nothing: the default that was given, or ValueError. */
static Value otherwise(Value fallback, const char *message)
{
    return fallback ? fallback : tp_raise(&tp_ValueError, "%s", message);
}

/* ---- numbers ---- */

static Value unicodedata_decimal(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("decimal", "argument 1", args[0], &c) < 0)
        return 0;
    int value = tp_char_decimal(c);
    if (is_old(self)) {
        const NumberRow *row = UNICODEDATA_FIND(numerics, c);
        if (row && UNICODEDATA_FIND(old_decimals, c))
            value = (int)(row->numerator + row->step * (c - row->range.first));
        if (unicodedata_is_new(c))
            value = -1;
    }
    return value >= 0 ? tp_small(value) : otherwise(args[1], "not a decimal");
}

static Value unicodedata_digit(Value self, Value *args)
{
    uint32_t c;
    (void)self; /* newer digits are digits of ucd_3_2_0, too */
    if (char_argument("digit", "argument 1", args[0], &c) < 0)
        return 0;
    int value = tp_char_decimal(c);
    if (value < 0 && tp_char_is_digit(c)) {
        const NumberRow *row = UNICODEDATA_FIND(numerics, c);
        value = (int)(row->numerator + row->step * (c - row->range.first));
    }
    return value >= 0 ? tp_small(value) : otherwise(args[1], "not a digit");
}

static Value unicodedata_numeric(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("numeric", "argument 1", args[0], &c) < 0)
        return 0;
    const NumberRow *row = UNICODEDATA_FIND(numerics, c);
    int value = row ? 0 : tp_char_decimal(c);
    if (value < 0 || (is_old(self) && unicodedata_is_new(c)))
        return otherwise(args[1], "not a numeric character");
    if (!row)
        return tp_float(value);
    int64_t numerator = row->numerator + row->step * (c - row->range.first);
    return tp_float((double)numerator / row->denominator);
}

/* ---- classes ---- */

/* Has c no properties, in the version of self? */
static bool is_unassigned(Value self, uint32_t c)
{
    return !tp_char_is_assigned(c) || (is_old(self) && unicodedata_is_new(c));
}

static Value unicodedata_category(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("category", "argument", args[0], &c) < 0)
        return 0;
    if (is_unassigned(self, c))
        return tp_str_cstr("Cn");
    const TextRow *row = is_old(self) ? UNICODEDATA_FIND(old_categories, c) : NULL;
    return tp_str_cstr(row ? row->text : utf8proc_category_string((utf8proc_int32_t)c));
}

static Value unicodedata_bidirectional(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("bidirectional", "argument", args[0], &c) < 0)
        return 0;
    if (is_unassigned(self, c))
        return TP_EMPTY_STR;
    const TextRow *row = is_old(self) ? UNICODEDATA_FIND(old_bidis, c) : NULL;
    return tp_str_cstr(row ? row->text : bidi_names[unicodedata_property(c)->bidi_class]);
}

static Value unicodedata_combining_(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("combining", "argument", args[0], &c) < 0)
        return 0;
    return tp_small(is_unassigned(self, c) ? 0 : unicodedata_combining(c));
}

static Value unicodedata_mirrored(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("mirrored", "argument", args[0], &c) < 0)
        return 0;
    if (is_unassigned(self, c))
        return tp_small(0);
    bool is_other = is_old(self) && UNICODEDATA_FIND(old_mirrored, c);
    return tp_small(unicodedata_property(c)->bidi_mirrored != is_other);
}

static Value unicodedata_east_asian_width(Value self, Value *args)
{
    uint32_t c;
    if (char_argument("east_asian_width", "argument", args[0], &c) < 0)
        return 0;
    bool is_new = is_old(self) && unicodedata_is_new(c);
    const TextRow *row = is_old(self) ? UNICODEDATA_FIND(old_widths, c) : NULL;
    if (!row && !is_new)
        row = UNICODEDATA_FIND(widths, c);
    return tp_str_cstr(row ? row->text : is_new || !tp_char_is_assigned(c) ? "F" : "N");
}

/* ---- decomposition ---- */

/* utf8proc decomposes to the end, where one step is asked for. Mostly that step leads to the
 * composed form of all, or of all but the last character if it is canonical; a table tells where
 * it does not. */
static Value unicodedata_decomposition(Value self, Value *args)
{
    uint32_t c, parts[UNICODEDATA_DECOMPOSED];
    if (char_argument("decomposition", "argument", args[0], &c) < 0)
        return 0;
    const utf8proc_property_t *p = unicodedata_property(c);
    if (p->decomp_seqindex == UINT16_MAX || is_unassigned(self, c))
        return TP_EMPTY_STR;
    const char *tag = tags[p->decomp_type];
    const TextRow *row = UNICODEDATA_FIND(decompositions, c);
    if (row)
        return tp_str_format_c("%s%s", tag, row->text);
    bool is_compatible = p->decomp_type != 0, has_jamo = false;
    int n = unicodedata_decompose(c, (NormalForm){.is_compatible = is_compatible}, parts);
    for (int i = 0; i < n; i++)
        has_jamo = has_jamo || (parts[i] >= 0x1100 && parts[i] <= 0x11ff);
    int nsingle = is_compatible ? 0 : 1; /* at the end */
    uint32_t last = parts[n - 1];
    if (!has_jamo)
        n = (int)unicodedata_compose(parts, n - nsingle) + nsingle;
    parts[n - 1] = nsingle ? last : parts[n - 1];
    char text[UNICODEDATA_DECOMPOSED * 8 + 16];
    size_t length = (size_t)snprintf(text, sizeof text, "%s", tag);
    for (int i = 0; i < n; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, i ? " %04X" : "%04X",
                                   parts[i]);
    return tp_str_ascii(text, (int64_t)length);
}

/* ---- normal forms ---- */

/* Arguments of that function: 0, or -1 with an exception. */
static int normal_arguments(const char *function, Value self, Value *args, NormalForm *form)
{
    for (int i = 0; i < 2; i++)
        if (!tp_is_str(args[i])) {
            tp_raise_argument(function, i ? "argument 2" : "argument 1", "str", args[i]);
            return -1;
        }
    static const struct {
        const char *name;
        bool is_compatible, is_composed;
    } forms[] = {
        {"NFC", false, true}, {"NFKC", true, true}, {"NFD", false, false}, {"NFKD", true, false},
    };
    if (tp_as_str(args[1])->length == 0) { /* has any form */
        *form = (NormalForm){0};
        return 0;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (tp_str_equal_cstr(args[0], forms[i].name)) {
            *form = (NormalForm){forms[i].is_compatible, forms[i].is_composed, is_old(self)};
            return 0;
        }
    return tp_raise_int(&tp_ValueError, "invalid normalization form");
}

static Value unicodedata_normalize_(Value self, Value *args)
{
    NormalForm form;
    if (normal_arguments("normalize", self, args, &form) < 0)
        return 0;
    Value normal = unicodedata_normalize(args[1], form);
    /* CPython makes a str where a quick look does not tell that the text is normal */
    bool is_made = form.is_old || (form.is_composed && unicodedata_may_compose(args[1]));
    return is_made && normal == args[1] ? tp_str_exact(normal) : normal;
}

static Value unicodedata_is_normalized(Value self, Value *args)
{
    NormalForm form;
    if (normal_arguments("is_normalized", self, args, &form) < 0)
        return 0;
    Value normal = unicodedata_normalize(args[1], form);
    return normal ? tp_bool(normal == args[1]) : 0;
}

/* ---- names ---- */

static Value unicodedata_name_(Value self, Value *args)
{
    uint32_t c;
    char name[UNICODEDATA_NAME];
    if (char_argument("name", "argument 1", args[0], &c) < 0)
        return 0;
    if (is_unassigned(self, c))
        return otherwise(args[1], "no such name");
    if (unicodedata_name(c, name) < 0)
        return 0;
    return name[0] ? tp_str_cstr(name) : otherwise(args[1], "no such name");
}

static Value unicodedata_lookup_(Value self, Value *args)
{
    enum { LONGEST = 256 };
    Value bytes = tp_is_str(args[0]) ? tp_encode(args[0], "utf-8", 0) : args[0];
    const char *name;
    int64_t n;
    if (!bytes || tp_bytes_view(bytes, &name, &n) < 0)
        return 0;
    if (!tp_is_bytes(bytes))
        return tp_raise(&tp_TypeError,
                        "lookup() argument must be read-only bytes-like object, not %T", args[0]);
    if (n > LONGEST)
        return tp_raise(&tp_KeyError, "name too long");
    char text[LONGEST + 1];
    memcpy(text, name, (size_t)n);
    text[n] = 0;
    uint32_t found[UNICODEDATA_SEQUENCE];
    int length = unicodedata_lookup(text, (size_t)n, is_old(self), found);
    if (length < 0)
        return 0;
    if (length > 0)
        return tp_str_ucs4(found, length);
    Value unknown = tp_decode(text, (int64_t)strlen(text), "utf-8", "replace");
    return unknown ? tp_raise(&tp_KeyError, "undefined character name '%U'", unknown) : 0;
}

/* ---- the module ---- */

#define CHARACTER "(chr, /)"
#define OR_DEFAULT "(chr, default=<unrepresentable>, /)"
static const MethodDef functions[] = {
    METHOD("decimal", unicodedata_decimal, OR_DEFAULT,
           "Converts a Unicode character into its equivalent decimal value."),
    METHOD("digit", unicodedata_digit, OR_DEFAULT,
           "Converts a Unicode character into its equivalent digit value."),
    METHOD("numeric", unicodedata_numeric, OR_DEFAULT,
           "Converts a Unicode character into its equivalent numeric value."),
    METHOD("category", unicodedata_category, CHARACTER,
           "Returns the general category assigned to the character chr as string."),
    METHOD("bidirectional", unicodedata_bidirectional, CHARACTER,
           "Returns the bidirectional class assigned to the character chr as string."),
    METHOD("combining", unicodedata_combining_, CHARACTER,
           "Returns the canonical combining class assigned to the character chr as integer."),
    METHOD("mirrored", unicodedata_mirrored, CHARACTER,
           "Returns the mirrored property assigned to the character chr as integer."),
    METHOD("east_asian_width", unicodedata_east_asian_width, CHARACTER,
           "Returns the east asian width assigned to the character chr as string."),
    METHOD("decomposition", unicodedata_decomposition, CHARACTER,
           "Returns the character decomposition mapping assigned to the character chr as string."),
    METHOD("name", unicodedata_name_, OR_DEFAULT,
           "Returns the name assigned to the character chr as a string."),
    METHOD("lookup", unicodedata_lookup_, "(name, /)", "Look up character by name."),
    METHOD("is_normalized", unicodedata_is_normalized, "(form, unistr, /)",
           "Return whether the Unicode string unistr is in the normal form 'form'."),
    METHOD("normalize", unicodedata_normalize_, "(form, unistr, /)",
           "Return the normal form 'form' for the Unicode string unistr."),
    METHOD_END,
};

static const MemberDef ucd_members[] = {
    {"unidata_version", offsetof(Ucd, unidata_version), true, 0},
    {0, 0, false, 0},
};

static Type ucd_type = {
    .head = {&tp_type_type},
    .name = "unicodedata.UCD",
    .basic_size = sizeof(Ucd),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .getattribute = tp_generic_getattr,
    .methods = functions,
    .members = ucd_members,
};

static int init(Value module)
{
    if (tp_module_add_type(module, &ucd_type) < 0)
        return -1;
    Ucd *old = tp_heap_object(&ucd_type, 0);
    old->unidata_version = tp_str_cstr("3.2.0");
    return tp_module_add(module, "ucd_3_2_0", tp_ref(old)) < 0 ||
                   tp_module_add(module, "unidata_version", tp_str_cstr("14.0.0")) < 0
               ? -1
               : 0;
}

const ModuleDef tp_mod_unicodedata = {
    "unicodedata", functions, init,
    "This module provides access to the Unicode Character Database which\n"
    "defines character properties for all Unicode characters."};
