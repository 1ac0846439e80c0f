# sizes no machine has, durations that are none, and other arguments of the system's modules
import _thread
import abc
import gc
import itertools
import os
import select
import signal
import time


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except (Exception, MemoryError) as error:
        print(type(error).__name__, error)


huge = 10 ** 15
attempt(os.read, 0, huge)
attempt(os.urandom, huge)
attempt(itertools.tee, [], huge)
print([list(t) for t in itertools.tee([1, 2], 3)], itertools.tee([], 0))

nan, far = float("nan"), 1e300
for wait in (select.poll().poll, select.epoll().poll, _thread.RLock().acquire, time.sleep):
    name = "timeout" if wait.__name__ != "sleep" else "seconds"
    for timeout in (nan, far, 2 ** 63, "a", None):
        if timeout is None or (wait.__name__ == "sleep" and timeout == "a"):
            continue
        if wait.__name__ == "acquire":
            attempt(wait, timeout=timeout)
        else:
            attempt(wait, timeout)
for timeout in (nan, far, -1, "a", 0, 0.001, -0.0):
    attempt(select.select, [], [], [], timeout)
for timeout in (0, 0.5, 1.5, 2 ** 31, 2 ** 40):
    attempt(select.poll().poll, timeout)
for timeout in (0, 0.001, 2 ** 31 // 1000 + 1, 2 ** 40):
    attempt(select.epoll().poll, timeout)
attempt(select.epoll().poll, 0, 0)

lock = _thread.allocate_lock()
print(lock.acquire(timeout=0.01), lock.acquire(timeout=0.01), lock.acquire(False))
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(_thread.RLock()._acquire_restore, 3)
attempt(_thread.RLock()._acquire_restore, (1,))

for seconds in (nan, far, "a"):
    attempt(signal.setitimer, signal.ITIMER_REAL, seconds)
attempt(signal.setitimer, signal.ITIMER_REAL, 1000)
print(signal.setitimer(signal.ITIMER_REAL, 0)[0] > 999)

attempt(signal.alarm, 2 ** 40)
attempt(signal.raise_signal, 2 ** 40)
attempt(signal.pthread_sigmask, signal.SIG_BLOCK, [100])
attempt(signal.pthread_sigmask, signal.SIG_BLOCK, [0])
print(signal.SIGINT + 0, int(signal.SIG_IGN), gc.DEBUG_LEAK)


class Answer:
    def __bool__(self):
        raise ValueError("no truth")


class Meta(abc.ABCMeta):
    def __subclasscheck__(cls, subclass):
        return Answer()


class Abstract(metaclass=Meta):
    pass


class Pretends:
    __class__ = property(lambda self: int)


attempt(isinstance, Pretends(), Abstract)
