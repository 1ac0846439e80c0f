"""Arguments of select and fcntl that are odd."""
import array
import fcntl
import os
import select

from shown import File, Index, show

FIONREAD, FIONBIO = 0x541B, 0x5421


reader, writer = os.pipe()
os.write(writer, b'x')
poll = select.poll()
poll.register(writer)
# The numbers in b' !' are below 64: of what is above its table of descriptors, the kernel's select()
# says that it is ready.
for v in [2**31, 2**32 - 1, 2**32, 2**63, -2**63 - 1, 2**64, 1.5, '1', None, Index(3),
          Index(2**40), [], b' !', float('nan'), 65536, File(-1), File(2000), File('x'),
          File(2**40)]:
    show('select %r' % v, lambda: select.select([v], [], [], 0))
    show('select %r' % v, lambda: select.select(v, [], [], 0))
    show('register %r' % v, lambda: poll.register(v))
    show('register , %r' % v, lambda: poll.register(writer, v))
    show('modify %r' % v, lambda: poll.modify(v, 1))
    show('modify , %r' % v, lambda: poll.modify(writer, v))
    show('unregister %r' % v, lambda: poll.unregister(v))
    show('flock , %r' % v, lambda: fcntl.flock(reader, v))
    show('fcntl %r' % v, lambda: fcntl.fcntl(v, fcntl.F_GETFD))
    show('fcntl , %r' % v, lambda: fcntl.fcntl(reader, v))
    show('fcntl ,, %r' % v, lambda: fcntl.fcntl(reader, fcntl.F_GETFD, v))
    show('ioctl %r' % v, lambda: fcntl.ioctl(v, FIONREAD))
    show('ioctl ,, %r' % v, lambda: fcntl.ioctl(reader, FIONBIO, v))
    show('lockf ,, %r' % v, lambda: fcntl.lockf(reader, 8, v))
    show('lockf ,,, %r' % v, lambda: fcntl.lockf(reader, 8, 0, v))
    show('lockf ,,,, %r' % v, lambda: fcntl.lockf(reader, 8, 0, 0, v))
    with select.epoll() as epoll:
        show('epoll %r' % v, lambda: epoll.register(v))
        show('epoll , %r' % v, lambda: epoll.register(reader, v))
        show('epoll.modify %r' % v, lambda: epoll.modify(v, 1))
        show('epoll.poll , %r' % v, lambda: epoll.poll(0, v))

room = bytearray(16)
for v in (memoryview(room)[::2], memoryview(room)[::-1], memoryview(bytes(16))[::2],
          memoryview(room), memoryview(room).cast('i'), array.array('i', [0, 0]), bytes(8),
          bytearray(1025), bytes(1025), 'x' * 1025, '\xe9' * 513, bytes(1024), bytearray(4)):
    for changes in True, False:
        show('%s %s' % (type(v).__name__, changes),
             lambda: fcntl.ioctl(reader, FIONREAD, v, changes))
    show('fcntl', lambda: fcntl.fcntl(reader, fcntl.F_GETFD, v))
print(room)
