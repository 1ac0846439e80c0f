# An error handler that put more bytes in the place of those to be decoded, with a character at the
# end that goes on, left a negative number of bytes open: the next read crashed.
import codecs
import io


def handler(error):
    if len(error.object) < 100:
        error.object += b"abc" * 51
    return "?", error.end


codecs.register_error("grow", handler)
for encoding, data in (("utf-16-le", b"\0\xdca\0"), ("utf-16", b"\xff\xfe\0\xdca\0b"),
                       ("utf-32-le", b"\xff\xff\xff\xffa\0\0\0bc"), ("utf-8-sig", b"\xffab\xc3")):
    file = io.TextIOWrapper(io.BytesIO(data), encoding, "grow")
    file._CHUNK_SIZE = 6
    print(encoding, repr(file.read(1)), len(file.readline()), repr(file.read()), file.tell())
