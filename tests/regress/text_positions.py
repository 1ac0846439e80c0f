# tell() and seek() in text whose encoding is not read straight from the bytes.
import io
import os
import tempfile

os.chdir(tempfile.mkdtemp())


def positions(file):
    found = [file.tell()]
    while line := file.readline():
        found.append((line, file.tell()))
    print(found, file.tell())
    for line, position in found[1:]:
        file.seek(position)
        print(repr(file.read(3)), file.tell(), end="; ")
    file.seek(0)
    print(repr(file.read(2)), file.tell())


text = "hello\nw\xe9rld\nagain\r\nlast"
for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252", "cp437",
                 "utf-8-sig"):
    with open("text", "w", encoding=encoding) as file:
        file.write(text)
    print(encoding)
    with open("text", encoding=encoding) as file:
        positions(file)
    positions(io.TextIOWrapper(io.BytesIO(text.encode(encoding)), encoding, newline=""))

with open("text", "w+", encoding="utf-16") as file:
    file.write("one\ntwo\n")
    position = file.tell()
    file.write("three\n")
    file.seek(position)
    print(repr(file.read()), position)
    file.seek(0)
    print(repr(file.readline()), file.tell())


class Duplex(io.BytesIO):
    """What is written is not what is read."""

    def write(self, data):
        return len(data)


stream = io.TextIOWrapper(Duplex("answer".encode("utf-16")), "utf-16")
stream.write("question")
stream.flush()
print(repr(stream.read()))
