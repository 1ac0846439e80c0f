/* frontend.c -- libFuzzer's entry: bytes into the whole front end, from lexer to assembler.
 *
 * Any file is an input as it stands. How it is compiled (mode, optimisation, flags) follows from
 * its size, so that mutations that change the size try the other ways too. */
#include "frontend/frontend.h"
#include "runtime/error.h"
#include "runtime/state.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int ignore_warning(const char *category, const char *message, const char *filename,
                          int lineno)
{
    (void)category, (void)message, (void)filename, (void)lineno;
    return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    tp_runtime_init(*argc, *argv);
    frontend_warn = ignore_warning;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int flags[] = {0, FRONTEND_FUTURE_ANNOTATIONS, FRONTEND_TOP_LEVEL_AWAIT,
                                FRONTEND_SOURCE_IS_UTF8, FRONTEND_FUTURE_BARRY_AS_BDFL};
    enum FrontendMode mode = size % 7 == 1   ? FRONTEND_EVAL
                             : size % 7 == 2 ? FRONTEND_SINGLE
                                             : FRONTEND_EXEC;
    if (!frontend_compile((const char *)data, size, "<fuzz>", mode,
                          flags[size / 7 % (sizeof flags / sizeof *flags)], (int)(size / 35 % 3)))
        tp_error_clear();
    return 0;
}
