/* startup.h -- the parts of the runtime that state.c starts and ends, in its order. */
#ifndef TP_STARTUP_H
#define TP_STARTUP_H

#include "object.h"

void tp_builtins_init(void);                /* builtins.c: the namespace of builtins */
void tp_sys_init(int argc, char **argv);    /* modules/sys.c: sys and sys.modules */
void tp_io_init(void);                      /* io.c: sys.stdin, stdout, stderr */
int tp_io_configure(void);                  /* PYTHONIOENCODING of the library's; 0, or -1 */
int tp_io_finish(void);                     /* flush everything; -1 if stdout could not be */
void tp_io_restore(void);                   /* sys.stdin, stdout, stderr as they were at first */
void tp_signals_init(void);                 /* modules/signal.c: SIGINT and SIGPIPE */
int tp_signals_run(void);                   /* call handlers of signals that came; -1 */
void tp_signals_note(int signum);            /* as if that signal had come */
void tp_signals_finish(void);               /* die of SIGINT if KeyboardInterrupt was the end */
void tp_signals_die_of_interrupt(void);     /* ask for that */
void tp_atexit_run(void);                   /* modules/atexit.c */

#endif
