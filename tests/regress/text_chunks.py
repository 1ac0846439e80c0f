# Text is read in chunks of bytes, as CPython does, and that shows: an error comes before the lines
# of its chunk, writing and truncating go on behind the chunk, read1() leaves what was written behind.
# Lines were read straight from the buffer, which went on where the last of them had ended.
import io
import os
import random
import sys
import tempfile

os.chdir(tempfile.mkdtemp())


def attempt(function, *arguments):
    try:
        return repr(function(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def after(*steps):
    with open("file", "wb") as file:
        file.write(b"0123456789\nabc\n" * 3)
    with open("file", "r+") as file:
        found = [attempt(eval, "file." + step, {"file": file}) for step in steps]
    with open("file", "rb") as file:
        print(steps, found, file.read())


after("write('XYZ')", "readline()")
after("write('XYZ')", "readline()", "write('Q')")
after("write('XYZ')", "read(2)")
after("write('XYZ')", "read()")
after("write('XYZ')", "tell()", "readline()", "tell()")
after("readline()", "write('XYZ')", "readline()")
after("readline()", "write('XYZ')", "seek(0)", "readline()", "write('WWW')", "tell()")
after("readline()", "truncate()")
after("readline()", "buffer.read(5)", "readline()")
after("readline()", "tell()", "buffer.tell()")
after("read()", "newlines", "reconfigure(encoding='latin-1')", "write('a')", "newlines")
after("read(1)", "reconfigure(encoding='latin-1')")
after("read(1)", "write('a')", "reconfigure(encoding='latin-1')")
after("seek(5)", "write('XYZ')", "readline()", "readline()")
after("readline()", "flush()", "write('XYZ')", "flush()", "readline()")
after("readline()", "seek(file.tell())", "write('XYZ')", "seek(file.tell())", "readline()")
after("buffer.write(b'XYZ')", "buffer.read1(5)", "buffer.tell()")
after("buffer.write(b'XYZ')", "buffer.read1(5)", "buffer.write(b'QQ')")
after("buffer.write(b'XYZ')", "buffer.read(5)", "buffer.write(b'QQ')")
after(f"read({sys.maxsize})")

# an error comes first
for data, encoding, errors in ((b"one\ntwo\xff\n", "utf-8", "strict"),
                               (b"one\n" * 3000 + b"\xe9\n", "utf-8", "strict"),
                               (b"one\ntwo\xff\n", "ascii", "strict"),
                               (b"\xef\xbba", "utf-8", "strict"), (b"\xef\xbb\xbf", "utf-16-le", "strict"),
                               (b"one\r\ntw\xffo\xe2\x82", "utf-8", "ignore"),
                               (b"one\rtw\xffo\xe2\x82", "utf-8", "backslashreplace")):
    for step in "read(1)", "readline()", "readline(2)", "__next__()", "read(5)":
        file = io.TextIOWrapper(io.BytesIO(data), encoding, errors)
        first = attempt(eval, "file." + step)
        count = 0
        while (more := attempt(file.readline)) != "''" and count < 4000:
            count += 1
            last = more
        print(encoding, errors, step, first, count, repr(file.newlines), count and last, "|")

# the line ends of a chunk, and one that is cut
for newline in None, "", "\r\n", "\r":
    file = io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc\nd\r\r\n"), newline=newline)
    print(repr(newline), [(file.readline(2), file.newlines) for _ in range(9)])
    for size in 1, 2, 3:
        file = io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc\nd\r\r\n"), newline=newline)
        file._CHUNK_SIZE = size
        print(size, [(file.readline(), file.newlines) for _ in range(7)], file.tell())
reader, writer = os.pipe()
os.write(writer, b"abcdef")
with open(reader, closefd=False) as file:
    print(file.readline(3), file.readline(2))
os.close(writer)


# write_through does not flush the buffer
class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        print("raw", bytes(data))
        return len(data)


for options in {"write_through": True}, {"write_through": True, "line_buffering": True}:
    file = io.TextIOWrapper(io.BufferedWriter(Raw()), **options)
    for text in "a", "b\nc", "d\r":
        print(repr(text), file.write(text))
    file.flush()

# all kinds of reading, mixed
random.seed(5)
pieces = ["a", "\n", "\r", "\r\n", "é", "\u20ac", "\U0001f40d", "xxxxxxx"]
for encoding in "utf-8", "latin-1", "ascii", "utf-16", "utf-8-sig", "cp1252":
    for case in range(60):
        data = bytearray("".join(random.choices(pieces, k=20)).encode(encoding, "ignore"))
        if case % 3 == 0:
            data.insert(random.randrange(len(data)), 0xed)
        errors = random.choice(["strict", "replace", "surrogateescape"])
        newline = random.choice([None, "", "\n", "\r", "\r\n"])
        file = io.TextIOWrapper(io.BytesIO(data), encoding, errors, newline)
        file._CHUNK_SIZE = random.choice([16, 8192])
        found = []
        for _ in range(6):
            step = random.choice(["read(1)", "read(3)", "readline()", "readline(4)", "seek(0)",
                                  "newlines", "read()"])
            found.append(attempt(eval, "file." + step))
        print(encoding, errors, repr(newline), *found)
