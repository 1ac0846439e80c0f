/* posix_constants.c -- module posix: the numbers that its functions take and give. */
#include "posix.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <linux/memfd.h>
#include <sched.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

static const IntConstant constants[] = {
#define C(name) {#name, name}
    C(F_OK), C(R_OK), C(W_OK), C(X_OK), C(O_RDONLY), C(O_WRONLY), C(O_RDWR), C(O_APPEND),
    C(O_CREAT), C(O_EXCL), C(O_TRUNC), C(O_NONBLOCK), C(O_NDELAY), C(O_SYNC), C(O_DSYNC),
    C(O_RSYNC), C(O_NOCTTY),
    C(O_CLOEXEC), C(O_DIRECTORY), C(O_NOFOLLOW), C(O_NOATIME), C(O_PATH), C(O_TMPFILE), C(O_DIRECT),
    C(O_ASYNC), C(O_ACCMODE), C(SEEK_DATA), C(SEEK_HOLE), C(WNOHANG), C(WUNTRACED), C(WCONTINUED),
    C(EX_OK), C(EX_USAGE), C(EX_DATAERR), C(EX_NOINPUT), C(EX_UNAVAILABLE), C(EX_SOFTWARE),
    C(EX_OSERR), C(EX_IOERR), C(EX_CANTCREAT), C(EX_TEMPFAIL), C(EX_NOPERM), C(EX_CONFIG),
    {"NGROUPS_MAX", 65536},
    C(CLD_CONTINUED), C(CLD_DUMPED), C(CLD_EXITED), C(CLD_KILLED), C(CLD_STOPPED), C(CLD_TRAPPED),
    C(EFD_CLOEXEC), C(EFD_NONBLOCK), C(EFD_SEMAPHORE), C(EX_NOHOST), C(EX_NOUSER), C(EX_OSFILE),
    C(EX_PROTOCOL), C(F_LOCK), C(F_TEST), C(F_TLOCK), C(F_ULOCK), C(GRND_NONBLOCK), C(GRND_RANDOM),
    C(MFD_ALLOW_SEALING), C(MFD_CLOEXEC), C(MFD_HUGETLB), C(MFD_HUGE_16GB), C(MFD_HUGE_16MB),
    C(MFD_HUGE_1GB), C(MFD_HUGE_1MB), C(MFD_HUGE_256MB), C(MFD_HUGE_2GB), C(MFD_HUGE_2MB),
    C(MFD_HUGE_32MB), C(MFD_HUGE_512KB), C(MFD_HUGE_512MB), C(MFD_HUGE_64KB), C(MFD_HUGE_8MB),
    C(MFD_HUGE_MASK), C(MFD_HUGE_SHIFT), C(O_FSYNC), C(O_LARGEFILE), C(POSIX_FADV_DONTNEED),
    C(POSIX_FADV_NOREUSE), C(POSIX_FADV_NORMAL), C(POSIX_FADV_RANDOM), C(POSIX_FADV_SEQUENTIAL),
    C(POSIX_FADV_WILLNEED), C(PRIO_PGRP), C(PRIO_PROCESS), C(PRIO_USER), C(P_ALL), C(P_PGID),
    C(P_PID), C(P_PIDFD), C(RTLD_DEEPBIND), C(RTLD_GLOBAL), C(RTLD_LAZY), C(RTLD_LOCAL),
    C(RTLD_NODELETE), C(RTLD_NOLOAD), C(RTLD_NOW), C(RWF_APPEND), C(RWF_DSYNC), C(RWF_HIPRI),
    C(RWF_NOWAIT), C(RWF_SYNC), C(SCHED_BATCH), C(SCHED_FIFO), C(SCHED_IDLE), C(SCHED_OTHER),
    C(SCHED_RESET_ON_FORK), C(SCHED_RR), C(SPLICE_F_MORE), C(SPLICE_F_MOVE), C(SPLICE_F_NONBLOCK),
    C(ST_APPEND), C(ST_MANDLOCK), C(ST_NOATIME), C(ST_NODEV), C(ST_NODIRATIME), C(ST_NOEXEC),
    C(ST_NOSUID), C(ST_RDONLY), C(ST_RELATIME), C(ST_SYNCHRONOUS), C(ST_WRITE), C(TMP_MAX),
    C(WEXITED), C(WNOWAIT), C(WSTOPPED), C(XATTR_CREATE), C(XATTR_REPLACE), C(XATTR_SIZE_MAX),
#undef C
};

int tp_posix_constants_init(Value module)
{
    return tp_module_add_ints(module, constants, sizeof constants / sizeof *constants);
}
