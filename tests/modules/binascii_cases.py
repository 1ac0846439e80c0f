# binascii against random input, errno's names, marshal there and back.
import binascii
import errno
import io
import marshal
import random

random.seed(9)


def show(f, *args, **kwargs):
    try:
        print(f.__name__, args, kwargs, f(*args, **kwargs))
    except Exception as error:
        print(f.__name__, args, kwargs, type(error), error)


def pick(letters, least, most):
    return bytes(random.choice(letters) for _ in range(random.randrange(least, most)))


for i in range(12):
    data = pick(b"ab \t\n\r=_.~\xff\x00AZ", 0, 14)
    for flags in range(8):
        show(binascii.b2a_qp, data, flags & 1, flags & 2, flags & 4)
    show(binascii.a2b_qp, data)
    show(binascii.a2b_qp, data, header=True)
for i in range(6):
    data = pick(b"ab .\t\n=\xff", 60, 260)
    show(binascii.b2a_qp, data, 0, i % 2)
    show(binascii.b2a_qp, data, 1, i % 2, 1)
for i in range(60):
    data = pick(b"abAZ09+/==\n!", 0, 12)
    show(binascii.a2b_base64, data)
    show(binascii.a2b_base64, data, strict_mode=True)
for i in range(12):
    show(binascii.a2b_uu, pick(b"#$%ab`AZ \n\r\x7f", 0, 9))
    data = random.randbytes(random.randrange(46))
    for f, args, kwargs in ((binascii.b2a_uu, (), {}), (binascii.b2a_uu, (), {"backtick": True}),
                            (binascii.b2a_base64, (), {}), (binascii.b2a_base64, (), {"newline": False}),
                            (binascii.crc32, (), {}), (binascii.crc32, (i * 77777,), {}), (binascii.crc_hqx, (i,), {}),
                            (binascii.hexlify, (), {}), (binascii.b2a_hex, ("-", random.choice([1, 2, -3, 0])), {})):
        show(f, data, *args, **kwargs)
for f, args in ((binascii.a2b_hex, ("abc",)), (binascii.a2b_hex, ("abzz",)), (binascii.a2b_hex, ("\xe9",)),
                (binascii.a2b_hex, (3,)), (binascii.unhexlify, (b"00ffAb",)), (binascii.b2a_base64, ("s",)),
                (binascii.crc32, (b"a", -1)), (binascii.crc32, (b"a", 2 ** 70)), (binascii.crc_hqx, (b"a",)),
                (binascii.b2a_uu, (b"x" * 46,)), (binascii.b2a_hex, (b"ab", "--")), (binascii.b2a_hex, (b"ab", 3)),
                (binascii.a2b_uu, ("",)), (binascii.a2b_base64, (None,))):
    show(f, *args)
show(binascii.b2a_hex, b"ab", sep=b":")
print(binascii.Error.__mro__, binascii.Incomplete.__mro__)

print(sorted(errno.errorcode.items()))
print(errno.ENOENT, errno.EWOULDBLOCK == errno.EAGAIN)

for value in (None, 1, 2 ** 70, -5, "a\xe9", b"x", [1, (2, {3: 4})], {1, 2}, 1.5, 2j, True, ..., frozenset({1}), ()):
    print(marshal.loads(marshal.dumps(value)), marshal.loads(marshal.dumps(value, 2)), marshal.loads(marshal.dumps(value, 0)))
f = io.BytesIO(marshal.dumps([1, 2]) + marshal.dumps("x") + b"rest")
print(marshal.load(f), marshal.load(f), f.read())
f = io.BytesIO()
marshal.dump("text", f)
print(marshal.loads(f.getvalue()))
for data in (b"", b"[", b"?"):
    show(marshal.loads, data)
try:
    marshal.dumps(object())
except ValueError as error:
    print(error)
print(eval(marshal.loads(marshal.dumps(compile("6 * 7", "<test>", "eval")))))
