/* process.h -- starting the C compiler and the linker: argument vectors, never a shell. */
#ifndef CODEGEN_PROCESS_H
#define CODEGEN_PROCESS_H

#include <stdbool.h>

/* An argument vector under construction; strings are copied. new: process_args_free. */
typedef struct ProcessArgs {
    char **argv;      /* 0-terminated */
    int argc, capacity;
} ProcessArgs;

void process_arg(ProcessArgs *args, const char *arg);
void process_args_free(ProcessArgs *args);

/* Several commands at once, at most `limit` running at a time. */
typedef struct ProcessPool {
    int limit;
    int running;
    bool is_verbose;  /* print each command to stderr */
    bool failed;      /* one exited with a nonzero status or could not be started */
} ProcessPool;

/* Start a command, first waiting for a place. A command that can't be started is reported on
 * stderr and sets `failed`. */
void process_start(ProcessPool *pool, const ProcessArgs *args);

/* Wait for all; 0 if every command of the pool succeeded, else -1. */
int process_wait_all(ProcessPool *pool);

#endif
