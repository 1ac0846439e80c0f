"""Random patterns on random texts, the same each time: every way of matching, all positions."""
import re

state = 1


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
    return (state >> 33) % n


def pick(choices):
    return choices[rnd(len(choices))]


ATOMS = ['a', 'b', 'c', 'ab', '.', '[ab]', '[^a]', r'\w', r'\W', r'\s', r'\d', '[a-c]', ' ', '1',
         r'\n', r'[^\W\d]', '-', r'[\w-]', r'[^\s]']
WIDE = ['é', 'É', 'ß', 'ſ', 's', 'S', 'k', '\u212a', 'İ', 'i', 'ı', 'σ', 'ς', 'Σ', 'я', 'Я', '中',
        '\U0001d7ce', '𐐀', '𐐨', '[é-я]', '[^é]', '[ſ-ω]', '[𐐀-𐐧]', '[^𐐀a]', r'[\wé]', 'ǅ', 'µ', 'μ',
        '\u3000', '\x85', '[a-z]', '[k-s中]', '[^k-s\u212a]', r'\w', r'\d', r'\s', r'\W', r'\D', r'\S',
        r'[\W_]', r'[^\W\d]', r'[\D1]', r'[^\S\d]']
PLACES = ['^', '$', r'\b', r'\B', r'\A', r'\Z']
REPEATS = ['*', '+', '?', '{2}', '{1,2}', '{,2}', '{2,}', '{0}', '{0,1}']


class Writer:
    """Writes one pattern; `atoms` are its characters."""

    def __init__(self, atoms):
        self.atoms = atoms
        self.groups = 0
        self.open = []

    def closed_group(self):
        n = 1 + rnd(self.groups) if self.groups else 0
        return 0 if n in self.open else n

    def atom(self, depth):
        r = rnd(24)
        if r < 10 or depth <= 0:
            return pick(pick(self.atoms))
        if r < 12:
            return pick(PLACES)
        if r < 16:
            self.groups += 1
            n = self.groups
            self.open.append(n)
            text = '(' + self.branches(depth - 1) + ')'
            self.open.remove(n)
            return text
        if r < 20:
            n = self.closed_group()
            return r'(?:\%d)' % n if n else '(?:' + self.branches(depth - 1) + ')'
        if r == 20:
            return pick(['(?=', '(?!', '(?<=', '(?<!']) + self.branches(depth - 1) + ')'
        if r == 21:
            n = self.closed_group()
            return '(?(%d)%s|%s)' % (n, self.sequence(depth - 1), self.sequence(depth - 1)) if n else 'b'
        return pick(['(?a:', '(?i:']) + self.branches(depth - 1) + ')'

    def item(self, depth):
        text = self.atom(depth)
        if rnd(3):
            return text
        if text in PLACES or len(text) > 1 and text[0] not in '([\\':
            text = '(?:' + text + ')'
        return text + pick(REPEATS) + pick(['', '', '?'])

    def sequence(self, depth):
        return ''.join(self.item(depth) for _ in range(rnd(4)))

    def branches(self, depth):
        return '|'.join(self.sequence(depth) for _ in range(1 + (rnd(3) == 0) + (rnd(6) == 0)))


def show(m):
    return m and (m.regs, m.lastindex)


def results(r, text):
    return (show(r.search(text)), show(r.match(text)), show(r.fullmatch(text)), show(r.search(text, 1, 4)),
            [show(m) for m in r.finditer(text)], r.findall(text), r.split(text), r.sub('<>' if isinstance(text, str) else b'<>', text))


def checksum(text):
    value = 0
    for c in text:
        value = (value * 31 + ord(c)) % 1000003
    return value


PLAIN = 'aabbc 1\n-A'
MIXED = 'ab1 éÉßſsSkK\u212aİiıσςΣяЯ中\U0001d7ce𐐀𐐨ǅµμ\u3000\x85_'
LATIN = 'ab1 éÉßsSkiIµ\x85\xa0_²½'
for kind, atoms, alphabets in (('plain', [ATOMS], [PLAIN]), ('wide', [ATOMS, WIDE], [MIXED, MIXED, LATIN, PLAIN]),
                               ('bytes', [ATOMS], [PLAIN])):
    for i in range(400):
        pattern = Writer(atoms).branches(3)
        flags = pick([0, 0, re.M, re.S, re.I, re.I | re.A if kind != 'bytes' else re.M])
        texts = []
        for _ in range(3):
            alphabet = pick(alphabets)
            texts.append(''.join(pick(alphabet) for _ in range(rnd(9))))
        if kind == 'bytes':
            pattern = pattern.encode()
            texts = [text.encode('latin-1') for text in texts]
        try:
            r = re.compile(pattern, flags)
        except re.error as e:
            print(kind, i, e)
            continue
        shown = ascii([results(r, text) for text in texts])
        print(kind, i, ascii(pattern) if i % 8 == 0 else '', shown[:160] if i % 8 == 0 else '', checksum(shown))
