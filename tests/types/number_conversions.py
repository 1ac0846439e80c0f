"""What __float__, __complex__, __int__ and __index__ give, also of subclasses of numbers."""
import cmath
import math
import operator
import warnings

warnings.simplefilter('always')


class Float(float):
    def __float__(self):
        return 2.5


class ComplexFloat(float):
    def __complex__(self):
        return 1 + 2j


class ComplexInt(int):
    def __complex__(self):
        return 1 + 2j


class Complex(complex):
    def __complex__(self):
        return 5 + 2j


class Int(int):
    pass


class GivesInt:
    def __int__(self):
        return Int(4)

    def __index__(self):
        return Int(4)


class GivesFloat:
    def __float__(self):
        return Float(4)


class Truncated:
    def __float__(self):
        return 1.5

    def __trunc__(self):
        return 7


class Fails:
    def __index__(self):
        raise ZeroDivisionError

    __int__ = __float__ = __index__


class WrongIndex:
    def __index__(self):
        return 'a'


class Numbers:
    def __index__(self):
        return 3

    def __iter__(self):
        return iter([1, 2])


def show(name, function, *args):
    with warnings.catch_warnings(record=True) as caught:
        try:
            print(name, repr(function(*args)))
        except Exception as e:
            print(name, type(e).__name__, e)
    for warning in caught:
        print('   ', warning.category.__name__, warning.message)


for value in Float(1.5), ComplexFloat(1.5), ComplexInt(3), Complex(4), GivesInt(), GivesFloat(), \
        Truncated(), Fails():
    name = type(value).__name__
    for function in float, complex, int, math.sqrt, cmath.sqrt, operator.index:
        show(f'{function.__name__}({name})', function, value)
    for spec in '%d', '%x', '%c', '%f', b'%d', b'%c', b'%f':
        show(f'{spec} {name}', operator.mod, spec, value)
show('imaginary', complex, 1j, Float(1.5))
show('%c', operator.mod, '%c', WrongIndex())
show('%c', operator.mod, b'%c', WrongIndex())
for value in 2**70, -1, 0x110000, 'ab', 1.5, b'a':
    show('%c', operator.mod, '%c', (value,))
    show('b%c', operator.mod, b'%c', (value,))
show('index', operator.getitem, [1, 2, 3, 4, 5], GivesInt())
show('from_bytes', int.from_bytes, Numbers())
show('to_bytes', (1).to_bytes, 2**70)

for text in '--inf', '-+inf', '+-1', '-inf', '+nan', '1p99999x', '0p99999x', '1p-99999', '0x.8p1':
    show(text, float.fromhex, text)

# the third argument of pow is asked last
show('pow', pow, 2, 3, 1.0)
show('pow', pow, 2, 3, 1j)
show('pow', pow, 'a', 3, 1.0)
show('pow', pow, 'a', 3, 1j)
show('pow', pow, 2, 3, 'a')
show('pow', pow, 2.0, 3, 1)
show('pow', pow, 2, 3, Truncated())


class NotIterable:
    def __iter__(self):
        raise TypeError('told by nobody')


class Broken:
    def __iter__(self):
        raise KeyError('told')


show('in', operator.contains, NotIterable(), 1)
show('in', operator.contains, Broken(), 1)
show('in', operator.contains, 5, 1)

# constants that differ in a zero's sign are different code
zero = compile('0j', 'f', 'eval')
print(zero == compile('0j', 'f', 'eval'), zero == compile('-0j', 'f', 'eval'),
      zero == zero.replace(co_consts=(complex(0, -0.0),)),
      zero == zero.replace(co_consts=(complex(-0.0, 0),)),
      zero == zero.replace(co_consts=(complex(0, 0),)),
      zero == zero.replace(co_consts=(0.0,)))
