# The four normal forms of random text: marks, what decomposes, what composes, jamo.
import hashlib
import random
import unicodedata

OLD = unicodedata.ucd_3_2_0
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
CHARACTERS = [chr(c) for c in range(0x110000)]
MARKS = [c for c in CHARACTERS if unicodedata.combining(c)]
COMPOSED = [c for c in CHARACTERS if unicodedata.decomposition(c)]
FIRST = sorted({unicodedata.normalize("NFD", c)[0] for c in COMPOSED})
OTHERS = sorted({part for c in COMPOSED for part in unicodedata.normalize("NFKD", c)[1:]})
HANGUL = [chr(c) for c in [*range(0x1100, 0x1200), *range(0xac00, 0xd7a4, 28)]] + ["\u11a7"] * 20
random.seed(3)
ANY = random.choices(CHARACTERS, k=3000)
POOLS = [MARKS, COMPOSED, FIRST, OTHERS, HANGUL, ANY, "abc"]


def text(i):
    if i % 7 == 0:
        return random.choice(FIRST) + "".join(random.choices(MARKS, k=30))
    if i % 11 == 0:
        return "".join(random.choices(HANGUL, k=9))
    return "".join(random.choice(random.choice(POOLS)) for _ in range(random.randrange(1, 14)))


for data in unicodedata, OLD:
    h = hashlib.sha256()
    is_right = True
    for i in range(12000):
        t = text(i)
        for form in FORMS:
            normal = data.normalize(form, t)
            h.update(ascii(normal).encode())
            is_right = is_right and data.is_normalized(form, t) == (normal == t)
            is_right = is_right and data.is_normalized(form, normal)
    print(h.hexdigest()[:16], is_right)

# long texts, and lengths around those that memory is got for
for n in range(60):
    for t in ["\ufdfa" * n, "e\u0301" * n, "\xe9" * n, "a" + "\u0301\u0323" * n, "\uac01" * n]:
        for form in FORMS:
            h.update(ascii(unicodedata.normalize(form, t)).encode())
print(h.hexdigest()[:16])
print(len(unicodedata.normalize("NFKD", "\ufdfa" * 100000)))
print(len(unicodedata.normalize("NFC", "e\u0301" * 100000)))
marks = unicodedata.normalize("NFD", "a" + "\u0301\u0323" * 100000)
print(marks == "a" + "\u0323" * 100000 + "\u0301" * 100000)

for t in "Straße", "ＡＢＣ", "ﬁne", "à\u0300":
    print(t.encode("idna") if t != "à\u0300" else ascii(unicodedata.normalize("NFC", t)))
print("xn--mnchen-3ya.de".encode().decode("idna"))
