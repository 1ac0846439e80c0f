# _signal, _thread, contextvars and asynchronous generators: refusals, and what goes on meanwhile.
import _signal
import _thread
import contextvars
import fcntl
import os
import signal
import threading


def attempt(f, *args, **kwargs):
    try:
        print("ok", f(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__, e)


for handler in (5, None, True, signal.SIG_DFL):
    attempt(_signal.signal, signal.SIGUSR1, handler)
for number in (0, 65, 2**40, "a"):
    attempt(_signal.getsignal, number)
    attempt(_signal.raise_signal, number) if number == "a" else None
attempt(_signal.setitimer, 50, 1)
attempt(_signal.getitimer, 50)
print(_signal.ItimerError.__mro__[:2])
read, write = os.pipe()
attempt(_signal.set_wakeup_fd, 500)
try:
    _signal.set_wakeup_fd(write)
except ValueError as e:
    print(str(e).replace(str(write), "FD"))
fcntl.fcntl(write, fcntl.F_SETFL, os.O_NONBLOCK)
print(_signal.set_wakeup_fd(write), _signal.set_wakeup_fd(-1) == write)
attempt(_signal.pthread_kill, threading.get_ident(), 0)
attempt(_signal.pthread_kill, threading.get_ident(), 500)
attempt(_signal.pthread_kill, "a", 0)


def interrupted():
    try:
        _thread.interrupt_main()
        for _ in range(1000):
            pass
    except KeyboardInterrupt:
        return "interrupted"


print(interrupted())
signal.signal(signal.SIGUSR1, lambda number, frame: print("handler", number))
_thread.interrupt_main(signal.SIGUSR1)
signal.signal(signal.SIGINT, signal.SIG_IGN)
print(interrupted())
for number in (0, 500, "a"):
    attempt(_thread.interrupt_main, number)
for size in (1000, 32768, 0, -3):
    attempt(_thread.stack_size, size)
for args in ((1, 2), (len, 2), (len, (), 3)):
    attempt(_thread.start_new_thread, *args)

a = contextvars.ContextVar("a")
a.set(1)
attempt(setattr, a, "name", "b")


def grow(context):
    keys, items = context.keys(), context.items()
    for variable in context:
        contextvars.ContextVar("new").set(2)
    return len(list(keys)), len(list(items)), len(context)


context = contextvars.copy_context()
print(context.run(grow, context))


async def generator():
    try:
        yield 1
    finally:
        print("closed")


def step(awaitable):
    try:
        return awaitable.send(None)
    except StopIteration as e:
        return "ended", e.value


g = generator()
step(g.__anext__())
closing = g.aclose()
attempt(closing.throw, KeyError("k"))
attempt(step, closing)
attempt(step, closing)
