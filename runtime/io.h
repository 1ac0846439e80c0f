/* io.h -- files and streams: the classes of _io.
 *
 * A text file is three objects, as in CPython: TextIO over Buffered over FileIO. When all three are
 * exactly these types (nobody subclassed or replaced one) they talk to each other through their C
 * structs; else through Python methods. The files: io_base.c (what all share), io_file.c,
 * io_buffered.c, io_text.c and io_text_read.c, io_memory.c (BytesIO, StringIO), _io.c (open, the
 * standard streams).
 */
#ifndef TP_IO_H
#define TP_IO_H

#include "object.h"

extern Type tp_iobase_type, tp_rawiobase_type, tp_bufferediobase_type, tp_textiobase_type;
extern Type tp_fileio_type, tp_buffered_reader_type, tp_buffered_writer_type;
extern Type tp_buffered_random_type, tp_buffered_rwpair_type;
extern Type tp_textio_type, tp_stringio_type, tp_bytesio_type, tp_newline_decoder_type;
extern Type *tp_unsupported_operation; /* io.UnsupportedOperation */

enum { IO_BUFFER_SIZE = 8192, IO_FILE_BUFFER_SIZE = 65536 };

typedef struct FileIO {
    Object head;
    Dict *dict;                /* holds name */
    int fd;                    /* -1: closed */
    bool is_created, is_readable, is_writable, is_appending, closes_fd;
    bool is_of_variable;       /* only a variable of a compiled function has it, and closes it */
    int8_t is_seekable;        /* -1: not known yet */
} FileIO;

/* Bytes read and not yet given: data[pos..end). */
typedef struct Queue {
    char *data;
    int64_t size, pos, end;
} Queue;

/* BufferedReader, BufferedWriter and BufferedRandom. in holds bytes read ahead, or out[0..nout)
 * bytes not yet written; never both. */
typedef struct Buffered {
    Object head;
    Dict *dict;
    Value raw;                 /* 0: detached or not initialised */
    FileIO *file;              /* raw, if exactly a FileIO; else 0 */
    Queue in;
    char *out;
    int64_t nout;
    int64_t size;              /* of the buffers */
    bool is_readable, is_writable;
    bool is_over_input;        /* out stands where bytes may have been read ahead */
    bool is_busy;              /* inside a call of the raw stream: the buffers are not to be used */
} Buffered;

typedef struct TextIO {
    Object head;
    Dict *dict;
    Value buffer;              /* 0: detached or not initialised */
    Buffered *fast;            /* buffer, if exactly one of the Buffered types; else 0 */
    Queue own;                 /* text read and not yet given: UTF-8, or Latin-1 of that codec */
    Value encoding, errors;    /* str */
    uint8_t codec;             /* enum Codec */
    bool is_strict;            /* errors == "strict" */
    bool line_buffering, write_through;
    bool is_universal, is_translating; /* newline None or "": any line end; None: it reads as \n */
    bool is_iterating;         /* tell() is disabled */
    Queue source;              /* bytes of a character that goes on; of text that is not read
                                  straight from them, before those what own was decoded from, */
    int64_t nopen;             /* and so many go on */
    bool has_cr;               /* before all that follows comes a \r, maybe half of a line end */
    Value decoder;             /* of a codec in Python, which keeps those itself */
    bool is_big;               /* the byte order mark says so */
    bool is_past_mark;         /* reading, or seek(), went behind it */
    bool has_written;          /* no byte order mark any more */
    bool has_read;             /* a chunk since the last seek or write: the encoding can't change */
    char newline_in[3];        /* the line end when not universal */
    char newline_out[3];       /* what \n is written as, or "" for itself */
    uint8_t newlines;          /* seen when universal: 1 \r, 2 \n, 4 \r\n */
    int64_t chunk_size;        /* bytes asked at once of a buffer that is not fast */
} TextIO;

/* ---- what all share (io_base.c) ---- */

/* A new instance with nothing in it yet, whatever the arguments. */
Value tp_io_new(Type *type, int nargs, const Value *args, Tuple *kwnames);
/* Raise io.UnsupportedOperation with that message; gives 0. */
Value tp_io_unsupported(const char *message);
/* Raise ValueError("I/O operation on closed file."); gives 0. */
Value tp_io_closed_error(void);
/* "I/O operation on closed file." if stream.closed: -1. */
int tp_io_check_open(Value stream);
/* The attribute `closed` as a truth: 1, 0, -1. */
int tp_io_is_closed(Value stream);
/* Run this when the stream dies without having been closed; 0 takes it back. Instances of classes
 * written in Python have __del__ for that, and are left alone. */
void tp_io_finalizer(void *stream, void (*run)(void *stream));
/* int argument or None (-1): 0, or -1 with TypeError. */
int tp_io_size(Value v, int64_t *size);
/* int argument that CPython takes as an integer of 64 bits of that C type: 0, or -1 with TypeError
 * or OverflowError, which names the type. */
int tp_io_integer(Value v, const char *c_type, int64_t *out);
/* A str as a C string; 0 with ValueError if it has a NUL in it. */
const char *tp_io_cstr(Value str);
/* __getstate__ of what cannot be pickled: TypeError. */
Value tp_io_no_state(Value self, Value *args);
/* __repr__ of self begins; -1 with RuntimeError if it calls itself. tp_repr_leave must follow. */
int tp_io_repr_enter(Value self);
/* Arguments of seek(): 0, or -1 with an exception. whence is 0 if it is not given. */
int tp_io_seek_arguments(Value *args, int64_t *offset, int64_t *whence);

/* The memory of a bytes-like object, which may not move until tp_io_leave, whatever Python code
 * runs: 0, or -1 with an exception. That of tp_io_target is writable; its TypeError names
 * function. */
int tp_io_source(Value v, const char **data, int64_t *n);
int tp_io_target(Value v, const char *function, char **data, int64_t *n);
void tp_io_leave(Value v);

/* A bytearray of n zeros for readinto(); 0 with MemoryError. */
Value tp_io_zeros(int64_t n);

/* After a second step that was taken though the first had failed: `first`, the exception of the
 * first, or 0, is pending, or is the context of that of the second. */
void tp_io_chain(Value first);

/* ---- FileIO (io_file.c) ---- */

/* For a descriptor that is open already. */
Value tp_fileio_new(int fd, const char *mode, Value name, bool closes_fd);
/* Bytes read (0 at the end), or -1 with an exception. -2: would block. */
int64_t tp_fileio_read(FileIO *file, char *data, int64_t n);
/* The same for bytes written. */
int64_t tp_fileio_write(FileIO *file, const char *data, int64_t n);
/* Close the descriptor if it is ours; file->fd is -1 then. 0, or -1 with OSError. */
int tp_fileio_close(FileIO *file);
/* Let the descriptor, if it is ours, be closed when the file dies. */
void tp_fileio_arm(FileIO *file);

/* ---- Buffered (io_buffered.c) ---- */

/* A BufferedReader, BufferedWriter or BufferedRandom with buffers of that size. Never fails. */
Value tp_buffered_new(Type *type, Value raw, int64_t size);
/* Read more into b->in, which keeps what it has: 1 more there, 0 end of file, -1 failed. */
int tp_buffered_fill(Buffered *b);
/* Take at most n bytes, those that are there already or what the raw stream gives at once: how many
 * are at *data until b is used again, 0 at the end of the file, -1 failed. */
int64_t tp_buffered_chunk(Buffered *b, int64_t n, const char **data);
/* 0, or -1 with an exception. What a flush fails to write stays for the next one. All three raise
 * RuntimeError when the raw stream calls back. */
int tp_buffered_write(Buffered *b, const char *data, int64_t n);
int tp_buffered_flush(Buffered *b);
/* Room for more bytes behind q->end, moving what is there to the front: 0, or -1. */
int tp_queue_reserve(Queue *q, int64_t more);
static inline bool tp_is_buffered(Value v)
{
    return tp_is_exact(v, &tp_buffered_writer_type) || tp_is_exact(v, &tp_buffered_reader_type) ||
           tp_is_exact(v, &tp_buffered_random_type);
}

/* ---- TextIO (io_text.c) ---- */

Value tp_textio_new(Value buffer, Value encoding, Value errors, const char *newline,
                    bool line_buffering, bool write_through);
/* The stream as TextIO if writing to it may go through tp_text_write: exactly a TextIO over one of
 * the Buffered types, open; else 0. */
TextIO *tp_text_direct(Value stream);
/* Write a str: 0, or -1 with an exception. */
int tp_text_write(TextIO *stream, Value str);
/* n ASCII characters without newlines. */
int tp_text_write_ascii(TextIO *stream, const char *text, int64_t n);

/* ---- open and the standard streams (_io.c) ---- */

Value tp_io_open(Value self, Value *args);
/* Write to sys.stderr, or to descriptor 2 if there is none or it fails. Never raises. */
void tp_stderr_write(Value str);
void tp_stderr_cstr(const char *text);
/* Flush sys.stdout and sys.stderr, whatever they are; errors are dropped. */
void tp_std_flush(void);

#endif
