/* source_line.h -- lines of source files, for tracebacks (source_line.c). */
#ifndef TP_SOURCE_LINE_H
#define TP_SOURCE_LINE_H

#include "object.h"

/* Line number `line` (from 1) of the file, without its end, in *text and *n: true, or false if
 * there is no such file or line. A file that is not where its name says is looked for under
 * sys.path. The text is collected memory. Never raises. */
bool tp_source_line(Value filename, int line, const char **text, int64_t *n);

#endif
