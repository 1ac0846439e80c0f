/* text.h -- growing text. Collected memory. */
#ifndef CODEGEN_TEXT_H
#define CODEGEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Text {
    char *data;     /* zero-terminated once anything is in it */
    size_t n, capacity;
} Text;

void text_add(Text *t, const char *bytes, size_t n);
/* printf into t. */
void text_print(Text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Append an item of a list, with a comma; on a new line, indented by 4, where this one is full. */
void text_item(Text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes as they stand inside a C string literal. */
void text_quote(Text *t, const char *bytes, size_t n);
/* Bytes as they may stand inside a C comment, up to the end of the line; spaces for control
 * characters. */
void text_comment(Text *t, const char *bytes, size_t n);
/* printf into collected memory. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
