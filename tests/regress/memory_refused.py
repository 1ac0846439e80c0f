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
