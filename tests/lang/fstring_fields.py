# Replacement fields of f-strings: short numbers, wide ones, and what lies between them.
import sys

ints = [0, 1, -1, 7, 10, 99, 100, -999, 12345, 10 ** 9, -10 ** 17, 2 ** 61 - 1, -2 ** 61, 2 ** 61,
        2 ** 64, 10 ** 30, True, False]
floats = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 2.5, 0.125, 1e-7, 123456.789, 1e15, 1e16, 1e17, 1e22, -1e300,
          5e-324, float("inf"), float("-inf"), float("nan"), 0.5, 1.005, 99.995, -0.004]


class Int(int):
    def __format__(self, spec):
        return f"Int<{spec}>"


class Text(str):
    pass


for v in ints + [Int(5)]:
    print(f"[{v}] [{v:d}] [{v:5}] [{v:<8d}|] [{v:^9}] [{v:>+12}] [{v: d}] [{v:06d}] [{v:=+9}] [{v:*^30}]"
          f"[{v:#x}] [{v:,}] [{v:_}] [{v:x}] [{v:40}] [{v!r:>5}] [{v!s}] [{v!a}]")
    if abs(v) < 2 ** 63:
        print(f"{v:.2f} {v:8.3f} {v:e} {v:g} {v:.0f} {v:+.1f}", f"{v:%}", f"{v:30.2f}", f"{v:40.2f}")
for d in floats:
    print(f"[{d}] [{d:f}] [{d:.3f}] [{d:10.2f}] [{d:<10.1f}|] [{d:^12.2f}] [{d:+.2f}] [{d: .0f}]"
          f"[{d:012.3f}] [{d:=+12.2f}] [{d:.17f}] [{d:.22f}] [{d:e}] [{d:g}] [{d:.3}] [{d:z.1f}] [{d:,.2f}]"
          f"[{d:x>20.4f}] [{d:F}] [{d:#.0f}] [{d:%}] [{d!r}] [{d:é^20.1f}]")

for width in range(0, 40, 3):
    print(f"{3:{width}}|{-3:0{width}}|{2.5:{width}.2f}|{'x':{width}}|{'é':>{width}}|")


def between(n):
    """Statements between the fields: branches, calls, other f-strings, failures."""
    def inner(i):
        return f"<{i}{i:02d}{f'({i + 1:3})'}>"
    for i in range(n):
        print(f"{i}{'even' if i % 2 == 0 else 'odd'}{i / 8:.3f}{inner(i)}{i if i < 2 else inner(i)}{i:x}")
        print(f"{i}{'' if i else 'none'}{''}", f"{i}", f"{i}{''}", f"{''}{i}", f"{''}", f"{i}é", f"{i}€{i}",
              f"{i}\U0001f600{i:>{i + 1}}{Text('t')}{Text('')}")
        try:
            print(f"{i}{1 // (i - 1)}{i}")
        except ZeroDivisionError as e:
            print("failed", e, f"{i}")
        try:
            print(f"{i}{i:y}{i}")
        except ValueError as e:
            print("failed", e)
        try:
            print(f"{i}{i / 3:d}{i}")
        except ValueError as e:
            print("failed", e)


between(3)


def numbers(n):
    for i in range(n):
        got = yield f"{i}:{(yield f'{i:03d}')}:{i / 2}"
        print(f"{i}{got}{(yield)}")


g = numbers(2)
print(next(g), g.send("a"), g.send("b"), g.send(12345), g.send(1), g.send(2))


async def waits(i):
    return f"{i}{await nothing(i)}{i:4.1f}"


async def nothing(i):
    return i + 1


try:
    waits(3).send(None)
except StopIteration as e:
    print(e.value)
big = 2 ** 62
for i in range(big - 2, big + 3):
    print(f"{i}{i % 7}{i:d}{i + 1:25d}")
print(sys.intern(f"{1}{2}") is sys.intern("12"))


def pieces(values, pieces):
    """Locals whose names the emitted C uses itself."""
    text = [f"{TextPiece}{piece}" for TextPiece, piece in zip(values, pieces)]
    return f"{pieces}{len(text)}{text}"


print(pieces([1, 2], (3.5, "x")))
