/* text.c -- growing text. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "runtime/heap.h"

static void reserve(Text *t, size_t n)
{
    if (t->n + n + 1 <= t->capacity)
        return;
    size_t capacity = t->capacity ? 2 * t->capacity : 256;
    while (capacity < t->n + n + 1)
        capacity *= 2;
    char *grown = tp_heap_alloc_atomic(capacity);
    if (t->n)
        memcpy(grown, t->data, t->n);
    t->data = grown;
    t->capacity = capacity;
}

void text_add(Text *t, const char *bytes, size_t n)
{
    reserve(t, n);
    memcpy(t->data + t->n, bytes, n);
    t->n += n;
    t->data[t->n] = '\0';
}

static void print_va(Text *t, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    reserve(t, 128);
    size_t room = t->capacity - t->n;
    int n = vsnprintf(t->data + t->n, room, format, args);
    if ((size_t)n >= room) {
        reserve(t, (size_t)n);
        vsnprintf(t->data + t->n, (size_t)n + 1, format, again);
    }
    va_end(again);
    t->n += (size_t)n;
}

void text_print(Text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_va(t, format, args);
    va_end(args);
}

char *text_format(const char *format, ...)
{
    Text t = {0};
    va_list args;
    va_start(args, format);
    print_va(&t, format, args);
    va_end(args);
    return t.data;
}

void text_item(Text *t, const char *format, ...)
{
    enum { COLUMNS = 100 };
    Text item = {0};
    va_list args;
    va_start(args, format);
    print_va(&item, format, args);
    va_end(args);
    size_t column = 0;
    while (column < t->n && column < COLUMNS && t->data[t->n - 1 - column] != '\n')
        column++;
    const char *gap = column == 0 ? "    " : column + item.n + 2 > COLUMNS ? "\n    " : " ";
    text_print(t, "%s%s,", gap, item.data);
}

void text_quote(Text *t, const char *bytes, size_t n)
{
    reserve(t, 4 * n);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\n')
            text_add(t, "\\n", 2);
        else if (c == '"' || c == '\\')
            text_print(t, "\\%c", c);
        else if (c == '?' || c < 32 || c > 126)
            text_print(t, "\\%03o", c); /* a question mark could begin a trigraph */
        else
            text_add(t, (const char *)&bytes[i], 1);
    }
}

void text_comment(Text *t, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if (c == '\n' || c == '\r' || c == '\0')
            break;
        /* neither the end nor the start of a comment, nor a line continued */
        if (i > 0 && ((c == '/' && bytes[i - 1] == '*') || (c == '*' && bytes[i - 1] == '/')))
            text_add(t, " ", 1);
        text_add(t, (unsigned char)c < ' ' && c != '\t' ? " " : &c, 1);
    }
    if (t->n && t->data[t->n - 1] == '\\')
        text_add(t, ".", 1);
}
