/* charset.h -- the encodings of sources that the C library's iconv decodes as Python does. */
#ifndef FRONTEND_CHARSET_H
#define FRONTEND_CHARSET_H

#include <stdbool.h>

typedef struct Charset {
    const char *iconv_name;
    bool is_table;          /* a byte is a character: Python's codec is called "charmap" */
    const char *names;      /* Python's, a space behind each, the first the codec's own */
} Charset;

/* The one that Python knows by that name; NULL if it has none, or only iconv has. */
const Charset *charset_find(const char *name);

#endif
