/* process.c -- starting the C compiler and the linker: argument vectors, never a shell. */
#include "process.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void *checked(void *memory)
{
    if (!memory) {
        fputs("taipan: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void process_arg(ProcessArgs *args, const char *arg)
{
    if (args->argc + 2 > args->capacity) {
        args->capacity = args->capacity ? args->capacity * 2 : 32;
        args->argv = checked(realloc(args->argv, (size_t)args->capacity * sizeof(char *)));
    }
    args->argv[args->argc++] = checked(strdup(arg));
    args->argv[args->argc] = NULL;
}

void process_args_free(ProcessArgs *args)
{
    for (int i = 0; i < args->argc; i++)
        free(args->argv[i]);
    free(args->argv);
    *args = (ProcessArgs){0};
}

static void wait_one(ProcessPool *pool)
{
    int status;
    pid_t pid;
    do
        pid = wait(&status);
    while (pid < 0 && errno == EINTR);
    pool->running--;
    if (pid < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        pool->failed = true;
}

void process_start(ProcessPool *pool, const ProcessArgs *args)
{
    while (pool->running >= pool->limit)
        wait_one(pool);
    if (pool->is_verbose) {
        for (int i = 0; i < args->argc; i++)
            fprintf(stderr, "%s%c", args->argv[i], i + 1 < args->argc ? ' ' : '\n');
    }
    pid_t pid;
    int error = posix_spawnp(&pid, args->argv[0], NULL, NULL, args->argv, environ);
    if (error) {
        fprintf(stderr, "taipan: error: can't run '%s': %s\n", args->argv[0], strerror(error));
        pool->failed = true;
        return;
    }
    pool->running++;
}

int process_wait_all(ProcessPool *pool)
{
    while (pool->running > 0)
        wait_one(pool);
    return pool->failed ? -1 : 0;
}
