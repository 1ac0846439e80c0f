# What is alive when the program ends is finalised then: globals in the order of their names, before
# what is only referred to by others.
import atexit
import sys


class Shows:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, twice(self.name), sys is not None)


def twice(name):
    return name * 2


def generator():
    try:
        yield 1
    finally:
        print("finally")


last = Shows("z")
first = Shows("a")
suspended = generator()
next(suspended)
cycle = Shows("cycle")
cycle.me = cycle
again = first
in_list = [Shows("in a list")]
atexit.register(print, "atexit")
print("end")
sys.exit(3)
