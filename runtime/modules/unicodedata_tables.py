"""unicodedata_tables.py -- makes unicodedata.def and unicodedata_names.def, beside it.

Run by hand, by the oracle:

    python3.11 runtime/modules/unicodedata_tables.py

Everything is asked of the module unicodedata there, a code point at a time; what utf8proc answers
too is left out. Names of characters and sequences beyond those that name() gives (aliases) come
from the function that codecs get from that module, its _ucnhash_CAPI.
"""
import ctypes
import os
import unicodedata
import zlib
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
OLD = unicodedata.ucd_3_2_0
CHARACTERS = [chr(c) for c in range(0x110000)]
ASSIGNED = [unicodedata.category(c) != "Cn" for c in CHARACTERS]
WAS_ASSIGNED = [OLD.category(c) != "Cn" for c in CHARACTERS]
PRIVATE = 0xF0000       # where the oracle keeps aliases and named sequences
HANGUL = range(0xAC00, 0xD7A4)


def runs(values, skipped=lambda c: False):
    """(first, last, value) of neighbours with one value that is not None; what is skipped may
    stand between them."""
    out = []
    start = last = value = None
    for c in range(0x110000):
        if skipped(c):
            continue
        v = values(c)
        if v != value:
            if value is not None:
                out.append((start, last, value))
            start, value = c, v
        last = c
    if value is not None:
        out.append((start, last, value))
    return out


def unassigned(c):
    return not ASSIGNED[c]


def changed(property_name):
    now, then = getattr(unicodedata, property_name), getattr(OLD, property_name)
    return runs(lambda c: then(CHARACTERS[c]) if WAS_ASSIGNED[c] and
                then(CHARACTERS[c]) != now(CHARACTERS[c]) else None, unassigned)


def width(c):
    value = unicodedata.east_asian_width(CHARACTERS[c])
    return None if value == ("N" if ASSIGNED[c] else "F") else value


def numeric_runs():
    """(first, last, numerator, denominator, step) of characters whose values grow evenly."""
    out = []
    for c, character in enumerate(CHARACTERS):
        value = unicodedata.numeric(character, None)
        if value is None or unicodedata.category(character) == "Nd":
            continue
        value = Fraction(value).limit_denominator(1000) if value < 1000 else Fraction(value)
        if out and out[-1][1] == c - 1 and value.denominator == out[-1][3]:
            first, last, numerator, denominator, step = out[-1]
            new = value.numerator - numerator
            if first == last or new == step * (c - first):
                out[-1] = (first, c, numerator, denominator, new // (c - first))
                continue
        out.append((c, c, value.numerator, value.denominator, 0))
    return out


def guess(character, tag):
    """What unicodedata.c makes of the full decomposition."""
    if tag:
        full = unicodedata.normalize("NFKD", character)
        has_jamo = any("\u1100" <= c <= "\u11ff" for c in full)
        return full if has_jamo else unicodedata.normalize("NFC", full)
    full = unicodedata.normalize("NFD", character)
    return unicodedata.normalize("NFC", full[:-1]) + full[-1]


def decompositions():
    for c, character in enumerate(CHARACTERS):
        words = unicodedata.decomposition(character).split()
        tag = words.pop(0) if words and words[0][0] == "<" else ""
        parts = [chr(int(word, 16)) for word in words]
        if parts and "".join(parts) != guess(character, tag):
            yield f"0x{c:X}", '"' + " ".join(words) + '"'


def rows(file, comment, name, table, form):
    print(f"\n/* {comment} */", file=file)
    line = ""
    for row in table:
        text = f"{name}({form(*row)})"
        if len(line) + len(text) >= 100:
            print(line, file=file)
            line = ""
        line += (" " if line else "") + text
    print(line, file=file)


def first_last(first, last, *rest):
    return ", ".join([f"0x{first:X}", f"0x{last:X}", *map(str, rest)])


def code_name(c):
    """What stands before the code point where that ends the name."""
    name = unicodedata.name(CHARACTERS[c], "")
    return f'"{name[:-len(f"{c:X}")]}"' if name.endswith(f"-{c:X}") else None


PROPERTIES = [
    ("names that end with the code point", "CODE_NAME", lambda: runs(code_name), first_last),
    ("east_asian_width() where it is neither N nor, of what is unassigned, F", "WIDTH",
     lambda: runs(width), first_last),
    ("numeric() beside decimal digits: of the first, denominator, growth", "NUMERIC",
     numeric_runs, first_last),
    ("decomposition() that the full one does not tell", "DECOMPOSITION",
     decompositions, "{}, {}".format),
    ("unassigned in Unicode 3.2, but for what still is", "NEW",
     lambda: [run[:2] for run in runs(lambda c: None if WAS_ASSIGNED[c] else 0, unassigned)],
     first_last),
    ("category() of Unicode 3.2", "OLD_CATEGORY", lambda: changed("category"), first_last),
    ("bidirectional() of Unicode 3.2", "OLD_BIDI", lambda: changed("bidirectional"), first_last),
    ("mirrored() of Unicode 3.2 is the other", "OLD_MIRRORED",
     lambda: [run[:2] for run in changed("mirrored")], first_last),
    ("east_asian_width() of Unicode 3.2", "OLD_WIDTH", lambda: changed("east_asian_width"),
     first_last),
    ("digits that were decimal digits in Unicode 3.2", "OLD_DECIMAL",
     lambda: [run[:2] for run in runs(lambda c: 0 if WAS_ASSIGNED[c] and
              OLD.decimal(CHARACTERS[c], None) != unicodedata.decimal(CHARACTERS[c], None)
              else None)], first_last),
    ("normal forms of Unicode 3.2", "OLD_NORMAL",
     lambda: [(c, ord(OLD.normalize("NFD", CHARACTERS[c]))) for c in range(0x110000)
              if WAS_ASSIGNED[c] and OLD.normalize("NFD", CHARACTERS[c]) !=
              unicodedata.normalize("NFD", CHARACTERS[c])], "0x{:X}, 0x{:X}".format),
]
PARAMETERS = {
    "CODE_NAME": "first, last, prefix",
    "WIDTH": "first, last, width", "NUMERIC": "first, last, numerator, denominator, step",
    "DECOMPOSITION": "c, text", "OLD_CATEGORY": "first, last, category",
    "OLD_BIDI": "first, last, bidi", "OLD_WIDTH": "first, last, width", "OLD_NORMAL": "c, normal",
}


def write_properties(file):
    print("""\
/* unicodedata.def -- what Unicode 14 and, for ucd_3_2_0, Unicode 3.2 say and utf8proc does not.
 *
 * Made by unicodedata_tables.py from what the oracle's unicodedata answers. first and last are code
 * points; an unassigned one may stand in a range of changes. */""",
          file=file)
    for _, name, _, _ in PROPERTIES:
        print(f"#ifndef {name}\n#define {name}({PARAMETERS.get(name, 'first, last')})\n#endif",
              file=file)
    for comment, name, table, form in PROPERTIES:
        rows(file, comment, name, table(), form)
    print(file=file)
    for _, name, _, _ in PROPERTIES:
        print(f"#undef {name}", file=file)


class Capi(ctypes.Structure):
    _fields_ = [("name", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p,
                                          ctypes.c_int, ctypes.c_int))]


def private_names():
    """(name, str) of all aliases and named sequences."""
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    capi = Capi.from_address(get(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI"))
    buffer = ctypes.create_string_buffer(300)
    for c in range(PRIVATE, PRIVATE + 0x10000):
        if capi.name(c, buffer, len(buffer), 1):
            name = buffer.value.decode()
            yield name, unicodedata.lookup(name)


def write_names(file):
    names = []
    for c, character in enumerate(CHARACTERS):
        name = unicodedata.name(character, "")
        if name and c not in HANGUL and not code_name(c):
            names.append((name, character))
    ncharacters = len(names)
    names += private_names()
    data, previous, expected = bytearray(), "", 0
    for name, text in names:
        if text != chr(expected) or len(text) > 1:
            data.append(len(text))
            for c in text:
                data += ord(c).to_bytes(3, "big")
        shared = len(os.path.commonprefix([previous, name]))
        data.append(128 + min(shared, 127))
        data += name[min(shared, 127):].encode()
        previous, expected = name, ord(text[-1]) + 1
    data.append(128)
    packed = zlib.compress(data, 9)
    size = len(packed)
    packed += bytes(-size % 4)
    digits = bytearray()
    for i in range(0, len(packed), 4):
        word = int.from_bytes(packed[i:i + 4], "big")
        digits += bytes(35 + word // 85 ** k % 85 for k in (4, 3, 2, 1, 0))
    text = digits.decode().replace("?", "x").replace("\\", "y")
    units = sum(len(text) + 1 for _, text in names if len(text) > 1)
    total = sum(len(name) + 1 for name, _ in names)
    print(f"""\
/* unicodedata_names.def -- the names of Unicode 14, as unicodedata_names.c reads them.
 *
 * Made by unicodedata_tables.py from what the oracle's unicodedata answers. Numbers: of characters,
 * of names with aliases and sequences, of units, of bytes of all names, of bytes when they are
 * inflated and when they are compressed. */
#ifdef NAMES
NAMES({ncharacters}, {len(names)}, {units}, {total}, {len(data)}, {size})
#else""", file=file)
    for i in range(0, len(text), 95):
        print(f'"{text[i:i + 95]}"', file=file)
    print("#endif", file=file)


for path, write in (("unicodedata.def", write_properties), ("unicodedata_names.def", write_names)):
    with open(os.path.join(HERE, path), "w") as output:
        write(output)
