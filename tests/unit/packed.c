/* packed.c -- bytes into packed text and back; damaged texts. */
#include <stdlib.h>
#include <string.h>

#include "codegen/pack.h"
#include "runtime/func.h"
#include "runtime/heap.h"
#include "runtime/packed.h"

/* Bytes of some kind: random, all the same, few different ones, rare ones, repetitions. */
static void fill(char *bytes, size_t n, int kind)
{
    for (size_t i = 0; i < n; i++) {
        int any = rand();
        bytes[i] = (char)(kind == 0   ? any
                          : kind == 1 ? 0
                          : kind == 2 ? any % 3
                          : kind == 3 ? (any % 50 ? 0 : any)
                          : i > 20 && any % 20 ? bytes[i - 1 - (size_t)any % 7] : any);
    }
}

/* What a C compiler makes of the lines: in place. */
static void join_strings(char *text)
{
    char *to = text;
    bool is_inside = false;
    for (; *text; text++)
        if (*text == '"')
            is_inside = !is_inside;
        else if (is_inside)
            *to++ = *text;
    *to = '\0';
}

static int program(void *data)
{
    (void)data;
    for (int round = 0; round < 2000; round++) {
        size_t n = 1 + (size_t)rand() % (round % 100 ? 600 : 200000);
        char *bytes = tp_heap_alloc_atomic(n), *back = tp_heap_alloc_atomic(n + 1);
        fill(bytes, n, round % 5);
        back[n] = 77;
        Text text = {0};
        pack_print(&text, bytes, n);
        join_strings(text.data);
        if (!tp_packed_read(text.data, back, n) || memcmp(bytes, back, n) != 0)
            return 3;
        text.data[(size_t)rand() % strlen(text.data)] = '\0';
        if (tp_packed_read(text.data, back, n))
            return 4;
        if (*text.data)
            text.data[(size_t)rand() % strlen(text.data)] = (char)('#' + rand() % 87);
        tp_packed_read(text.data, back, n);
        if (back[n] != 77)
            return 5;
    }
    return 0;
}

int main(int argc, char **argv)
{
    return tp_run(argc, argv, program, 0);
}
