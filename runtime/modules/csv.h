/* csv.h -- what the files of the module _csv share. */
#ifndef TP_CSV_H
#define TP_CSV_H

#include "runtime/func.h"

enum { CSV_QUOTE_MINIMAL, CSV_QUOTE_ALL, CSV_QUOTE_NONNUMERIC, CSV_QUOTE_NONE };
enum { CSV_NONE = 0x110000 };      /* no character */

typedef struct Dialect {
    Object head;
    uint32_t delimiter, quotechar, escapechar; /* or CSV_NONE */
    Value line_end;                /* a str */
    int64_t quoting;               /* CSV_QUOTE_ */
    bool doubles_quotes, skips_space, is_strict;
} Dialect;

extern Type csv_dialect_type, csv_reader_type, csv_writer_type, csv_error_type;
extern int64_t csv_field_limit;    /* characters */

/* Raise _csv.Error; gives 0. */
Value csv_fail(const char *message);
/* The registered dialect of that name; 0 with Error. */
Value csv_dialect_named(Value name);
/* The dialect that the arguments of reader() and writer() describe; 0 with exception. */
Value csv_dialect_arguments(int nargs, const Value *args, Tuple *kwnames);

Value csv_reader(Value self, int nargs, const Value *args, Tuple *kwnames);
Value csv_writer(Value self, int nargs, const Value *args, Tuple *kwnames);

#endif
