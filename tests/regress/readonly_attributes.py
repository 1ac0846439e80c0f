# What is said of attributes that can't be set or deleted.
import re
import zlib


async def asynchronous():
    yield


async def coroutine():
    pass


def generator():
    yield


class Slots:
    __slots__ = "slot",


try:
    1 / 0
except ZeroDivisionError as e:
    tb = e.__traceback__
c = coroutine()
c.close()
skipped = "f_lineno", "__weakref__"
samples = [
    1, 1.5, 1j, True, range(3), slice(1), asynchronous(), c, generator(), tb, tb.tb_frame,
    tb.tb_frame.f_code, generator, len, [].append, list.append, dict.fromkeys,
    dict.__dict__["fromkeys"], int.__add__, (1).__add__, int.__dict__["real"],
    slice.__dict__["start"],
    Slots.__dict__["slot"], Slots().__init__, super(Slots, Slots()), list[int], int | str, property(),
    staticmethod(len), classmethod(len), re.compile("x"), re.match("x", "x"),
    re.compile("x").scanner("x"), zlib.decompressobj(), memoryview(b"x"), StopIteration(1),
    UnicodeDecodeError("utf-8", b"x", 0, 1, "why"), ExceptionGroup("g", [ValueError()]),
]
for sample in samples:
    print("--", type(sample).__name__)
    for name in sorted(vars(type(sample))):
        kind = type(vars(type(sample))[name]).__name__
        if kind not in ("member_descriptor", "getset_descriptor") or name in skipped:
            continue
        for act in lambda: setattr(sample, name, 1.5), lambda: delattr(sample, name):
            try:
                act()
                print(name, "done")
            except Exception as e:
                print(name, type(e).__name__, e)
            if name in ("f_trace_lines", "f_trace_opcodes"):
                sample.f_trace_lines, sample.f_trace_opcodes = True, False
len.__module__ = "other"
print(len.__module__, repr(len), len.__qualname__)
del len.__module__
print(len.__module__)
