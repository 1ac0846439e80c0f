# Tracebacks that faulthandler writes when it is asked, when a signal comes, when time is over and
# when the program dies; and what it says of arguments.
import faulthandler
import io
import os
import signal
import sys
import time

reader, writer = os.pipe()


def written(function, *args, **kwargs):
    """What the function writes to the pipe, without the identity of the thread."""
    result = function(*args, **kwargs)
    os.write(writer, b"<")
    text = b""
    while not text.endswith(b"<"):
        text += os.read(reader, 65536)
    lines = text.decode().replace(deep.__code__.co_filename, "FILE")[:-1].split("\n")
    for line in lines:
        head, found, tail = line.partition(" 0x")
        print("   ", head + " ID" + tail[16:] if found else line)
    return result


def deep(n):
    return deep(n - 1) if n else faulthandler.dump_traceback(writer)


def été():
    faulthandler.dump_traceback(writer, all_threads=False)


class C:
    def method(self):
        [deep(0) for _ in range(1)]
        (lambda: deep(0))()


def generator():
    yield deep(0)


written(deep, 2)
written(été)
written(C().method)
written(lambda: next(generator()))
written(deep, 120)
written(eval, "deep(0)", globals())


def kill(signum):
    os.kill(os.getpid(), signum)


signal.signal(signal.SIGUSR2, lambda *args: print("handler", args[0]))
for chain in (False, True):
    for all_threads in (False, True):
        faulthandler.register(signal.SIGUSR2, writer, all_threads, chain)
        written(kill, signal.SIGUSR2)
        print(faulthandler.unregister(signal.SIGUSR2), faulthandler.unregister(signal.SIGUSR2))
written(kill, signal.SIGUSR2)


def late(**kwargs):
    faulthandler.dump_traceback_later(0.05, file=writer, **kwargs); time.sleep(0.2)


def cancelled():
    faulthandler.dump_traceback_later(0.05, file=writer)
    faulthandler.cancel_dump_traceback_later()
    time.sleep(0.1)


written(late)
written(cancelled)
for die in (lambda: kill(signal.SIGSEGV), os.abort, lambda: kill(signal.SIGFPE),
            lambda: late(exit=True)):
    for all_threads in (True, False):
        def child():
            sys.stdout.flush()
            if os.fork() == 0:
                faulthandler.enable(writer, all_threads)
                die()
            return os.wait()[1]
        print(written(child))


def outcome(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class File:
    def __init__(self, number):
        self.number = number

    def fileno(self):
        return self.number


for name, before in (("dump_traceback", ()), ("enable", ()), ("dump_traceback_later", (100, False)),
                     ("register", (10,))):
    function = getattr(faulthandler, name)
    for args in ((-1,), ("a",), (io.StringIO(),), (1.0,), (2**70,), (None, None), (2, "a"),
                 (2, 2**40), (2, -2**40), (1, 2, 3, 4, 5), (True, "x"), (File(-1),), (File("a"),),
                 (File(None),), (File(2**40),)):
        print(name, [a.number if isinstance(a, File) else type(a).__name__ for a in args],
              outcome(function, *before, *args))
print(outcome(faulthandler.enable, File(2)), faulthandler.is_enabled(), faulthandler.disable(),
      faulthandler.disable(), faulthandler.is_enabled())
for timeout in (0, -1, "a", None, 1e300, float("nan"), 10**30, 0.0, 100):
    print(timeout, outcome(faulthandler.dump_traceback_later, timeout, file=2))
print(outcome(faulthandler.cancel_dump_traceback_later),
      outcome(faulthandler.cancel_dump_traceback_later, 1), outcome(faulthandler.is_enabled, 1))
for signum in (0, -1, 10, 65, 11, 6, 8, 4, 7, 9, 19, "a", 1.0, 2**40):
    print(signum, outcome(faulthandler.register, signum, 2),
          outcome(faulthandler.unregister, signum), outcome(faulthandler.unregister, signum))
print(outcome(faulthandler.unregister), outcome(faulthandler.unregister, 1, 2),
      outcome(faulthandler.register), outcome(faulthandler.dump_traceback, fil=1))
stderr, sys.stderr = sys.stderr, None
print(outcome(faulthandler.enable), outcome(faulthandler.dump_traceback))
del sys.stderr
print(outcome(faulthandler.enable), outcome(faulthandler.register, 10))
sys.stderr = stderr
