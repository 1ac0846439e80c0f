"""Struct: messages at the limits of the codes; code that runs while numbers are packed."""
import struct


def show(name, function, *args, **kwargs):
    try:
        print(name, function(*args, **kwargs))
    except Exception as e:
        print(name, type(e).__name__, e)


values = -1, 2**7, 2**8, 2**15, 2**16, -2**31 - 1, 2**31, 2**32, -2**63 - 1, 2**63, 2**64, 2**200
for code in 'bBhHiIlLqQef':
    for order in '@', '<', '>':
        for value in values:
            show(f'{order}{code} {value}', struct.pack, order + code, value)
for value in 1e300, 65519.9, 65520.0, 3.4e38, 3.5e38:
    for order in '@', '<', '>':
        show(f'{order} {value}', struct.pack, order + 'e', value)
        show(f'{order} {value}', struct.pack, order + 'f', value)
for offset in 2**63 - 1, 2**63, -2**63, -2**63 - 1, 1, -3, -5:
    show(offset, struct.pack_into, '<i', bytearray(4), offset, 1)
    show(offset, struct.unpack_from, '<i', bytearray(4), offset)
show('null', struct.calcsize, '<\0i')
show('null', struct.calcsize, 'i\0')
show('ascii', struct.calcsize, '\u0660i')
show('large', struct.calcsize, '9223372036854775807i')
backwards = memoryview(bytearray(8))[::-1]
show('backwards', struct.pack_into, '8s', backwards, 0, b'abcdefgh')
show('gaps', struct.pack_into, '4s', memoryview(bytearray(8))[::2], 0, b'abcd')


class Resizes:
    def __index__(self):
        buffer.extend(b'x' * 100000)
        return 1


class Clears:
    def __index__(self):
        buffer.clear()
        return 0


buffer = bytearray(8)
show('resize', struct.pack_into, '2i', buffer, 0, 1, Resizes())
show('clear', struct.pack_into, '2i', buffer, Clears(), 1, 2)
print(len(buffer))
buffer.append(1)

# a Struct whose __init__ failed is as before
again = struct.Struct('i')
try:
    again.__init__('9223372036854775807q')
except struct.error as e:
    print(e)
print(again.size, again.pack(1))
