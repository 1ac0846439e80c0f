# A stream of a class with a __del__ of its own that does not close it: the descriptor was never
# closed. One that writes in __del__ finds what it writes to still open.
import gc
import io
import os
import tempfile


class Quiet:
    def __del__(self):
        pass


class Last:
    def __del__(self):
        self.write(b"last")
        self.flush()


class LastText:
    def __del__(self):
        self.write("last")
        self.flush()


class Holder:
    def __init__(self, file):
        self.file = file

    def __del__(self):
        self.file.write(b"of the holder")


class QuietReader(Quiet, io.BufferedReader):
    pass


class QuietWriter(Quiet, io.BufferedWriter):
    pass


class QuietRandom(Quiet, io.BufferedRandom):
    pass


class LastWriter(Last, io.BufferedWriter):
    pass


class LastTextWrapper(LastText, io.TextIOWrapper):
    pass


class File(io.FileIO):
    pass


def is_closed(make):
    for _ in range(3):
        make()
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(40):
        make()
    gc.collect()
    return len(os.listdir("/proc/self/fd")) - before < 10


with tempfile.TemporaryDirectory() as place:
    name = os.path.join(place, "file")
    for wrap in QuietReader, QuietWriter, QuietRandom, LastWriter:
        for raw in io.FileIO, File:
            with open(name, "wb"):
                pass
            print(wrap.__name__, raw.__name__, is_closed(lambda: wrap(raw(name, "r+"))))
            with open(name, "rb") as file:
                print(file.read())
    for make in (lambda: LastTextWrapper(open(name, "wb")), lambda: Holder(open(name, "wb"))):
        print(is_closed(make))
        with open(name, "rb") as file:
            print(file.read())
