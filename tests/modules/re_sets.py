"""Sets of characters, case ignored or not, in texts of every width."""
import re

TEXTS = ['aZ 0_-\n', 'aÉé ²\x85\xa0', 'aſKéЯяςΣσ٣\u3000中İıµμǅ', 'a𐐀𐐨\U0001d7ceЯ ς1']
ELEMENTS = ['a', 'Z', 'k', 's', 'é', 'Я', 'σ', '𐐀', 'à-þ', 'А-я', 'ſ-ω', '𐐀-𐐧',
            r'\d', r'\D', r'\s', r'\S', r'\w', r'\W', r'_\-', r'\n']
sets = ['[' + negation + first + second + ']'
        for first in ELEMENTS for second in ELEMENTS for negation in ('', '^') if first != second]
for flags in 0, re.I, re.A, re.I | re.A:
    for start in range(0, len(sets), 20):
        shown = []
        for text in sets[start:start + 20]:
            pattern = re.compile(text, flags)
            # which characters of each text match, as bits
            shown.append([sum(1 << m.start() for m in pattern.finditer(t)) for t in TEXTS])
        print(int(flags), ascii(sets[start]), shown)
for text in ['é', 'É', 'ſ', 'S', 'K', 'k', 'ς', 'Я', 'µ', 'İ', 'ı', 'i', 'ǆ', '𐐨']:
    for flags in re.I, re.I | re.A:
        print(ascii(text), int(flags), [ascii(re.findall(text, t, flags)) for t in TEXTS],
              [len(re.findall('[^' + text + ']', t, flags)) for t in TEXTS])
for pattern in [r'(.)\1', r'(?i:(.)\1)', r'(?ai:(.)\1)']:
    print(pattern, [ascii(re.findall(pattern, t)) for t in ['aA', 'éÉ', 'ςΣ', 'σς', '𐐀𐐨', 'Kk', 'ſs', 'ßß']])
