"""Widths and precisions at their limits, given as digits and by *."""


def show(name, function, *args):
    try:
        result = function(*args)
    except Exception as e:
        print(name, type(e).__name__, e)
    else:
        print(name, repr(result))


def percent(text, *args):
    show(f'{text} {args}', lambda: text % args)


for width in 0, 1, 3, -1, -2, -3, True, -2**63, 2**63, -2**63 - 1, 1.5, 'a', None:
    percent('%*s|', width, 'b')
    percent(b'%*s|', width, b'b')
    percent('%*d|', width, 7)
    percent('%0*d|', width, 7)
    percent('%-*d|', width, 7)
for precision in 0, 1, 2, -1, True, 2**31, -2**31 - 1, 2**63, 1.5, None:
    percent('%.*s|', precision, 'abc')
    percent(b'%.*s|', precision, b'abc')
    percent('%.*f|', precision, 1.25)
for text in '%.2147483647d', '%.2147483645x', '%.2147483648d', '%9223372036854775807s', \
        '%9223372036854775808s', '%.2000000000g', '%.2147483646G':
    percent(text, 1)
    percent(text.encode(), 1)
percent('%*d', 5)
percent('%*')
percent('%\x1f', 1)
percent('%\x7f', 1)
percent(b'%\x1f', 1)
for value in 10**400, '1', None:
    percent(b'%f', value)
    percent('%f', value)

for spec in '9223372036854775807', '09223372036854775807', '9223372036854775808', \
        '.2147483647g', '.2147483647', '.2147483648', '.99999999999999999999', '<\x001':
    show(spec, format, 1.5, spec)
    show(spec, format, '', spec)
show('fill', format, 3, '\x00>5')
show('fill', format, 3.5, '\x00^8')
show('fill', format, 3j, '\x00<5')
for number in 1, 12, 123, 1234, 12345:
    print([format(number, f'0{width},') for width in range(14)])
    print([format(number, f'0{width}_x') for width in range(14)])
    print([format(float(number), f'0{width},.1f') for width in range(14)])
