"""Functions that take a buffer, given views with gaps: an empty one and one of one byte, too."""
import array
import fcntl
import io
import os
import re
import socket
import struct
import warnings
import zlib

from shown import show

reader, writer = os.pipe()
os.set_blocking(reader, False)
null = os.open(os.devnull, os.O_RDWR)
one, other = socket.socketpair()
other.setblocking(False)
for start, stop in (6, 6), (5, 6), (0, 6), (0, 1):
    source = bytearray(b'abcdef')
    view = memoryview(source)[start:stop:2]
    print(len(view), view.contiguous, view.c_contiguous)
    show('unpack', lambda: struct.unpack('%ds' % len(view), view))
    show('pack_into', lambda: struct.pack_into('0s', view, 0, b''))
    show('frombytes', lambda: array.array('b').frombytes(view))
    show('bytes', lambda: bytes(view))
    for function in int, float, eval, exec:
        show(function.__name__, lambda: function(view))
    show('compile', lambda: compile(view, 'f', 'eval'))
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        show('access', lambda: os.access(view, 0))
    show('match', lambda: re.match(b'', view))
    show('crc32', lambda: zlib.crc32(view))
    show('BytesIO', lambda: io.BytesIO(view).getvalue())
    show('BytesIO.write', lambda: io.BytesIO().write(view))
    show('BytesIO.readinto', lambda: io.BytesIO(b'xyz').readinto(view))
    for buffering in 0, -1:
        with open(os.devnull, 'rb', buffering) as file:
            show('readinto', lambda: file.readinto(view))
        with open(os.devnull, 'wb', buffering) as file:
            show('write', lambda: file.write(view))
    with open(os.devnull, 'rb') as file:
        show('readinto1', lambda: file.readinto1(view))
    show('os.write', lambda: os.write(writer, view))
    show('writev', lambda: os.writev(writer, [view]))
    show('readv', lambda: os.readv(reader, [view]))
    show('pwrite', lambda: os.pwrite(null, view, 0))
    show('ioctl', lambda: fcntl.ioctl(999, 0, view))
    show('ioctl False', lambda: fcntl.ioctl(999, 0, view, False))
    one.send(b'q' * 10)
    show('recv_into', lambda: other.recv_into(view))
    show('recvfrom_into', lambda: other.recvfrom_into(view))
    show('recvmsg_into', lambda: other.recvmsg_into([view]))
    show('send', lambda: one.send(view))
    show('sendall', lambda: one.sendall(view))
    show('sendmsg', lambda: one.sendmsg([view]))
    print(source)
