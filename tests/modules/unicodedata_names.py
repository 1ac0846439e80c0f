# Names both ways: of all characters, aliases, sequences; in other letters; and what is no name.
import hashlib
import random
import unicodedata

OLD = unicodedata.ucd_3_2_0


def look_up(data, name):
    try:
        return ascii(data.lookup(name))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


named = {}
for data in unicodedata, OLD:
    names = [(chr(c), data.name(chr(c), None)) for c in range(0x110000)]
    named = [(c, name) for c, name in names if name is not None]
    h = hashlib.sha256(repr(named).encode())
    print(len(named), h.hexdigest()[:16])
    print(all(data.lookup(name) == c for c, name in named))

ALIASES = ["LF", "lf", "NULL", "NUL", "BYTE ORDER MARK", "zwj", "VS256", "LATIN SMALL LETTER GHA",
           "WEIERSTRASS ELLIPTIC FUNCTION", "TIBETAN MARK BKA- SHOG GI MGO", "END OF LINE", "BELL"]
SEQUENCES = ["LATIN SMALL LETTER R WITH TILDE", "keycap digit one", "TAMIL SYLLABLE KAA",
             "HIRAGANA LETTER BIDAKUON NGA", "KHMER VOWEL SIGN COENG QA"]
MADE_UP = ["CJK UNIFIED IDEOGRAPH-4E00", "CJK UNIFIED IDEOGRAPH-04E00",
           "CJK UNIFIED IDEOGRAPH-4e00", "cjk unified ideograph-4E00",
           "CJK UNIFIED IDEOGRAPH-3134A", "CJK UNIFIED IDEOGRAPH-3134B",
           "CJK UNIFIED IDEOGRAPH-", "CJK UNIFIED IDEOGRAPH-4E0", "CJK UNIFIED IDEOGRAPH-4E00 ",
           "cjk compatibility ideograph-f900", "CJK COMPATIBILITY IDEOGRAPH-0F900",
           "nushu character-1b170", "TANGUT IDEOGRAPH-17000", "HANGUL SYLLABLE GA",
           "HANGUL SYLLABLE GAGG", "HANGUL SYLLABLE A", "HANGUL SYLLABLE ", "HANGUL SYLLABLE ga",
           "hangul syllable ga", "HANGUL SYLLABLE SSYEOSSS", "HANGUL SYLLABLE SSYEOLSX"]
WRONG = ["", " ", "SPACES", "a\0b", "\xe9", "\ud800", "x" * 256, "x" * 257, b"SPACE", b"\xff\xfe",
         bytearray(b"SPACE"), memoryview(b"SPACE"), 3, None]
for name in ALIASES + SEQUENCES + MADE_UP + WRONG:
    print(ascii(name)[:60] if not isinstance(name, memoryview) else "memoryview",
          look_up(unicodedata, name)[:90], look_up(OLD, name)[:90], sep=" | ")

random.seed(14)
h = hashlib.sha256()
for i in range(20000):
    name = random.choice(named)[1]
    at = random.randrange(len(name))
    changed = [name.lower(), name.title(), name[:at], name + random.choice("AB0 G-"),
               name[:at] + random.choice("AEX -19") + name[at + 1:]][i % 5]
    h.update(f"{look_up(unicodedata, changed)} {look_up(OLD, changed)}".encode())
print(h.hexdigest()[:16])

print(ascii(b"\\N{LATIN SMALL LETTER A} \\N{lf} \\N{Zwj}".decode("unicode_escape")))
for text in b"\\N{no such}", b"\\N{LATIN SMALL LETTER R WITH TILDE}":
    try:
        print(text.decode("unicode_escape"))
    except UnicodeDecodeError as e:
        print(e)
print("\u20ac \U0001f40d \ud800".encode("ascii", "namereplace"))
