# More memory than there is: MemoryError, and nothing written.


def attempt(label, f):
    try:
        print(label, len(f()))
    except (MemoryError, OverflowError) as e:
        print(label, type(e).__name__, e)


for n in 2**42, 2**44, 2**46, 2**59:
    attempt(f'tuple {n}', lambda: (1, 2) * n)
    attempt(f'list {n}', lambda: [1, 2] * n)
    attempt(f'str {n}', lambda: 'ab' * n)
    attempt(f'wide str {n}', lambda: '\u20ac' * n)
    attempt(f'bytes {n}', lambda: b'ab' * n)
    attempt(f'bytearray {n}', lambda: bytearray(n))
    attempt(f'zeros {n}', lambda: bytes(n))
    attempt(f'center {n}', lambda: 'x'.center(n))
    attempt(f'ljust {n}', lambda: b'x'.ljust(n))
    attempt(f'zfill {n}', lambda: 'x'.zfill(n))
    attempt(f'format {n}', lambda: format('x', str(n)))
most = 2**63 - 1
for width in most, most - 1, most - 50:
    attempt('percent', lambda: f'abc%{width}d' % 1)
    attempt('percent', lambda: f'abc%-{width}s' % 'x')
    attempt('braces', lambda: f'abc{{:{width}}}'.format('x'))
    attempt('braces', lambda: 'abc{:{}}'.format(1, width))
    attempt('f-string', lambda: f'abc{5:{width}}')
    attempt('times', lambda: b'x' * width)
    attempt('zeros', lambda: bytes(width))
    attempt('just', lambda: b'x'.ljust(width))
