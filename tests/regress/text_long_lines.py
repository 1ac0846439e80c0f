# Text streams: readline(n) of a long line counts each character once; what was decoded and given
# is not kept; a mark is not written where the buffer stands behind the start; reconfigure() after
# the end; newlines after what can't be decoded.
import io
import resource


class Lines(io.RawIOBase):
    def __init__(self, line, total):
        self.block = (line * 8192)[:8192]
        self.left = total

    def readable(self):
        return True

    def readinto(self, target):
        n = min(len(target), self.left, len(self.block))
        target[:n] = self.block[:n]
        self.left -= n
        return n


def lines_of(encoding, errors):  # 20 MB, of which 75 MB were kept once
    line = ("x" * 60 + "\n").encode(encoding)
    raw = Lines(line, 20_000_000)
    text = io.TextIOWrapper(io.BufferedReader(raw), encoding, errors)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(1 for line in text)
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


print(lines_of("utf-8", "replace"))
print(lines_of("utf-16-le", "strict"))

long = io.TextIOWrapper(io.BytesIO("é".encode() * 8_000_000 + b"\n"), "utf-8")
print(len(long.readline(7_999_999)), len(long.readline(10 ** 9)))

for encoding in "utf-16", "utf-32", "utf-8-sig", "utf-8":
    bytes_io = io.BytesIO()
    buffer = io.BufferedRandom(bytes_io)
    buffer.write(b"abcd")
    text = io.TextIOWrapper(buffer, encoding)
    text.write("x")
    text.flush()
    print(encoding, bytes_io.getvalue())

text = io.TextIOWrapper(io.BytesIO(b"a\nb"), "ascii")
print(repr(text.readline()))
try:
    text.reconfigure(encoding="latin-1")
except io.UnsupportedOperation as error:
    print(error)
print(repr(text.readline()))
text.reconfigure(encoding="latin-1")
print(text.encoding)
text = io.TextIOWrapper(io.BytesIO(b"\xff\n"), "ascii")
try:
    text.readline()
except UnicodeDecodeError as error:
    print(error)
text.reconfigure(encoding="latin-1")
print(text.encoding)

text = io.TextIOWrapper(io.BytesIO(b"\xf0\n"), "utf-8", newline="")
try:
    text.read()
except UnicodeDecodeError as error:
    print(error)
print(text.newlines)
