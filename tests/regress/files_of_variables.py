# A file that only a variable or an expression has is written out and closed where that ends; one
# that somebody else has stays open.
import io
import os
import tempfile

path = tempfile.mktemp()


def seen(name):
    print(name, repr(open(path).read()))


open(path, 'w').write('statement')
seen('a')
open(path, 'wb').write(b'bytes')
seen('b')
open(path, 'r+').write('BY')
seen('c')
open(path, 'wb', buffering=0).write(b'raw')
seen('d')
open(path, mode='w', encoding='utf-16').write('\xe9')
print(open(path, encoding='utf-16').read(), len(open(path, 'rb').read()))
open(path, 'w').write(''.join(str(n) for n in range(12)))
seen('e')
open(path, 'a').writelines(x if x else 'none' for x in ('1', '', '3'))
seen('f')
print(open(path, 'w').write('x' * 10), os.path.getsize(path))
number = open(path).fileno()
try:
    os.fstat(number)
except OSError as e:
    print(e)


def local(text):
    f = open(path, 'w')
    f.write(text)
    f.write(text if text else open(path).read())


def loop():
    for n in range(4):
        f = open(path, 'w')
        f.write('x' * n)
        print(n, repr(open(path).read()))
    seen('loop')
    f = open(path, 'a')
    seen('again')
    f.write('y')
    if n:
        return f.tell()


def fails():
    f = open(path, 'w')
    f.write('before')
    f.write(1 // 0)


local('one')
seen('local')
local('')
seen('empty')
print(loop())
seen('loop done')
try:
    fails()
except ZeroDivisionError:
    pass
seen('failed')
try:
    open(path, 'w').write(1)
except TypeError as e:
    print(e)
try:
    open(path, 'w').write(open(path + '/none').read())
except OSError as e:
    print(type(e).__name__)


def unbound(how):
    if how:
        f = open(path, 'w')
    f.write('bound')


unbound(True)
seen('bound')
try:
    unbound(False)
except UnboundLocalError as e:
    print(e)


def fails_to_open():
    f = open(path, 'w')
    f.write('first')
    f = open(path + '/none')


try:
    fails_to_open()
except OSError as e:
    print(type(e).__name__)
seen('second failed')


# What stays open.
def returned():
    f = open(path, 'w')
    f.write('r')
    return f


def stored():
    f = open(path, 'w')
    f.write('s')
    files.append(f)


def bound():
    f = open(path, 'w')
    write = f.write
    write('b')
    return write


def closed_over():
    f = open(path, 'w')

    def write(text):
        f.write(text)
    return write


def entered():
    return open(path, 'w').__enter__()


def iterated():
    return open(path).__iter__()


def argument(f):
    f.write('argument ')
    f = open(path + '2', 'w')
    f.write('other')


def buffered():
    f = open(path, 'w')
    b = f.detach()
    return b


def of_generator():
    f = open(path, 'w')
    f.write('g')
    yield f.tell()
    f.write('h')
    yield f.tell()


files = []
f = returned()
f.write('eturned')
f.close()
seen('returned')
stored()
files[0].write('tored')
files[0].close()
seen('stored')
write = bound()
write('ound')
write.__self__.close()
seen('bound')
write = closed_over()
write('closed over')
write.__closure__[0].cell_contents.close()
seen('closed over')
f = entered()
f.write('entered')
f.close()
seen('entered')
print(list(iterated()))
f = open(path, 'w')
argument(f)
f.write('goes on')
f.close()
seen('argument')
print(open(path + '2').read())
os.unlink(path + '2')
b = buffered()
b.write(b'detached')
b.close()
seen('detached')
print(list(of_generator()))


# Other functions of that name.
shared = io.StringIO()
kept = open(path, 'w')
kept.write('kept')
print(repr(open(path).read()))


class Builder:
    def write(self, text):
        print('build', text)
        return self


def with_other_names():
    def open(what):
        return what
    open(kept).write(' by')
    f = open(kept)
    f.write(' others')
    open(shared).write('shared')
    open(Builder()).write(1).write(2)


def with_global():
    global open
    open = lambda what: kept
    open(1).write(' and')
    f = open(2)
    f.write(' more')
    del open


with_other_names()
with_global()
kept.write('.')
kept.close()
seen('kept')
print(shared.getvalue())
os.unlink(path)
