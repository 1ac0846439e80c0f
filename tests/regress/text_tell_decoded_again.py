# tell() in text that is not written as what it was read from: NotImplementedError was raised.
import io

for data, encoding, errors in ((b"ab\x81cd\xe9\nef\x81\n" * 3, "cp1252", "replace"),
                               (b"ab\xffc\xc3\xa9d\n\xe2\x82ef\n" * 3, "utf-8", "replace"),
                               (b"ab\xffc\xc3\xa9d\r\n\xe2\x82ef\n" * 3, "utf-8", "ignore"),
                               (b"ab\xffc\xe9d\n\xe2\x82ef\n" * 3, "ascii", "surrogateescape"),
                               (b"ab\xffcd\n\xe2ef\n" * 3, "ascii", "replace"),
                               (b"\xff\xfea\0\0\xdcb\0\n\0c\0\0\xdcd\0\n\0" + b"e\0" * 5, "utf-16",
                                "replace"),
                               ("one\n\xe9\n2+3-\n\u20ac\n".encode("utf-7") * 2, "utf-7", "strict")):
    file = io.TextIOWrapper(io.BytesIO(data), encoding, errors)
    found = []
    while line := file.readline():
        at = file.tell()
        if at < 2 ** 64:
            found.append((line, at))
    print(encoding, errors, found)
    for line, at in found:
        file.seek(at)
        print(repr(file.readline()), end=" ")
    print(".")
