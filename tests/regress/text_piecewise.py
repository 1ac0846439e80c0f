# Text in encodings that are not read straight from the bytes was decoded as a whole: from a pipe no
# line came before the end, a broken end was told at the first line, and tell() took all that is left.
import codecs
import io
import os
import time

text = ("première\n" + "zweite Zeile\r\n" * 3 + "x" * 20 + "\n" + "жук\r" + "\U0001f40d\n" + "end")


def attempt(function, *arguments):
    try:
        return repr(function(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Raw(io.RawIOBase):
    def __init__(self, data, most):
        self.file = io.BytesIO(data)
        self.most = most

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, *arguments):
        return self.file.seek(*arguments)

    def tell(self):
        return self.file.tell()

    def readinto(self, buffer):
        data = self.file.read(min(self.most, len(buffer)))
        buffer[:len(data)] = data
        return len(data)


# pieces of any size
for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "koi8-r", "cp437",
             "utf-7"):
    data = text.encode(name, "replace")
    expected = data.decode(name)
    for newline in None, "", "\r\n":
        for size in 1, 3, 8192:
            file = io.TextIOWrapper(io.BufferedReader(Raw(data, size), 16), name, newline=newline)
            file._CHUNK_SIZE = size
            lines = list(iter(file.readline, ""))
            print(name, repr(newline), size, lines == list(io.StringIO(expected, newline)),
                  file.newlines, repr(file.read()))
            file.seek(0)
            print(repr(file.read(5)), repr(file.read(9)), repr(file.readline(4)), len(file.read()))

# positions
for name in "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252":
    file = io.TextIOWrapper(io.BytesIO((text * 40).encode(name, "replace")), name)
    found = []
    while True:
        position = file.tell()
        line = file.readline()
        if not line:
            break
        found.append((position, line))
    for position, line in reversed(found):
        file.seek(position)
        assert file.readline() == line
    print(name, len(found))
file = io.TextIOWrapper(io.BytesIO("line\n".encode("utf-16-le") * 40_000), "utf-16-le")
start = time.process_time()
while file.readline():
    file.tell()
print(time.process_time() - start < 20)

# an end that is broken
for name, broken in (("utf-16", b"\0"), ("utf-16-le", b"\0\xd8"), ("utf-32", b"abc"),
                     ("utf-8-sig", b"\xe2\x82"), ("utf-8-sig", b"\xff"), ("cp1252", b"\x81"),
                     ("utf-7", b"+\xff")):
    first = "a line\n".encode(name)
    rest = "".encode(name)
    for errors in "strict", "replace":
        for lines in 3, 3000:
            data = first + "a line\n".encode(name)[len(rest):] * lines + broken
            file = io.TextIOWrapper(io.BytesIO(data), name, errors)
            print(name, errors, attempt(file.readline),
                  attempt(lambda: len(list(iter(file.readline, "")))), attempt(file.readline),
                  attempt(file.read))
            file = io.TextIOWrapper(io.BytesIO(data), name, errors)
            print(attempt(lambda: file.read()[-5:]), attempt(file.read))
for name, data in (("utf-16", b"ab"), ("utf-16", b"a"), ("utf-32", b"abcdefgh"), ("utf-16", b""),
                   ("utf-16", b"\xff\xfe"), ("utf-8-sig", b"\xef\xbb\xbf\xef\xbb\xbf")):
    print(name, attempt(io.TextIOWrapper(io.BytesIO(data), name).read))

# a pipe gives what there is
for name in "utf-16-le", "cp1252", "utf-8-sig":
    reader, writer = os.pipe()
    with open(reader, encoding=name) as reader, open(writer, "w", encoding=name) as writer:
        for word in "one", "two", "trois\xe9":
            print(word, file=writer, flush=True)
            print(name, repr(reader.readline()))


# decoders and error handlers of one's own
class Decoder(codecs.IncrementalDecoder):
    answer = "text\n"

    def decode(self, data, final=False):
        print("decode", bytes(data), final)
        return self.answer if data else ""


codecs.register(lambda name: name == "mine" and codecs.CodecInfo(
    lambda text, errors="strict": (b"text\n", 5), None, None, None, codecs.IncrementalEncoder, Decoder,
    "mine") or None)
file = io.TextIOWrapper(io.BytesIO(b"abcde"), "mine")
print(attempt(file.readline), attempt(file.readline))
for Decoder.answer in b"x", None, 5:
    print(attempt(io.TextIOWrapper(io.BytesIO(b"abcde"), "mine").readline))


def read_on(error):
    print("inside:", attempt(file.read, 3))
    return "?", error.end


def start_anew(error):
    file.__init__(io.BytesIO(b"other text\n" * 1000), "utf-16-le")
    return "?", error.end


codecs.register_error("read_on", read_on)
codecs.register_error("start_anew", start_anew)
for name, broken in ("utf-16", b"\0\xdc"), ("cp1252", b"\x81"), ("utf-8-sig", b"\x81"):
    data = "abc\n".encode(name) + broken
    file = io.TextIOWrapper(io.BytesIO(data), name, "read_on")
    print(attempt(file.readline), attempt(file.readline), attempt(file.read))
    file = io.TextIOWrapper(io.BytesIO(data), name, "start_anew")
    attempt(file.readline), attempt(file.readline), attempt(file.read)
