/* io_text.h -- what io_text.c and io_text_read.c share: TextIOWrapper. */
#ifndef IO_TEXT_H
#define IO_TEXT_H

#include "runtime/codec.h"
#include "runtime/io.h"

/* Bits of TextIO.newlines. */
enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };

static inline TextIO *text_of(Value v)
{
    return (TextIO *)tp_obj(v);
}

/* Is ASCII written as it is? */
static inline bool keeps_ascii(const TextIO *t)
{
    return t->codec == CODEC_UTF8 || t->codec == CODEC_ASCII || t->codec == CODEC_LATIN1;
}

/* Are bytes without a fault text as they are, and others an error? */
static inline bool is_direct(const TextIO *t)
{
    return t->codec == CODEC_LATIN1 || (keeps_ascii(t) && t->is_strict);
}

/* The object ready for use; else 0 with ValueError. */
TextIO *tp_text_usable(Value self);
/* ValueError for a stream without a buffer; gives 0. */
Value tp_text_detached(TextIO *t);
/* Call that method of the buffer; 0 with an exception. */
Value tp_text_ask_buffer(Value self, const char *method);
/* Does the buffer read, or write? 0, or -1 with io.UnsupportedOperation. */
int tp_text_check_able(TextIO *t, bool wants_read);
/* The encoding of what stands behind the byte order mark, if there is one. */
const char *tp_text_encoding_after_mark(const TextIO *t, bool is_big);

/* Drop what was read and not given, and the state of decoding, as if nothing had been read. */
void tp_text_forget(TextIO *t);

/* Methods of TextIOWrapper, and its next() (io_text_read.c). */
Value tp_text_readline(Value self, Value *args);
Value tp_text_next(Value self);
Value tp_text_read(Value self, Value *args);
Value tp_text_tell(Value self, Value *args);
Value tp_text_seek(Value self, Value *args);
Value tp_text_truncate(Value self, Value *args);

#endif
