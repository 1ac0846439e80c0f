"""More of posix: descriptors, owners, special files, ids, settings, waiting."""
import array
import os
import shutil
import signal
import stat
import subprocess
import tempfile

from shown import show

for name in sorted(dir(os)):
    if name.isupper() and isinstance(getattr(os, name), int) and 'SPAWN' not in name:
        print(name, getattr(os, name))
for names in os.sysconf_names, os.confstr_names, os.pathconf_names:
    print(sorted(names.items()))
for functions in os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks:
    print(sorted(function.__name__ for function in functions))
os.chdir(tempfile.mkdtemp())
with open('f', 'wb') as file:
    file.write(b'0123456789' * 10)
fd = os.open('f', os.O_RDWR)


def call(function, *args, **keywords):
    show('%s %r %r' % (function.__name__, args, keywords), lambda: function(*args, **keywords))


bad = [-1, 2**31, 2**32, 2**63, 2**64, -2**63 - 1, 1.5, 'x', None, [], b'f']
for v in bad:
    call(os.pread, v, 1, 1)
    call(os.pread, fd, 4, v)
    call(os.pwrite, fd, v, 3)
    call(os.readv, fd, v)
    call(os.readv, fd, [v])
    if v != b'f':
        call(os.writev, fd, [v])
    call(os.preadv, fd, [bytearray(3)], v)
    call(os.preadv, fd, [bytearray(3)], 0, v)
    call(os.pipe2, v)
    call(os.fchmod, v, 0o644)
    if v != -1:
        call(os.fchmod, fd, v)
    if v not in (2**31,):
        call(os.fchown, fd, v, -1)
        call(os.chown, 'f', -1, v)
        for function in os.setuid, os.seteuid, os.setgid, os.setegid:
            if v != -1:
                call(function, v)
        call(os.setreuid, -1, v)
        call(os.setresgid, -1, -1, v)
    if v not in (b'f', 'x'):
        call(os.lchown, v, -1, -1)
        call(os.mkfifo, v)
        call(os.mknod, v)
        call(os.chroot, v)
        call(os.getxattr, 'f', v)
    call(os.major, v)
    call(os.minor, v)
    call(os.statvfs, v) if v != b'f' else None
    call(os.fstatvfs, v)
    call(os.sysconf, v)
    call(os.confstr, v)
    call(os.pathconf, 'f', v)
    call(os.fpathconf, fd, v)
    call(os.lockf, fd, v, 0)
    call(os.posix_fadvise, fd, v, 0, 0)
    call(os.posix_fallocate, fd, v, 0)
    call(os.getpgid, v)
    call(os.getsid, v)
    call(os.setpgid, 99999999, v)
    call(os.killpg, v, 0) if v != -1 else None
    call(os.getpriority, v, 0)
    call(os.sched_getaffinity, v)
    call(os.sched_setaffinity, 0, v)
    call(os.sched_setaffinity, 0, [v])
    call(os.sched_get_priority_max, v)
    call(os.getgrouplist, v, 0) if not isinstance(v, (str, bytes)) else None
    call(os.getgrouplist, 'root', v)
    call(os.tcgetpgrp, v)
    call(os.eventfd, v) if v != 2**31 else None
    call(os.eventfd_write, 1000, v) if v != 2**64 else None
    call(os.memfd_create, v) if v not in ('x', b'f') else None
    call(os.ttyname, v)
    call(os.device_encoding, v)
    call(os.getrandom, v) if v != 2**31 and v != 2**32 else None
    call(os.waitid, v, 0, os.WEXITED)
    call(os.waitid, os.P_PID, v, os.WEXITED)
    call(os.wait4, v, os.WNOHANG)
    call(os.pidfd_open, v)
    call(os.sendfile, v, fd, 0, 1)
    call(os.copy_file_range, fd, fd, v) if v not in (2**31, 2**32) else None
    call(os.copy_file_range, fd, fd, 0, v)
    call(os.splice, fd, fd, v) if v not in (2**31, 2**32) else None
    call(os.login_tty, v)
    os.lseek(fd, 0, 0)

parts = [bytearray(3), array.array('b', [0] * 4), memoryview(bytearray(5)), bytearray()]
print(os.readv(fd, parts), parts[0], parts[1], bytes(parts[2]))
parts[0].append(1)
parts[1].append(2)
print(os.readv(fd, tuple(parts)))
show('iterator', lambda: os.readv(fd, iter(parts)))
show('read-only', lambda: os.readv(fd, [bytearray(2), b'abc']))
show('dict', lambda: os.readv(fd, {1: 2}))
show('strided', lambda: os.readv(fd, [parts[0], memoryview(bytearray(5))[::2]]))
parts[0].append(1)
show('writev', lambda: os.writev(fd, [b'ab', bytearray(b'cd'), array.array('h', [1, 2])]))
show('strided', lambda: os.writev(fd, [b'ab', memoryview(b'abcd')[::2]]))
print(os.writev(fd, []), os.readv(fd, []), os.pwritev(fd, [b'PQ', b'R'], 1), os.pwrite(fd, b'S', 0))
print(os.pread(fd, 1000, 0), os.lseek(fd, 0, os.SEEK_CUR))

os.mkfifo('fifo')
print(stat.S_ISFIFO(os.stat('fifo').st_mode))
show('again', lambda: os.mkfifo('fifo'))
os.mknod('node', 0o644 | stat.S_IFREG)
show('again', lambda: os.mknod('node'))
print(os.path.isfile('node'), os.makedev(8, 1), os.major(2049), os.minor(2049))
found = os.statvfs('.')
print(type(found), len(found), found.f_bsize > 0, found.f_namemax, found[9], found.n_fields,
      isinstance(found.f_fsid, int), type(os.fstatvfs(fd)) is os.statvfs_result)
print(os.sysconf('SC_CLK_TCK'), os.sysconf('SC_PAGESIZE'), os.confstr('CS_PATH'),
      os.pathconf('.', 'PC_NAME_MAX'), os.fpathconf(fd, 'PC_PIPE_BUF'))
show('no such', lambda: os.sysconf('nope'))
show('no file', lambda: os.pathconf('nope', 'PC_NAME_MAX'))
show('chown', lambda: os.chown('nope', 0, 0))
show('chown', lambda: os.chown('f', os.getuid(), os.getgid()))
show('chown', lambda: os.chown(fd, -1, -1, follow_symlinks=False))
show('chown', lambda: os.chown('f', '1', 2))

reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
print(os.get_blocking(reader), os.get_inheritable(reader))
memory = os.memfd_create('x')
print(os.write(memory, b'hello'), os.pread(memory, 10, 1), os.get_inheritable(memory))
counter = os.eventfd(3)
os.eventfd_write(counter, 2**40)
print(os.eventfd_read(counter))
os.lseek(fd, 0, 0)
print(os.sendfile(writer, fd, 5, 10), os.read(reader, 100), os.lseek(fd, 0, 1))
print(os.sendfile(writer, fd, None, 4), os.read(reader, 100), os.lseek(fd, 0, 1))
other = os.open('g', os.O_RDWR | os.O_CREAT)
print(os.copy_file_range(fd, other, 20, 0), os.pread(other, 50, 0))
print(os.splice(fd, writer, 6, offset_src=1), os.read(reader, 10))
show('negative', lambda: os.copy_file_range(fd, other, -1))
for v in bad + [2**31]:
    show('splice flags %r' % v, lambda: os.splice(999, 999, 1, flags=v))
show('makedev', lambda: os.makedev(-1, -1))
signal.signal(signal.SIGALRM, lambda number, frame: None)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
show('interrupted', lambda: os.eventfd_read(os.eventfd(0)))
signal.setitimer(signal.ITIMER_REAL, 0)

print(os.getresuid() == (os.getuid(),) * 3, os.getresgid()[0] == os.getgid(),
      type(os.getgroups()), os.getpgid(0) == os.getpgrp(), os.getpriority(0, 0) == os.nice(0))
print(0 in os.getgrouplist('root', 0), os.getgrouplist('no such user', 5))
pid = os.fork()
if pid == 0:
    os.setsid()
    os._exit(os.getsid(0) != os.getpid())
ended = os.waitid(os.P_PID, pid, os.WEXITED)
print(type(ended), ended.si_pid == pid, ended[1:] == (os.getuid(), 17, 0, os.CLD_EXITED))
pid = os.fork()
if pid == 0:
    os.setpgrp()
    os._exit(os.getpgid(0) == os.getpid())
got, status, usage = os.wait4(pid, 0)
print(got == pid, status, type(usage))
show('nobody', lambda: os.wait3(0))
show('nobody', lambda: os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG))
master, slave = os.openpty()
print(os.isatty(master), os.device_encoding(slave), os.ttyname(slave)[:9],
      os.get_inheritable(master), os.write(slave, b'x\n'), os.read(master, 10), os.ctermid())
pid, master = os.forkpty()
if pid == 0:
    os.write(1, b'in the child %d' % os.isatty(0))
    os._exit(0)
print(os.read(master, 100), os.waitpid(pid, 0)[1])
print(os.sched_setaffinity(0, os.sched_getaffinity(0)), os.sched_get_priority_max(os.SCHED_FIFO))
shutil.copyfile('g', 'h')
with open('g', 'rb') as first, open('h', 'rb') as second:
    print(first.read() == second.read())
for v in [[2**32], [-1], ['no such'], [1.5], 5, [2**64]]:
    show('groups %r' % v, lambda: subprocess.run(['/bin/true'], extra_groups=v).returncode)
for name in 'user', 'group':
    for v in 2**32, -1, 'no such', 1.5, 2**64, '':
        show('%s %r' % (name, v), lambda: subprocess.run(['/bin/true'], **{name: v}).returncode)
