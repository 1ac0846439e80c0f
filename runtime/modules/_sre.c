/* _sre.c -- the module _sre: compiled regular expressions. sre.h has the overview.
 *
 * `sre_run` is one search. The methods that look for all matches continue where the last one ended
 * (`advance`); an empty match at the place where the last one ended does not count.
 */
#include "runtime/error.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/int.h"
#include "runtime/iter.h"
#include "sre.h"

enum { FEW_MARKS = 32 };

static Pattern *as_pattern(Value self)
{
    return (Pattern *)tp_obj(self);
}

/* ---- subjects ---- */

int sre_subject_enter(Subject *subject, Value object, int change)
{
    *subject = (Subject){.object = object};
    if (tp_is_str(object)) {
        const Str *s = tp_as_str(object);
        subject->data = s->data;
        subject->length = s->length;
        subject->width = s->width;
        subject->is_ascii = s->is_ascii;
        return 0;
    }
    Buffer buffer;
    if (tp_is_bytes(object))
        change = 0;
    bool has_buffer = tp_is_buffer(object) && tp_buffer_get(object, &buffer, 0) == 0;
    if (!has_buffer || !tp_buffer_is_contiguous(&buffer)) {
        tp_error_clear();
        return tp_raise_int(&tp_TypeError, "expected string or bytes-like object, got '%T'",
                            object);
    }
    if (change)
        tp_buffer_get(object, &buffer, change);
    subject->data = buffer.data;
    subject->length = buffer.length * buffer.itemsize;
    subject->width = 1;
    subject->is_bytes = true;
    subject->is_exported = change != 0;
    return 0;
}

void sre_subject_leave(Subject *subject)
{
    Buffer unused;
    if (subject->is_exported)
        tp_buffer_get(subject->object, &unused, -1);
    subject->is_exported = false;
}

Value sre_subject_slice(const Subject *subject, int64_t start, int64_t end)
{
    bool is_whole = start == 0 && end == subject->length;
    if (!subject->is_bytes)
        return is_whole ? tp_str_exact(subject->object) : tp_str_slice(subject->object, start, end);
    if (is_whole && tp_is_exact(subject->object, &tp_bytes_type))
        return subject->object;
    return tp_bytes_new((const char *)subject->data + start, end - start);
}

/* ---- searching ---- */

static void finalize(void *object)
{
    Pattern *p = object;
    for (int mode = 0; mode < MODE_COUNT; mode++)
        for (int how = 0; how < SRE_HOW_COUNT; how++)
            if (p->jits[mode][how])
                sre_jit_free(p->jits[mode][how]);
}

static Jit *jit_for(Pattern *pattern, enum SreMode mode, enum SreHow how)
{
    Jit **place = &pattern->jits[mode][how];
    if (!*place) {
        tp_heap_finalizer(pattern, finalize);
        *place = sre_jit_new(pattern, mode, how);
    }
    return *place;
}

int sre_run(Search *search, enum SreHow how)
{
    const Subject *s = &search->subject;
    /* pos behind endpos: what needs no characters may match there */
    if (search->start > search->end)
        return how == SRE_MATCH ? sre_vm_run(search, how) : 0;
    /* an empty text is special: see is_at in sre_vm.c */
    if (!search->end)
        return sre_vm_run(search, how);
    enum SreMode mode = s->width == 2                 ? MODE_UCS2
                        : s->width == 4               ? MODE_UCS4
                        : s->is_bytes || s->is_ascii ? MODE_ASCII
                                                      : MODE_LATIN1;
    int status = sre_jit_run(jit_for(search->pattern, mode, how), search);
    return status < 0 ? sre_vm_run(search, how) : status;
}

/* Arguments pos and endpos (0: not given) for an object to be searched; `few` is room for FEW_MARKS
 * marks. -1 with an exception; else search_end must follow. */
static int search_begin(Search *search, Value pattern, Value object, Value pos, Value endpos,
                        int64_t *few)
{
    *search = (Search){.pattern = as_pattern(pattern), .end = INT64_MAX};
    if ((pos && tp_index_as_i64(pos, &search->start) < 0) ||
        (endpos && tp_index_as_i64(endpos, &search->end) < 0) ||
        sre_subject_enter(&search->subject, object, 1) < 0)
        return -1;
    if (search->subject.is_bytes && search->pattern->is_bytes == 0) {
        sre_subject_leave(&search->subject);
        return tp_raise_int(&tp_TypeError, "cannot use a string pattern on a bytes-like object");
    }
    if (!search->subject.is_bytes && search->pattern->is_bytes > 0)
        return tp_raise_int(&tp_TypeError, "cannot use a bytes pattern on a string-like object");
    int64_t length = search->subject.length, nmarks = 2 * (search->pattern->groups + 1);
    search->start = search->start < 0 ? 0 : search->start > length ? length : search->start;
    search->end = search->end < 0 ? 0 : search->end > length ? length : search->end;
    search->marks =
        nmarks <= FEW_MARKS ? few : tp_heap_alloc_atomic((size_t)nmarks * sizeof(int64_t));
    return 0;
}

static void search_end(Search *search)
{
    sre_subject_leave(&search->subject);
}

/* Behind the match just found. */
static void advance(Search *search)
{
    search->must_advance = search->marks[1] == search->marks[0];
    search->start = search->marks[1];
}

static Value run_once(Value self, Value *args, enum SreHow how)
{
    Search search;
    int64_t few[FEW_MARKS];
    if (search_begin(&search, self, args[0], args[1], args[2], few) < 0)
        return 0;
    int status = sre_run(&search, how);
    search_end(&search);
    if (status <= 0)
        return status ? 0 : TP_NONE;
    return sre_match_new(&search, how, search.start);
}

static Value pattern_match(Value self, Value *args)
{
    return run_once(self, args, SRE_MATCH);
}

static Value pattern_fullmatch(Value self, Value *args)
{
    return run_once(self, args, SRE_FULLMATCH);
}

static Value pattern_search(Value self, Value *args)
{
    return run_once(self, args, SRE_SEARCH);
}

/* Text of group i, or `absent`. */
static Value group_text(const Search *search, int64_t i, Value absent)
{
    int64_t start = search->marks[2 * i];
    return start < 0 ? absent
                     : sre_subject_slice(&search->subject, start, search->marks[2 * i + 1]);
}

static Value empty_text(const Search *search)
{
    return search->subject.is_bytes ? tp_bytes_new("", 0) : TP_EMPTY_STR;
}

/* What findall lists for a match. */
static Value found_item(const Search *search)
{
    int64_t groups = search->pattern->groups;
    if (groups < 2)
        return group_text(search, groups, empty_text(search));
    Tuple *item = tp_tuple_new(groups);
    for (int64_t i = 0; i < groups; i++)
        if (!(item->items[i] = group_text(search, i + 1, empty_text(search))))
            return 0;
    return tp_ref(item);
}

static Value pattern_findall(Value self, Value *args)
{
    Search search;
    int64_t few[FEW_MARKS];
    Value list = tp_list_new(0), item;
    int status;
    if (search_begin(&search, self, args[0], args[1], args[2], few) < 0)
        return 0;
    while ((status = sre_run(&search, SRE_SEARCH)) > 0) {
        if (!(item = found_item(&search)) || tp_list_push(tp_as_list(list), item) < 0) {
            status = -1;
            break;
        }
        advance(&search);
    }
    search_end(&search);
    return status < 0 ? 0 : list;
}

static Value pattern_split(Value self, Value *args)
{
    Search search;
    int64_t few[FEW_MARKS], most = 0, n = 0, last = 0;
    int status = 0;
    Value list = tp_list_new(0), item;
    if ((args[1] && tp_index_as_i64(args[1], &most) < 0) ||
        search_begin(&search, self, args[0], 0, 0, few) < 0)
        return 0;
    while ((!most || n < most) && (status = sre_run(&search, SRE_SEARCH)) > 0) {
        item = sre_subject_slice(&search.subject, last, search.marks[0]);
        if (!item || tp_list_push(tp_as_list(list), item) < 0)
            goto fail;
        for (int64_t i = 1; i <= search.pattern->groups; i++) {
            item = group_text(&search, i, TP_NONE);
            if (!item || tp_list_push(tp_as_list(list), item) < 0)
                goto fail;
        }
        n++;
        last = search.marks[1];
        advance(&search);
    }
    if (status < 0)
        goto fail;
    item = sre_subject_slice(&search.subject, last, search.end);
    if (!item || tp_list_push(tp_as_list(list), item) < 0)
        goto fail;
    search_end(&search);
    return list;

fail:
    search_end(&search);
    return 0;
}

/* ---- substituting ---- */

/* What replaces a match: a function, a text, or a template as re._parser.parse_template gives it:
 * literal pieces, None in place of groups, and pairs of (place, group). */
typedef struct Replacement {
    Value function, text;
    List *literals, *groups;
} Replacement;

/* The result under construction. Something that is no text is noted, and complained of at the end,
 * as str.join would do. */
typedef struct Result {
    bool is_bytes;
    StrBuilder str;
    ByteBuilder bytes;
    int64_t n;                 /* pieces so far */
    Value bad;                 /* the first that is no text, or 0 */
    int64_t bad_index;
} Result;

static int add_slice(Result *r, const Search *search, int64_t start, int64_t end)
{
    r->n++;
    if (r->is_bytes)
        return tp_bytes_add(&r->bytes, (const char *)search->subject.data + start, end - start);
    return tp_builder_slice(&r->str, search->subject.object, start, end);
}

static int add_text(Result *r, Value text)
{
    const char *data;
    int64_t n;
    bool is_text = r->is_bytes ? tp_is_buffer(text) : tp_is_str(text);
    if (!is_text) {
        if (!r->bad) {
            r->bad = text;
            r->bad_index = r->n;
        }
        r->n++;
        return 0;
    }
    r->n++;
    if (!r->is_bytes)
        return tp_builder_str(&r->str, text);
    return tp_bytes_view(text, &data, &n) < 0 ? -1 : tp_bytes_add(&r->bytes, data, n);
}

static Value finish(Result *r)
{
    if (r->bad)
        return tp_raise(&tp_TypeError,
                        r->is_bytes ? "sequence item %lld: expected a bytes-like object, %T found"
                                    : "sequence item %lld: expected str instance, %T found",
                        (long long)r->bad_index, r->bad);
    return r->is_bytes ? tp_bytes_new(r->bytes.data, r->bytes.length) : tp_builder_finish(&r->str);
}

/* Is it text without a backslash? */
static bool is_literal(Value v)
{
    const char *data;
    int64_t n;
    if (tp_is_str(v))
        return tp_str_find(v, tp_latin1_char('\\'), 0, tp_as_str(v)->length) < 0;
    if (!tp_is_buffer(v) || tp_bytes_view(v, &data, &n) < 0) {
        tp_error_clear();
        return false;
    }
    return !memchr(data, '\\', (size_t)n);
}

/* re._subx gives a function whose default is the template; what that does is done here. */
static bool read_template(Replacement *r, Value made)
{
    if (!tp_is_exact(made, &tp_function_type))
        return false;
    Function *f = (Function *)tp_obj(made);
    if (!f->defaults || f->defaults->length != 1 || !tp_is_tuple(f->defaults->items[0]) ||
        !tp_str_equal_cstr(f->qualname, "_subx.<locals>.filter"))
        return false;
    Tuple *template = tp_as_tuple(f->defaults->items[0]);
    if (template->length != 2 || !tp_is_list(template->items[0]) ||
        !tp_is_list(template->items[1]))
        return false;
    r->groups = tp_as_list(template->items[0]);
    r->literals = tp_as_list(template->items[1]);
    return true;
}

static int read_replacement(Replacement *r, Value pattern, Value v)
{
    *r = (Replacement){0};
    if (tp_callable(v)) {
        r->function = v;
        return 0;
    }
    if (is_literal(v)) {
        r->text = v;
        return 0;
    }
    Value re = tp_import_module("re");
    Value subx = re ? tp_getattr(re, TP_NAME(_subx)) : 0;
    Value made = subx ? tp_call2(subx, pattern, v) : 0;
    if (!made)
        return -1;
    if (read_template(r, made))
        return 0;
    *(tp_callable(made) ? &r->function : &r->text) = made;
    return 0;
}

static int add_expanded(Result *result, const Search *search, const Replacement *r)
{
    int64_t k = 0;
    for (int64_t i = 0; i < r->literals->length; i++) {
        Value literal = r->literals->items[i];
        if (literal != TP_NONE) {
            if (add_text(result, literal) < 0)
                return -1;
            continue;
        }
        Value pair = k < r->groups->length ? r->groups->items[k++] : 0;
        int64_t group = -1;
        if (pair && tp_is_tuple(pair) && tp_as_tuple(pair)->length == 2)
            group = tp_small_value(tp_as_tuple(pair)->items[1]);
        if (group < 0 || group > search->pattern->groups)
            return tp_raise_int(&tp_IndexError, "no such group");
        if (search->marks[2 * group] >= 0 &&
            add_slice(result, search, search->marks[2 * group], search->marks[2 * group + 1]) < 0)
            return -1;
    }
    return 0;
}

static int add_replacement(Result *result, const Search *search, const Replacement *r)
{
    if (r->text)
        return r->text == TP_NONE ? 0 : add_text(result, r->text);
    if (!r->function)
        return add_expanded(result, search, r);
    Value match = sre_match_new(search, SRE_SEARCH, 0);
    Value item = tp_call1(r->function, match);
    if (!item)
        return -1;
    return item == TP_NONE ? 0 : add_text(result, item);
}

/* The string with up to count matches replaced (0: all); *n says how many were. */
static Value substitute(Value self, Value *args, int64_t *n)
{
    Search search;
    Replacement replacement;
    Result result = {0};
    int64_t few[FEW_MARKS], count = 0, last = 0;
    int status = 0;
    if ((args[2] && tp_index_as_i64(args[2], &count) < 0) ||
        read_replacement(&replacement, self, args[0]) < 0 ||
        search_begin(&search, self, args[1], 0, 0, few) < 0)
        return 0;
    result.is_bytes = search.subject.is_bytes;
    tp_builder_init(&result.str);
    *n = 0;
    while ((!count || *n < count) && (status = sre_run(&search, SRE_SEARCH)) > 0) {
        if ((last < search.marks[0] && add_slice(&result, &search, last, search.marks[0]) < 0) ||
            add_replacement(&result, &search, &replacement) < 0) {
            status = -1;
            break;
        }
        (*n)++;
        last = search.marks[1];
        advance(&search);
    }
    Value text = 0;
    if (status >= 0 && !*n)
        text = sre_subject_slice(&search.subject, 0, search.end);
    else if (status >= 0 &&
             (last >= search.end || add_slice(&result, &search, last, search.end) == 0))
        text = finish(&result);
    search_end(&search);
    return text;
}

static Value pattern_sub(Value self, Value *args)
{
    int64_t n;
    return substitute(self, args, &n);
}

static Value pattern_subn(Value self, Value *args)
{
    int64_t n;
    Value text = substitute(self, args, &n);
    return text ? tp_tuple_pack(2, text, tp_int(n)) : 0;
}

/* ---- scanners ---- */

typedef struct Scanner {
    Object head;
    Search search;             /* marks are allocated with it */
    bool is_done;
} Scanner;

static void scanner_finalize(void *object)
{
    search_end(&((Scanner *)object)->search);
}

static Value pattern_scanner(Value self, Value *args)
{
    Scanner *scanner = tp_heap_object(&sre_scanner_type, 0);
    if (search_begin(&scanner->search, self, args[0], args[1], args[2],
                     tp_heap_alloc_atomic(FEW_MARKS * sizeof(int64_t))) < 0)
        return 0;
    if (scanner->search.subject.is_exported)
        tp_heap_finalizer(scanner, scanner_finalize);
    return tp_ref(scanner);
}

static Value pattern_finditer(Value self, Value *args)
{
    Value scanner = pattern_scanner(self, args);
    Value search = scanner ? tp_getattr(scanner, TP_NAME(search)) : 0;
    return search ? tp_callable_iterator_new(search, TP_NONE) : 0;
}

static Value scan(Value self, enum SreHow how)
{
    Scanner *scanner = (Scanner *)tp_obj(self);
    if (scanner->is_done)
        return TP_NONE;
    int status = sre_run(&scanner->search, how);
    if (status <= 0) {
        scanner->is_done = status == 0;
        return status ? 0 : TP_NONE;
    }
    Value match = sre_match_new(&scanner->search, how, scanner->search.start);
    advance(&scanner->search);
    return match;
}

static Value scanner_match(Value self, Value *args)
{
    (void)args;
    return scan(self, SRE_MATCH);
}

static Value scanner_search(Value self, Value *args)
{
    (void)args;
    return scan(self, SRE_SEARCH);
}

static Value scanner_get_pattern(Value self)
{
    return tp_ref(((Scanner *)tp_obj(self))->search.pattern);
}

static const MethodDef scanner_methods[] = {
    METHOD("match", scanner_match, "()", 0),
    METHOD("search", scanner_search, "()", 0),
    METHOD_END,
};

static const GetSetDef scanner_getset[] = {
    {"pattern", scanner_get_pattern, tp_set_readonly, 0},
    {0, 0, 0, 0},
};

Type sre_scanner_type = {
    .head = {&tp_type_type},
    .name = "_sre.SRE_Scanner",
    .basic_size = sizeof(Scanner),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .methods = scanner_methods,
    .getset = scanner_getset,
};

/* ---- Pattern ---- */

static Value pattern_repr(Value self)
{
    static const struct {
        const char *name;
        int64_t flag;
    } flags[] = {
        {"re.TEMPLATE", SRE_FLAG_TEMPLATE},   {"re.IGNORECASE", SRE_FLAG_IGNORECASE},
        {"re.LOCALE", SRE_FLAG_LOCALE},       {"re.MULTILINE", SRE_FLAG_MULTILINE},
        {"re.DOTALL", SRE_FLAG_DOTALL},       {"re.UNICODE", SRE_FLAG_UNICODE},
        {"re.VERBOSE", SRE_FLAG_VERBOSE},     {"re.DEBUG", SRE_FLAG_DEBUG},
        {"re.ASCII", SRE_FLAG_ASCII},
    };
    const Pattern *p = as_pattern(self);
    int64_t left = p->flags;
    Value text = tp_repr(p->pattern);
    if (!text)
        return 0;
    if (tp_as_str(text)->length > 200)
        text = tp_str_slice(text, 0, 200);
    /* what goes without saying for a str */
    if (p->is_bytes == 0 &&
        (left & (SRE_FLAG_LOCALE | SRE_FLAG_UNICODE | SRE_FLAG_ASCII)) == SRE_FLAG_UNICODE)
        left &= ~SRE_FLAG_UNICODE;
    StrBuilder b;
    tp_builder_init(&b);
    if (tp_builder_cstr(&b, "re.compile(") < 0 || tp_builder_str(&b, text) < 0)
        return 0;
    const char *separator = ", ";
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (!(left & flags[i].flag))
            continue;
        left &= ~flags[i].flag;
        if (tp_builder_cstr(&b, separator) < 0 || tp_builder_cstr(&b, flags[i].name) < 0)
            return 0;
        separator = "|";
    }
    if (left) {
        Value rest = tp_str_format_c("%s0x%x", separator, (unsigned)left);
        if (!rest || tp_builder_str(&b, rest) < 0)
            return 0;
    }
    return tp_builder_char(&b, ')') < 0 ? 0 : tp_builder_finish(&b);
}

static int64_t pattern_hash(Value self)
{
    const Pattern *p = as_pattern(self);
    int64_t hash = tp_hash(p->pattern);
    if (hash == -1)
        return -1;
    hash ^= tp_hash_bytes(p->code, (size_t)p->ncode * sizeof *p->code);
    hash ^= p->flags ^ p->is_bytes ^ p->ncode;
    return hash == -1 ? -2 : hash;
}

static Value pattern_compare(Value self, Value other, int op)
{
    if ((op != TP_EQ && op != TP_NE) || !tp_is_exact(other, &sre_pattern_type))
        return TP_NOTIMPLEMENTED;
    const Pattern *a = as_pattern(self), *b = as_pattern(other);
    int is_equal = a == b;
    if (!is_equal && a->flags == b->flags && a->is_bytes == b->is_bytes && a->ncode == b->ncode &&
        memcmp(a->code, b->code, (size_t)a->ncode * sizeof *a->code) == 0)
        is_equal = tp_equal(a->pattern, b->pattern);
    return is_equal < 0 ? 0 : tp_bool(is_equal == (op == TP_EQ));
}

static Value pattern_self(Value self, Value *args)
{
    (void)args;
    return self;
}

static Value pattern_class_getitem(Value self, Value *args)
{
    return tp_genericalias_new(self, args[0]);
}

#define SEARCHED "(string, pos=0, endpos=sys.maxsize)"
static const MethodDef pattern_methods[] = {
    METHOD("match", pattern_match, SEARCHED,
           "Matches zero or more characters at the beginning of the string."),
    METHOD("fullmatch", pattern_fullmatch, SEARCHED, "Matches against all of the string."),
    METHOD("search", pattern_search, SEARCHED,
           "Scan through string looking for a match, and return a corresponding match object "
           "instance.\n\nReturn None if no position in the string matches."),
    METHOD("sub", pattern_sub, "(repl, string, count=0)",
           "Return the string obtained by replacing the leftmost non-overlapping occurrences of "
           "pattern in string by the replacement repl."),
    METHOD("subn", pattern_subn, "(repl, string, count=0)",
           "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost "
           "non-overlapping occurrences of pattern with the replacement repl."),
    METHOD("findall", pattern_findall, SEARCHED,
           "Return a list of all non-overlapping matches of pattern in string."),
    METHOD("split", pattern_split, "(string, maxsplit=0)",
           "Split string by the occurrences of pattern."),
    METHOD("finditer", pattern_finditer, SEARCHED,
           "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\n"
           "For each match, the iterator returns a match object."),
    METHOD("scanner", pattern_scanner, SEARCHED, 0),
    METHOD("__copy__", pattern_self, "()", 0),
    METHOD("__deepcopy__", pattern_self, "(memo, /)", 0),
    METHOD_CLASS("__class_getitem__", pattern_class_getitem, "(item, /)", "See PEP 585"),
    METHOD_END,
};

static Value pattern_get_flags(Value self)
{
    return tp_small(as_pattern(self)->flags);
}

static Value pattern_get_groups(Value self)
{
    return tp_small(as_pattern(self)->groups);
}

static Value pattern_get_groupindex(Value self)
{
    return tp_mappingproxy_new(tp_ref(as_pattern(self)->groupindex));
}

static const GetSetDef pattern_getset[] = {
    {"groupindex", pattern_get_groupindex, 0,
     "A dictionary mapping group names to group numbers."},
    {"flags", pattern_get_flags, tp_set_readonly, "The regex matching flags."},
    {"groups", pattern_get_groups, tp_set_readonly,
     "The number of capturing groups in the pattern."},
    {0, 0, 0, 0},
};

static const MemberDef pattern_members[] = {
    {"pattern", offsetof(Pattern, pattern), true,
     "The pattern string from which the RE object was compiled."},
    {0, 0, 0, 0},
};

Type sre_pattern_type = {
    .head = {&tp_type_type},
    .name = "re.Pattern",
    .basic_size = sizeof(Pattern),
    .flags = TYPE_NO_NEW | TYPE_IMMUTABLE,
    .weakref_offset = 1,
    .doc = "Compiled regular expression object.",
    .methods = pattern_methods,
    .getset = pattern_getset,
    .members = pattern_members,
    .repr = pattern_repr,
    .hash = pattern_hash,
    .compare = pattern_compare,
};

/* ---- module ---- */

/* The numbers of the list `code`. */
static int read_code(Pattern *p, Value code)
{
    const List *list = tp_as_list(code);
    p->ncode = list->length;
    p->code = tp_heap_alloc_atomic((size_t)(p->ncode + 1) * sizeof *p->code);
    for (int64_t i = 0; i < p->ncode; i++) {
        uint64_t word;
        if (!tp_is_int(list->items[i]))
            return tp_raise_int(&tp_TypeError, "an integer is required");
        if (tp_int_as_u64(tp_int_plain(list->items[i]), &word) < 0)
            return -1;
        if (word > UINT32_MAX)
            return tp_raise_int(&tp_OverflowError, "regular expression code size limit exceeded");
        p->code[i] = (uint32_t)word;
    }
    return 0;
}

static int wrong_argument(const char *name, const char *type, Value v)
{
    return tp_raise_int(&tp_TypeError, "compile() argument '%s' must be %s, not %T", name, type, v);
}

static Value module_compile(Value self, Value *args)
{
    (void)self;
    Pattern *p = tp_heap_object(&sre_pattern_type, 0);
    int64_t n = 0;
    if (tp_index_as_i64(args[1], &p->flags) < 0)
        return 0;
    if (!tp_is_list(args[2]))
        return wrong_argument("code", "list", args[2]), 0;
    if (tp_index_as_i64(args[3], &p->groups) < 0)
        return 0;
    if (!tp_is_dict(args[4]))
        return wrong_argument("groupindex", "dict", args[4]), 0;
    if (!tp_is_tuple(args[5]))
        return wrong_argument("indexgroup", "tuple", args[5]), 0;
    p->pattern = args[0];
    p->is_bytes = args[0] == TP_NONE ? -1 : !tp_is_str(args[0]);
    if (p->is_bytes > 0 && !tp_is_buffer(args[0]))
        return tp_raise(&tp_TypeError, "expected string or bytes-like object, got '%T'", args[0]);
    p->groupindex = tp_as_dict(args[4]);
    p->indexgroup = tp_as_tuple(args[5]);
    if (read_code(p, args[2]) < 0 || !sre_tree_read(p->code, p->ncode, p->groups, &p->tree))
        return 0;
    p->closing = tp_heap_alloc_atomic((size_t)(p->groups + 1) * sizeof *p->closing);
    if (!sre_tree_closing(p->tree, p->groups, p->closing, &n) || n != p->groups)
        p->closing = 0;
    return tp_ref(p);
}

static Value character(Value v, uint32_t *c)
{
    int64_t i;
    if (tp_index_as_i64(v, &i) < 0)
        return 0;
    *c = (uint32_t)i;
    return TP_NONE;
}

static Value module_ascii_iscased(Value self, Value *args)
{
    uint32_t c;
    (void)self;
    return character(args[0], &c) ? tp_bool(sre_is_cased_ascii(c)) : 0;
}

static Value module_ascii_tolower(Value self, Value *args)
{
    uint32_t c;
    (void)self;
    return character(args[0], &c) ? tp_small(sre_lower_ascii(c)) : 0;
}

static Value module_unicode_iscased(Value self, Value *args)
{
    uint32_t c;
    (void)self;
    return character(args[0], &c) ? tp_bool(sre_is_cased_unicode(c)) : 0;
}

static Value module_unicode_tolower(Value self, Value *args)
{
    uint32_t c;
    (void)self;
    return character(args[0], &c) ? tp_small(sre_lower_unicode(c)) : 0;
}

static Value module_getcodesize(Value self, Value *args)
{
    (void)self;
    (void)args;
    return tp_small(sizeof(uint32_t));
}

static const MethodDef module_functions[] = {
    METHOD("compile", module_compile,
           "(pattern, flags, code, groups, groupindex, indexgroup)", 0),
    METHOD("getcodesize", module_getcodesize, "()", 0),
    METHOD("ascii_iscased", module_ascii_iscased, "(character, /)", 0),
    METHOD("ascii_tolower", module_ascii_tolower, "(character, /)", 0),
    METHOD("unicode_iscased", module_unicode_iscased, "(character, /)", 0),
    METHOD("unicode_tolower", module_unicode_tolower, "(character, /)", 0),
    METHOD_END,
};

/* Number that re._constants wants to see: the opcodes are those of sre.def. */
enum { SRE_MAGIC = 20220615 };

static int module_init(Value module)
{
    tp_type_ready(&sre_pattern_type);
    tp_type_ready(&sre_match_type);
    tp_type_ready(&sre_scanner_type);
    if (tp_module_add(module, "MAGIC", tp_small(SRE_MAGIC)) < 0 ||
        tp_module_add(module, "CODESIZE", tp_small(sizeof(uint32_t))) < 0 ||
        tp_module_add(module, "MAXREPEAT", tp_int(SRE_MAXREPEAT)) < 0 ||
        tp_module_add(module, "MAXGROUPS", tp_int(SRE_MAXGROUPS)) < 0)
        return -1;
    return 0;
}

const ModuleDef tp_mod__sre = {"_sre", module_functions, module_init, 0};
