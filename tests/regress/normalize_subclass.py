# Whether normalize() gives an instance of a subclass of str itself or a str.
import unicodedata as u
class S(str): pass
for db, n in ((u, 'main'), (u.ucd_3_2_0, '320')):
    for f in ('NFC', 'NFD', 'NFKC', 'NFKD'):
        for t in ('', 'a', 'abc', 'é', 'e\u0301', '\u0301', 'a\u0301\u0327',
                  'ﬁ', '\u1100\u1161', '\uac00', 'ÅÅ', '\u0340', 'x\u0338',
                  '\u0958', '\u2126', '\u0f73', '日本', '\U0001d15e',
                  '\u0300a', '\u093c', 'a\u0327\u0301', '\u0344','\U0001F600', 'ÿ', '\u09be'):
            s = S(t)
            r = db.normalize(f, s)
            r2 = db.normalize(f, t)
            print(n, f, ascii(t), type(r).__name__, r is s, r == r2,
                  db.is_normalized(f, s), db.is_normalized(f, t), ascii(r))
for f in 'NFC', 'NFKC':
    made = []
    for c in range(0x12000):
        s = S(chr(c))
        if not 0xd800 <= c < 0xe000 and u.normalize(f, s) == s and type(u.normalize(f, s)) is str:
            made.append(c)
    print(f, made)
