# Streams over objects written in Python, whose methods change what is being read and written; and
# finalisers that run while memory with views is about to be moved.
import array
import gc
import io
import os


def show(label, function, *args):
    try:
        result = function(*args)
    except Exception as error:
        result = "%s: %s" % (type(error).__name__, error)
    print(label, result)


class Given(io.BufferedIOBase):
    def __init__(self, given):
        self.given = given

    def read(self, size=-1):
        target.extend(b"more")
        return self.given


for given in (b"abc", b"abcdefgh", "abc", None):
    target = bytearray(5)
    show("in the middle", Given(given).readinto, target)

    class Quiet(Given):
        def read(self, size=-1):
            return self.given
    show("read", Quiet(given).readinto, target)
    show("afterwards", target.append, 1)


class Changing(io.RawIOBase):
    written = b""

    def writable(self):
        return True

    def write(self, data):
        show("  clear", source.clear)
        show("  extend", source.extend, b"z" * 1000)
        self.written += bytes(data)
        return len(data)


raw = Changing()
writer = io.BufferedWriter(raw, 8)
writer.write(b"1234567")
source = bytearray(b"x" * 20)
show("write", writer.write, source)
show("flush", writer.flush)
show("clear", source.clear)
print(raw.written)


class Shrinking(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, view):
        owner, size = view.obj, len(view)
        view.release()
        if owner is not None:
            try:
                owner.clear()
            except BufferError:
                pass
        return size


print(len(io.BufferedReader(Shrinking(), 4000).read(4000)))


class Again(io.BytesIO):
    calls = 0

    def read1(self, size=-1):
        self.calls += 1
        if self.calls == 2:
            taken.append(text.read(2))
        return b"abc" if self.calls == 1 else b""


taken = []
text = io.TextIOWrapper(Again())
taken.append(text.read(100))
print("".join(sorted("".join(taken))), repr(text.read(100)))

# a stream that was detached is closed when nobody has it
for i in range(2000):
    open(os.devnull, "rb").detach()
    if i % 200 == 0:
        gc.collect()
gc.collect()
print(len(os.listdir("/proc/self/fd")) < 500)

deaths = []


class Dying(io.RawIOBase):
    def readable(self):
        return True

    def close(self):
        if not self.closed:
            deaths.append("closed")
        super().close()


def detach():
    for i in range(10):
        io.BufferedReader(Dying()).detach()


detach()
gc.collect()
print(len(deaths) > 5)

text = io.TextIOWrapper(io.BytesIO(), "latin-1", "replace")
show("reconfigure", lambda: text.reconfigure(encoding="no such"))
print(text.encoding, text.errors, text.write("\xe9"), text.flush(), text.buffer.getvalue())
text = io.TextIOWrapper(io.BytesIO(), "latin-1")
show("again", text.__init__, io.BytesIO(), "no such")
show("read", text.read)


class Cutting:
    def __init__(self, owner, view):
        self.owner, self.view, self.me = owner, view, self

    def __del__(self):
        self.view.release()
        self.owner.close() if isinstance(self.owner, io.BytesIO) else self.owner.__delitem__(
            slice(None))


def make(owner):
    view = owner.getbuffer() if isinstance(owner, io.BytesIO) else memoryview(owner)
    Cutting(owner, view)


def scrub(n=30):
    return scrub(n - 1) if n else None


for owner, change in ((bytearray(1000), lambda it: it.__delitem__(slice(10, 20))),
                      (bytearray(1000), lambda it: it.__delitem__(slice(10, 900, 3))),
                      (bytearray(1000), lambda it: it.pop(20)),
                      (bytearray(1000), lambda it: it.__setitem__(slice(9, 10), b"123")),
                      (array.array("d", [1] * 1000), lambda it: it.__delitem__(slice(10, 20))),
                      (array.array("d", [1] * 1000), lambda it: it.insert(500, 2)),
                      (array.array("d", [1] * 1000), lambda it: it.pop(999)),
                      (io.BytesIO(b"abc"), lambda it: it.write(b"x")),
                      (io.BytesIO(b"abc"), lambda it: it.truncate(1))):
    make(owner)
    scrub()
    try:
        change(owner)
    except BufferError:
        pass
    gc.collect()
    print(type(owner).__name__, owner.closed if isinstance(owner, io.BytesIO) else len(owner))
