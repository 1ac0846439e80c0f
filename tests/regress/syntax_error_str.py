# What str() of a SyntaxError says of its file and line.


class Name(str):
    pass


for filename in (None, 'a.py', '/x/b.py', 'x/', '/', '', '\udc80', 'x/\udc80y', '\0z', 5, b'x/y',
                 Name('p/q'), '\u00e9/\U0001f600', 'a\\b'):
    for line in None, 1, -1, True, 2**62, -2**63, 2**63, 'x', 1.5:
        e = SyntaxError('m')
        e.filename = filename
        e.lineno = line
        print(ascii(str(e)))
