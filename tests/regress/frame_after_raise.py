# A frame object that was there before stands where its frame was left by an exception.
import sys

frames = []


def fails(depth):
    frames.append(sys._getframe())
    if depth:
        fails(depth - 1)
    1 / 0


def generates():
    frames.append(sys._getframe())
    yield 1
    raise ValueError


class Body:
    def method(self):
        frames.append(sys._getframe())
        fails(0)


for call in lambda: fails(2), lambda: list(generates()), Body().method:
    frames.clear()
    try:
        call()
    except (ZeroDivisionError, ValueError) as e:
        print([frame.f_lineno for frame in frames])
        tb = e.__traceback__.tb_next
        while tb:
            print(tb.tb_lineno, tb.tb_frame.f_lineno, tb.tb_lasti == tb.tb_frame.f_lasti,
                  tb.tb_frame in frames)
            tb = tb.tb_next
