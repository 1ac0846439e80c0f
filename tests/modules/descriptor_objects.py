"""Functions of os that take an open file for its descriptor, and those that don't."""
import array
import collections
import os
import pwd
import tempfile

from shown import File, Index, show


class Path:
    def __fspath__(self):
        return collections.deque()


class Bytes(bytes):
    pass


with tempfile.TemporaryFile() as file:
    here = os.open('.', os.O_RDONLY)
    for v in (file, File(file.fileno()), File(999), File(-1), File('x'), File(2**40), File(Index(3)),
              here, Index(here), Index(2**31), 999, -1, 2**31, 2**64, -2**64, '1', None, 1.0):
        name = 'file' if v is file else '%r' % v
        for function in (os.fsync, os.fdatasync, os.fchdir, os.eventfd_read, os.isatty,
                         os.get_blocking):
            if name not in ('file', 'File(3)') or function is not os.eventfd_read:
                show('%s %s' % (function.__name__, name), lambda: function(v))
        show('fpathconf ' + name, lambda: os.fpathconf(v, 'PC_PIPE_BUF'))
        show('eventfd_write ' + name, lambda: os.eventfd_write(999 if v is here else v, 2**64))
    os.close(here)
for v in -1, 2**64, -2**70, 'x', None, 1.5, Index(1):
    show('eventfd_write , %r' % v, lambda: os.eventfd_write(999, v))

# types are named without their modules
for v in collections.deque(), Path():
    show('fspath', lambda: os.fspath(v))
    show('stat', lambda: os.stat(v))
    show('memfd_create', lambda: os.memfd_create(v))
    show('chown', lambda: os.chown('nothing here', v, 0))
    show('dir_fd', lambda: os.stat('nothing here', dir_fd=v))
    show('execv', lambda: os.execv(v, ['a']))
    show('putenv', lambda: os.putenv(v, 'x'))
    show('compile', lambda: compile('1', v, 'eval'))
    show('getpwuid', lambda: pwd.getpwuid(v))
    show('initgroups', lambda: os.initgroups(v, 1))
for v in 'a\0b', '\udcff', b'root', Bytes(b'root'), Path(), None:
    show('getgrouplist %r' % (v if v.__class__ is not Path else 'path'),
         lambda: os.getgrouplist(v, 5))
    show('initgroups', lambda: os.initgroups(v, 2**40))

# more than there can be
null = os.open(os.devnull, os.O_RDWR)
with open(null, 'rb', 0) as raw, open(null, 'rb', closefd=False) as buffered:
    for n in 2**63 - 1, 2**63 - 33, 2**63, -1:
        show('read', lambda: os.read(null, n))
        show('pread', lambda: os.pread(null, n, 0))
        show('raw read', lambda: raw.read(n))
        show('read1', lambda: buffered.read1(n))
    show('read1', lambda: buffered.read1(None))
    show('read1', lambda: buffered.read1(Index(1)))
    show('readv', lambda: os.readv(null, [bytearray(1)] * 2000))
    show('writev', lambda: os.writev(null, array.array('b', b'a')))
