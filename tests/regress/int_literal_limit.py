# A long decimal literal is measured by the limit that is set when it is compiled.
import sys


def compiled(literal):
    try:
        return len(hex(eval(literal)))
    except SyntaxError as error:
        return error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset


for limit in 4300, 0, 640:
    sys.set_int_max_str_digits(limit)
    for n in 640, 641, 4300, 4301, 5000:
        print(limit, n, compiled("1" * n), compiled("1_" * (n - 1) + "1"))
        assert compiled("0x" + "1" * n) == n + 2
