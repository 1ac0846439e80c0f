# What streams do when a program ends: each case is a child that ends by sys.exit().
import io
import os
import sys


class Dying:
    def __del__(self):
        print("del", sys.stdout is sys.__dict__.get("__stdout__"))


class Flushing:
    def write(self, text):
        sys.__stdout__.write("W:" + text)
        return len(text)

    def flush(self):
        sys.__stdout__.write("F")


def detached():
    buffer = sys.stdout.detach()
    buffer.write(b"detached\n")


def not_closing():
    global stream
    stream = open(1, "wb", closefd=False)
    stream.write(b"not closing\n")


def dropped():
    open(1, "w", closefd=False).write("dropped\n")


def replaced():
    global dying
    dying = Dying()
    sys.stdout = io.StringIO()
    print("lost")


def flushing():
    global dying
    sys.stdout = Flushing()
    print("flushing")
    dying = Dying()


def full():
    sys.stderr = sys.__stderr__ = None
    sys.stdout = open("/dev/full", "w")
    print("x")


def full_stdout():
    global dying
    sys.stderr = sys.__stderr__ = None
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
    print("x")
    dying = Dying()


def none():
    global dying
    sys.__stdout__ = None
    dying = Dying()
    print("none")


def deleted():
    global dying
    del sys.__stdout__
    dying = Dying()
    print("deleted")


def closed():
    print("closed")
    sys.stdout.close()


for case in (detached, not_closing, dropped, replaced, flushing, full, full_stdout, none, deleted,
             closed):
    for status in (0, 5):
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            case()
            sys.exit(status)
        print(case.__name__, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
