# Names with lone surrogates and null characters, given to text streams; sizes too large;
# a stream that ends inside a byte order mark.
import io
import os


def show(what, function):
    try:
        print(what, ascii(function()))
    except Exception as e:
        print(what, type(e).__name__, ascii(str(e)))


def state(stream):
    return stream.encoding, stream.errors, stream.newlines


def reconfigured(**changes):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    try:
        stream.reconfigure(**changes)
    finally:
        print(ascii(state(stream)))
    return state(stream)


for name in "\ud800", "a\ud800", "x\0", "x\0y", "strict\0", "utf-8\0", "\n\0":
    print(ascii(name))
    show("encoding", lambda: state(io.TextIOWrapper(io.BytesIO(), encoding=name)))
    show("newline", lambda: state(io.TextIOWrapper(io.BytesIO(), "utf-8", newline=name)))
    for mode in "r", "rb", "w":
        show("open encoding", lambda: state(open("/dev/null", mode, encoding=name)))
        show("open errors", lambda: state(open("/dev/null", mode, errors=name, encoding="utf-8")))
        show("open newline", lambda: state(open("/dev/null", mode, newline=name)))
    show("open mode", lambda: open("/dev/null", name))
    show("FileIO mode", lambda: io.FileIO("/dev/null", name))
    show("reconfigure encoding", lambda: reconfigured(encoding=name))
    show("reconfigure errors", lambda: reconfigured(errors=name))
    show("reconfigure both", lambda: reconfigured(encoding=name, errors=name))
    show("reconfigure newline", lambda: reconfigured(newline=name))
for name in "x\0", "strict\0", "replace\0y":
    show("errors", lambda: state(io.TextIOWrapper(io.BytesIO(), "utf-8", errors=name)))
    show("read", lambda: io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8", errors=name).read())

for size in 2**63 - 1, 2**63 - 33:
    show(size, lambda: open("/dev/null", "rb").read(size))
    show(size, lambda: io.BufferedReader(io.BytesIO(b"abc")).read(size))
show("urandom", lambda: os.urandom(2**63))
show("urandom", lambda: os.urandom(-2**63 - 1))


class Path:
    def __init__(self, result):
        self.result = result

    def __fspath__(self):
        return self.result


for result in 5, None, 1.5, bytearray(b"/dev/null"), b"/dev/null", "/dev/null", "\ud800", "a\0b":
    show(("FileIO", result), lambda: type(io.FileIO(Path(result)).name))

for data in b"", b"\xef", b"\xef\xbb", b"\xef\xbb\xbf", b"\xef\xbba", b"\xff":
    for method in "read", "readline", "readlines":
        stream = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig")
        show((data, method), lambda: getattr(stream, method)())
        show((data, method), lambda: getattr(stream, method)())
    show(data, lambda: io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "replace").read(1))
