/* unicodedata.h -- what the files of the module unicodedata share. */
#ifndef TP_UNICODEDATA_H
#define TP_UNICODEDATA_H

#include "runtime/str.h"

/* What a table has of the characters from first to last stands behind this; NULL: none of its rows
 * (sorted, n of them, size bytes each) has c. */
typedef struct CharRange {
    uint32_t first, last;
} CharRange;
const void *unicodedata_find(const void *rows, size_t n, size_t size, uint32_t c);
#define UNICODEDATA_FIND(rows, c)                                                                \
    ((__typeof__(&*(rows)))unicodedata_find(rows, sizeof(rows) / sizeof *(rows), sizeof *(rows), c))

/* Was c, which is assigned in Unicode 14, not in 3.2? */
bool unicodedata_is_new(uint32_t c);

/* The Hangul syllables, whose parts and names are computed. */
enum { UNICODEDATA_SYLLABLES = 0xac00, UNICODEDATA_NSYLLABLES = 11172 };

/* ---- normal forms (unicodedata_normalize.c) ---- */

/* What utf8proc has of a character, which may be newer than Unicode 14. */
const struct utf8proc_property_struct *unicodedata_property(uint32_t c);

typedef struct NormalForm {
    bool is_compatible, is_composed;
    bool is_old;                /* of Unicode 3.2 */
} NormalForm;
/* The canonical combining class. */
unsigned unicodedata_combining(uint32_t c);
enum { UNICODEDATA_DECOMPOSED = 18 };
/* The characters that c is in NFKD or NFD: how many. */
int unicodedata_decompose(uint32_t c, NormalForm form, uint32_t out[UNICODEDATA_DECOMPOSED]);
/* Puts together what can be, in place: how many characters there are then. */
int64_t unicodedata_compose(uint32_t *chars, int64_t n);
/* str itself if it has that form; 0 with MemoryError. */
Value unicodedata_normalize(Value str, NormalForm form);
/* Has str a character that one in front of it may take in? */
bool unicodedata_may_compose(Value str);

/* ---- names (unicodedata_names.c) ---- */

enum { UNICODEDATA_NAME = 96 }; /* room for a name */
/* The name of c, or "" for none: 0, or -1 with MemoryError. */
int unicodedata_name(uint32_t c, char out[UNICODEDATA_NAME]);
/* The characters of that name (n bytes), an alias or the name of a sequence as well unless is_old:
 * how many, 0 for none, or -1 with MemoryError. */
enum { UNICODEDATA_SEQUENCE = 16 };
int unicodedata_lookup(const char *name, size_t n, bool is_old,
                       uint32_t out[UNICODEDATA_SEQUENCE]);

#endif
