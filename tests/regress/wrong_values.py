# Arguments that are just out of what is taken.
import binascii


class Index:
    def __index__(self):
        raise ZeroDivisionError


def show(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return repr(e)


# hexlify() gives bytes: any separator of one byte will do; hex() gives text, of ASCII
for data in b"", b"a", b"abc", bytearray(b"ab"):
    for separator in "\xe9", b"\xe9", ":", b":", "", b"ab", "\u1234", 1, None, bytearray(b":"):
        print(data, ascii(separator), show(binascii.hexlify, data, separator),
              show(binascii.hexlify, data, separator, 2), repr(show(data.hex, separator)))

# the protocol is a C int
for protocol in 2**31, 2**63, -2**31 - 1, -2**31, -1, 2**31 - 1, 1.0, "a", None:
    for v in object(), 1, []:
        r = show(v.__reduce_ex__, protocol)
        print(protocol, type(v).__name__, r if type(r) is str else type(r).__name__)


# bytearray.__init__ that fails keeps what it has read
def items(*values):
    for v in values:
        if isinstance(v, Exception):
            raise v
        yield v


for values in ((1, 2, "a"), (1, Index()), (Index(),), ("a",), (1, 2, 3)):
    for source in list(values), values, items(*values):
        b = bytearray(b"start")
        print(show(b.__init__, source), b)
for values in (1, 2, ValueError("x")), (1, 2, 300), (70, -1):
    b = bytearray(b"start")
    print(show(b.__init__, items(*values)), b)
