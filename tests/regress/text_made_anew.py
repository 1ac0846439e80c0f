# A text stream that is made anew, with another encoding, by the raw stream it reads from or
# writes to (CPython crashes: the expectation is ours).
import io

"x".encode("utf-7")  # so that a program that is built has it


class Raw(io.RawIOBase):
    text = None

    def readable(self):
        return True

    def readinto(self, target):
        if self.text:
            text, self.text = self.text, None
            text.__init__(io.BytesIO(b"other\n"), "utf-7")
        target[:3] = b"\xe9+\n"
        return 3

    def writable(self):
        return True

    def seekable(self):
        return True

    def write(self, data):
        if self.text:
            text, self.text = self.text, None
            text.__init__(io.BytesIO(), "utf-7")
        return len(data)


raw = Raw()
raw.text = text = io.TextIOWrapper(io.BufferedReader(raw), "utf-8")
try:
    text.readline()
except UnicodeError:
    pass
print(text.encoding)

raw = Raw()
raw.text = text = io.TextIOWrapper(io.BufferedRandom(raw, 4), "utf-8")
text.write("longer than the buffer")
print(text.encoding)
