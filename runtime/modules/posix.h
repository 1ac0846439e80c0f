/* posix.h -- what the files behind module posix share. */
#ifndef TP_POSIX_H
#define TP_POSIX_H

#include "runtime/func.h"

/* A path argument: str, bytes or os.PathLike, or an open descriptor where that is allowed. */
typedef struct Path {
    const char *name;       /* 0: a descriptor */
    int fd;                 /* -1: a name */
    Value object;           /* what errors name; 0 for a descriptor */
    bool is_bytes;          /* names in answers are bytes too */
} Path;

/* 0, or -1 with CPython's TypeError for an argument of that function; takes_fd: ints are allowed. */
int tp_posix_path(Path *path, Value v, const char *function, bool takes_fd);
/* A C int argument: 0, or -1 with TypeError or OverflowError. */
int tp_posix_int(Value v, int *out);
/* None, or OSError from errno naming path (0: none). */
Value tp_posix_status(int status, const Path *path);
/* A file name in the type that path asks for. */
Value tp_posix_name(const char *name, bool is_bytes);

extern const MethodDef tp_posix_process_functions[];
extern const MethodDef tp_posix_stat_functions[];
int tp_posix_process_init(Value module);
int tp_posix_stat_init(Value module);

#endif
