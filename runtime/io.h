/* io.h -- files and streams: the classes of _io.
 *
 * A text file is three objects, as in CPython: TextIO over Buffered over FileIO. When all three are
 * exactly these types (nobody subclassed or replaced one) they talk to each other through their C
 * structs; else through Python methods.
 */
#ifndef TP_IO_H
#define TP_IO_H

#include "object.h"

extern Type tp_iobase_type, tp_rawiobase_type, tp_bufferediobase_type, tp_textiobase_type;
extern Type tp_fileio_type, tp_buffered_reader_type, tp_buffered_writer_type;
extern Type tp_buffered_random_type, tp_buffered_rwpair_type;
extern Type tp_textio_type, tp_stringio_type, tp_bytesio_type, tp_newline_decoder_type;
extern Type tp_unsupported_operation;          /* io.UnsupportedOperation */

/* All of them (state.c calls it through tp_io_init). */
void tp_io_types_init(void);

typedef struct FileIO {
    Object head;
    Dict *dict;
    int fd;                    /* -1: closed */
    bool is_created, is_readable, is_writable, is_appending, closes_fd;
    int8_t is_seekable;        /* -1: not known yet */
    bool is_finalizing;
    Value name;                /* or 0 */
    int64_t block_size;
} FileIO;

/* BufferedReader, BufferedWriter and BufferedRandom. data[pos..end) is what was read and not yet
 * given; data[0..pending) what was written and not yet passed on. At most one is not empty. */
typedef struct Buffered {
    Object head;
    Dict *dict;
    Value raw;                 /* 0: detached */
    FileIO *file;              /* raw, if exactly a FileIO; else 0 */
    char *data;
    int64_t size;
    int64_t pos, end;
    int64_t pending;
    bool is_readable, is_writable;
    bool is_closing;
} Buffered;

typedef struct TextIO {
    Object head;
    Dict *dict;
    Value buffer;              /* 0: detached */
    Buffered *fast;            /* buffer, if exactly a Buffered; else 0 */
    Value encoding, errors;    /* str */
    uint8_t codec;             /* enum TextCodec */
    bool is_strict;            /* errors == "strict" */
    bool is_readable, is_writable;
    bool line_buffering, write_through;
    bool reads_universal, reads_translate; /* newline None or "": all; None: to \n */
    bool is_closing;
    const char *newline_out;   /* what \n becomes when written; 0: itself */
    Value newline_in;          /* the one line end when reading, or 0 */
    Value newlines_seen;       /* unused when not universal */
    uint8_t seen;              /* bits: CR 1, LF 2, CRLF 4 */
    bool has_cr;               /* the last chunk ended with \r: a \n may follow */
    bool at_start;             /* nothing written yet: a byte order mark may be due */
    bool is_telling;           /* tell() allowed: no iteration going on */
    Value decoder;             /* incremental decoder, for encodings not built in */
    /* decoded text not yet given: text[used..] */
    Value text;
    int64_t used;
    /* bytes of an unfinished character */
    char tail[8];
    int ntail;
    /* where text began, for tell() */
    int64_t chunk_position;    /* position in buffer of the first byte of chunk */
    char *chunk;               /* the bytes text was decoded from */
    int64_t nchunk;
} TextIO;

/* The stream as TextIO if writing to it may go through tp_text_write: exactly a TextIO that is
 * open for writing over exactly a BufferedWriter; else 0. */
TextIO *tp_text_direct(Value stream);
int tp_text_write(TextIO *stream, Value str);
/* n ASCII characters without newlines. */
int tp_text_write_ascii(TextIO *stream, const char *text, int64_t n);
int tp_text_flush(TextIO *stream);
/* A line with its end ("" at the end of the file); 0 on failure. */
Value tp_text_readline(TextIO *stream, int64_t limit);

/* open() */
Value tp_io_open(Value self, Value *args);
/* Write C text to sys.stderr (or to descriptor 2 if there is none): messages. Never fails. */
void tp_stderr_write(Value str);
void tp_stderr_cstr(const char *text);
/* Flush sys.stdout and sys.stderr, ignoring what fails. */
void tp_std_flush(void);

#endif
