"""select, poll and fcntl: objects with fileno(), buffers that are too short for an answer."""
import fcntl
import os
import select

FIONREAD = 0x541B


class Changing:
    """Its descriptor is another, out of range, when asked again."""

    def __init__(self, fd):
        self.answers = [fd, 10 ** 6, 'x']

    def fileno(self):
        return self.answers.pop(0)


r, w = os.pipe()
os.write(w, b'abc')
ready = select.select([Changing(r)], [], [], 0)
print([type(x).__name__ for x in ready[0]], ready[1:])
for size in 0, 1, 2, 4, 8, 2000:
    room = bytearray(b'z' * size)
    print(size, fcntl.ioctl(r, FIONREAD, room), bytes(room[:8]))
print(fcntl.ioctl(r, FIONREAD, b'\0' * 4))
for bad in (5.5, 'x', -1, 10 ** 6, 2 ** 40, None):
    try:
        print(select.select([bad], [], [], 0))
    except (TypeError, ValueError, OverflowError, OSError) as e:
        print(bad, type(e).__name__, e)
    try:
        print(fcntl.fcntl(bad, fcntl.F_GETFD))
    except (TypeError, ValueError, OverflowError, OSError) as e:
        print(bad, type(e).__name__, e)
