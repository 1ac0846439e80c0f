# Every function of unicodedata and of ucd_3_2_0 that takes a character, and normal forms, over all
# characters but, of the empty planes and those for private use, samples: hashes of the answers.
import hashlib
import unicodedata

CHARACTERS = [chr(c) for c in [*range(0x33000), *range(0x33000, 0xe0000, 251),
                               *range(0xe0000, 0xe1000), *range(0xe1000, 0x110000, 251),
                               *range(0xffff0, 0x100010), *range(0x10fff0, 0x110000)]]
PLAIN = ["category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"]
NUMBERS = ["decimal", "digit", "numeric"]
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]


def digest(answers):
    h = hashlib.sha256()
    for i in range(0, len(answers), 0x10000):
        h.update(repr(answers[i:i + 0x10000]).encode("utf-8", "surrogatepass"))
    return h.hexdigest()[:16]


for data in unicodedata, unicodedata.ucd_3_2_0:
    print(data.unidata_version)
    for name in PLAIN:
        print(name, digest(list(map(getattr(data, name), CHARACTERS))))
    for name in NUMBERS:
        ask = getattr(data, name)
        print(name, digest([(c, ask(c)) for c in CHARACTERS if ask(c, None) is not None]))
    for form in FORMS:
        print(form, digest([data.normalize(form, c) for c in CHARACTERS]))
