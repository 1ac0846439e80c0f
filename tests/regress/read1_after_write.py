# What read1() gives after a write: behind it, where bytes had been read ahead, else what the raw
# stream has next.
import io
import os
import tempfile
import zlib

for steps in ("read(1) write(b'2') read1(1) write(b'3') read1(1)", "write(b'1') read1(2) write(b'2')",
              "write(b'1') read(1) write(b'2') read1(1) write(b'3') tell() read1(9)",
              "read(8) write(b'2') read1(1)", "read(2) write(b'x') flush() write(b'y') read1(2)",
              "peek() write(b'xyz') read1(2) tell()",
              "read(2) seek(0) write(b'x') read1(2)", "read(2) seek(-1,1) write(b'x') read1(2)",
              "read(2) seek(5) write(b'x') read1(2)", "seek(2) write(b'x') read1(2)",
              "read(2) seek(-3,2) write(b'x') read1(2)"):
    raw = io.BytesIO(b"abcdefgh")
    file = io.BufferedRandom(raw, 100)
    found = [eval("file." + step) for step in steps.split()]
    file.flush()
    print(steps, found, raw.getvalue())

# a seek that fails leaves what was read ahead
with open(os.path.join(tempfile.mkdtemp(), "file"), "w+b") as file:
    file.write(b"abcdefghijkl")
    file.seek(0)
    found = [file.read(1)]
    for offset, whence in (-3, 1), (-1, 0), (-30, 2):
        try:
            file.seek(offset, whence)
        except OSError as e:
            found.append(e.errno)
        found += file.tell(), file.read(2)
    found += file.write(b"xy"), file.seek(0), file.read()
    print(found)


class Position:
    def __index__(self):
        try:
            random.write(b"QQ")
        except RuntimeError as e:
            refusals.add(type(e))
        return 3


class Calling(io.BytesIO):
    def seek(self, *where):
        super().seek(*where)
        return Position()


refusals = set()
raw = Calling(bytes(range(97, 123)))
random = io.BufferedRandom(raw, 8)
print(random.read(3), random.write(b"XY"), random.seek(20), random.flush(), raw.getvalue(),
      refusals)


class Failing(io.BytesIO):
    left = 0

    def seek(self, *where):
        if self.left:
            self.left -= 1
            raise OSError("seek")
        return super().seek(*where)


def attempt(name, *args):
    try:
        return getattr(file, name)(*args)
    except OSError as e:
        return str(e)


for name, *args in ("flush",), ("truncate",), ("seek", 0, 2):
    raw = Failing(bytes(range(97, 123)))
    file = io.BufferedRandom(raw, 8)
    found = [file.read(3)]
    raw.left = 1
    print(found, attempt(name, *args), attempt(name, *args), file.read(2), raw.getvalue())
raw = Failing(bytes(range(97, 123)))
file = io.BufferedRandom(raw, 8)
file.read(3)
raw.left = 1  # what is written meets the failure now or at the flush: it stands where it belongs
for step in ("write", b"XY"), ("flush",), ("flush",):
    if attempt(*step) == "seek":
        attempt(*step)
print(raw.getvalue())


class Reading(io.BytesIO):
    text = None

    def seek(self, *where):
        if self.text:
            text, self.text = self.text, None
            try:
                print(text.read(10))
            except RuntimeError:
                refusals.add("read")
        return super().seek(*where)


refusals = set()
raw = Reading(bytes(range(97, 123)) * 8)
text = io.TextIOWrapper(io.BufferedRandom(raw, 64), "ascii")
text._CHUNK_SIZE = 4
text.read(1)
raw.text = text
text.write("XYZ")
text.flush()
print(refusals, raw.getvalue()[:16])

# under a text stream nothing has been read ahead but its chunk
with open(os.path.join(tempfile.mkdtemp(), "file"), "w+") as file:
    file.write("".join(f"line {i}\n" for i in range(3000)))
    file.seek(0)
    print(repr(file.readline()), file.write("X\n"), repr(file.readline()), file.write("Y\n"))
    file.seek(0)
    print(zlib.crc32(file.read().encode()))
