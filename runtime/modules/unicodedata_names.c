/* unicodedata_names.c -- the names of characters.
 *
 * Names of Hangul syllables and those that end with a code point are made up. The others stand in
 * unicodedata_names.def: compressed by zlib, four bytes as five digits of base 85 (packed.h has
 * which). They come in the order of the code points, then aliases and sequences. A name is a byte
 * of 128 and how many characters it shares with the name before, and the rest of it. If it is not
 * that of the character after the one before, it follows a byte that counts characters, and these
 * in three bytes each. When the first name is asked for, all is unpacked for good, and a hash table
 * made of it.
 */
#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "runtime/error.h"
#include "runtime/packed.h"
#include "unicodedata.h"

enum {
#define NAMES(ncharacters, nnames, nunits, ntext, ndata, npacked)                                \
    NCHARACTERS = ncharacters, NNAMES = nnames, NUNITS = nunits, NTEXT = ntext, NDATA = ndata,   \
    NPACKED = npacked,
#include "unicodedata_names.def"
#undef NAMES
    NSLOTS = 1 << 16,
    SEQUENCE = 0x110000         /* from here on: where in units the sequence is */
};

typedef struct Name {
    uint32_t c;                 /* the character, or SEQUENCE and more */
    uint32_t start;             /* in text; zero-terminated */
} Name;

typedef struct Names {
    Name names[NNAMES];
    uint32_t units[NUNITS];     /* sequences: the number of characters, then these */
    uint16_t slots[NSLOTS];     /* index of a name, and 1; 0: none */
    char text[NTEXT];
} Names;

static const char packed[] =
#include "unicodedata_names.def"
    ;

/* ---- unpacking ---- */

static void read_packed(uint8_t *bytes)
{
    for (const char *p = packed; *p; p += 5, bytes += 4) {
        uint32_t word = 0;
        for (int i = 0; i < 5; i++) {
            char c = p[i] == 'x' ? '?' : p[i] == 'y' ? '\\' : p[i];
            word = word * 85 + (uint32_t)(c - PACKED_FIRST);
        }
        for (int i = 0; i < 4; i++)
            bytes[i] = (uint8_t)(word >> (24 - 8 * i));
    }
}

static uint32_t hash_of(const char *name, size_t n)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (uint8_t)toupper((unsigned char)name[i])) * 16777619;
    return hash;
}

static uint32_t read_char(const uint8_t **p)
{
    const uint8_t *bytes = *p;
    *p += 3;
    return (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
}

static void read_names(Names *names, const uint8_t *p)
{
    uint32_t next = 0, unit = 0, start = 0, previous = 0;
    for (int i = 0; i < NNAMES; i++) {
        if (*p == 1) {
            p++;
            next = read_char(&p);
        } else if (*p < 128) {
            next = SEQUENCE + unit;
            uint32_t length = names->units[unit++] = *p++;
            while (length-- > 0)
                names->units[unit++] = read_char(&p);
        }
        names->names[i] = (Name){next++, start};
        uint32_t shared = *p++ - 128u, end = start + shared;
        memcpy(names->text + start, names->text + previous, shared);
        while (*p >= ' ' && *p < 128)
            names->text[end++] = (char)*p++;
        uint32_t slot = hash_of(names->text + start, end - start) % NSLOTS;
        while (names->slots[slot])
            slot = (slot + 1) % NSLOTS;
        names->slots[slot] = (uint16_t)(i + 1);
        names->text[end++] = 0;
        previous = start;
        start = end;
    }
    assert(start == NTEXT && unit == NUNITS);
}

static Names *unpack(void)
{
    Names *names = calloc(1, sizeof *names);
    uint8_t *bytes = malloc(sizeof packed), *data = malloc(NDATA);
    if (names && bytes && data) {
        read_packed(bytes);
        uLongf n = NDATA;
        if (uncompress(data, &n, bytes, NPACKED) == Z_OK) {
            read_names(names, data);
            free(bytes);
            free(data);
            return names;
        }
    }
    free(names);
    free(bytes);
    free(data);
    tp_raise_no_memory();
    return NULL;
}

/* All of them; NULL with MemoryError. */
static const Names *all_names(void)
{
    static const Names *names;
    if (!names)
        names = unpack();
    return names;
}

/* ---- names that are made up ---- */

typedef struct CodeName {
    CharRange range;
    const char *prefix;
} CodeName;
static const CodeName code_names[] = {
#define CODE_NAME(first, last, prefix) {{first, last}, prefix},
#include "unicodedata.def"
};
static const char ideograph[] = "CJK UNIFIED IDEOGRAPH-", syllable[] = "HANGUL SYLLABLE ";

enum { INITIALS = 19, VOWELS = 21, FINALS = 28 };
static const char initials[INITIALS][3] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S",
                                           "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
static const char vowels[VOWELS][4] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA",
                                       "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI",
                                       "I"};
static const char finals[FINALS][3] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM",
                                       "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S", "SS",
                                       "NG", "J", "C", "K", "T", "P", "H"};

/* The longest of n parts of that size which *text begins with, and *text behind it; -1: none. */
static int part_of(const char *parts, int n, size_t size, const char **text)
{
    int best = -1;
    size_t length = 0;
    for (int i = 0; i < n; i++) {
        const char *part = parts + (size_t)i * size;
        size_t m = strlen(part);
        if ((best < 0 || m > length) && strncmp(*text, part, m) == 0) {
            best = i;
            length = m;
        }
    }
    *text += length;
    return best;
}

static int find_syllable(const char *text, uint32_t *c)
{
    int i = part_of(initials[0], INITIALS, sizeof *initials, &text);
    int v = part_of(vowels[0], VOWELS, sizeof *vowels, &text);
    int f = part_of(finals[0], FINALS, sizeof *finals, &text);
    if (v < 0 || *text)
        return 0;
    *c = (uint32_t)(UNICODEDATA_SYLLABLES + (i * VOWELS + v) * FINALS + f);
    return 1;
}

/* Of names that end with a code point those of unified ideographs are taken as the oracle takes
 * them: in capitals, with a zero before four digits, and newer ones by ucd_3_2_0 as well. */
static int find_code_name(const char *name, bool is_old, uint32_t *c)
{
    const char *digits = strrchr(name, '-');
    size_t n = digits ? strlen(++digits) : 0;
    if (n < 4 || n > 5 || strspn(digits, "0123456789ABCDEFabcdef") != n)
        return 0;
    *c = (uint32_t)strtoul(digits, NULL, 16);
    const CodeName *row = UNICODEDATA_FIND(code_names, *c);
    if (!row || strlen(row->prefix) != (size_t)(digits - name))
        return 0;
    if (strcmp(row->prefix, ideograph) == 0)
        return strncmp(name, ideograph, sizeof ideograph - 1) == 0 &&
               strspn(digits, "0123456789ABCDEF") == n;
    return strncasecmp(name, row->prefix, strlen(row->prefix)) == 0 && digits[0] != '0' &&
           !(is_old && unicodedata_is_new(*c));
}

/* ---- both ways ---- */

static int by_character(const void *key, const void *name)
{
    uint32_t c = *(const uint32_t *)key, other = ((const Name *)name)->c;
    return c < other ? -1 : c > other;
}

int unicodedata_name(uint32_t c, char out[UNICODEDATA_NAME])
{
    const CodeName *row = UNICODEDATA_FIND(code_names, c);
    uint32_t i = c - UNICODEDATA_SYLLABLES;
    out[0] = 0;
    if (row) {
        snprintf(out, UNICODEDATA_NAME, "%s%X", row->prefix, c);
    } else if (i < UNICODEDATA_NSYLLABLES) {
        snprintf(out, UNICODEDATA_NAME, "%s%s%s%s", syllable, initials[i / (VOWELS * FINALS)],
                 vowels[i / FINALS % VOWELS], finals[i % FINALS]);
    } else {
        const Names *all = all_names();
        if (!all)
            return -1;
        const Name *name = bsearch(&c, all->names, NCHARACTERS, sizeof *all->names, by_character);
        if (name)
            snprintf(out, UNICODEDATA_NAME, "%s", all->text + name->start);
    }
    return 0;
}

int unicodedata_lookup(const char *bytes, size_t n, bool is_old,
                       uint32_t out[UNICODEDATA_SEQUENCE])
{
    char name[UNICODEDATA_NAME];
    if (n >= UNICODEDATA_NAME || memchr(bytes, 0, n))
        return 0;
    memcpy(name, bytes, n);
    name[n] = '\0';
    if (strncmp(name, syllable, sizeof syllable - 1) == 0)
        return find_syllable(name + sizeof syllable - 1, out);
    if (find_code_name(name, is_old, out))
        return 1;
    const Names *all = all_names();
    if (!all)
        return -1;
    uint32_t slot = hash_of(name, n) % NSLOTS;
    for (; all->slots[slot]; slot = (slot + 1) % NSLOTS) {
        int i = all->slots[slot] - 1;
        const Name *found = &all->names[i];
        if (strcasecmp(all->text + found->start, name) != 0)
            continue;
        if (is_old && (i >= NCHARACTERS || unicodedata_is_new(found->c)))
            return 0;
        if (found->c < SEQUENCE) {
            out[0] = found->c;
            return 1;
        }
        const uint32_t *units = &all->units[found->c - SEQUENCE];
        assert(units[0] <= UNICODEDATA_SEQUENCE);
        memcpy(out, units + 1, units[0] * sizeof *out);
        return (int)units[0];
    }
    return 0;
}
