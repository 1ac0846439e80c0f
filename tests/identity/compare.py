"""Compares what two compilers made of the same source.

differences(ours, theirs) yields a line for each difference between two outcomes: a tuple
("code", marshalled code, warnings), or (name of the exception, its args, warnings).

Marshalled bytes are compared in a normal form, see normal_marshal().
"""
import dis
import marshal
import types

FIELDS = ("co_code", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_flags",
          "co_stacksize", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_name",
          "co_qualname", "co_filename", "co_firstlineno", "co_linetable", "co_exceptiontable",
          "co_nlocals")


def is_code(value):
    return isinstance(value, types.CodeType)


def key(value):
    """A form of a constant that tells apart what is equal but not the same constant."""
    if isinstance(value, (tuple, frozenset)):
        items = [key(item) for item in value]
        if isinstance(value, frozenset):
            items.sort(key=repr)
        return type(value), items
    if is_code(value):
        return "code", value.co_name, value.co_firstlineno
    return type(value), repr(value)


def instructions(code):
    positions = list(code.co_positions())
    return [(i.opname, i.arg, positions[i.offset // 2]) for i in dis.get_instructions(code)]


def describe_code(ours, theirs):
    """The first instruction that differs, with the one before it."""
    a, b = instructions(ours), instructions(theirs)
    for i in range(max(len(a), len(b))):
        x = a[i] if i < len(a) else None
        y = b[i] if i < len(b) else None
        if x != y:
            return f"{i}: {a[max(0, i - 2):i + 2]}", f"{i}: {b[max(0, i - 2):i + 2]}"
    return "same instructions", "same instructions"


def compare(ours, theirs, where=""):
    """(where, field, ours, theirs) for each field that differs, all the way down."""
    where = f"{where}/{theirs.co_name}:{theirs.co_firstlineno}"
    for field in FIELDS:
        x, y = getattr(ours, field), getattr(theirs, field)
        if x != y:
            if field in ("co_code", "co_linetable"):
                x, y = describe_code(ours, theirs)
            yield where, field, x, y
    a, b = ours.co_consts, theirs.co_consts
    if [key(item) for item in a] != [key(item) for item in b]:
        yield where, "co_consts", a, b
    for x, y in zip([c for c in a if is_code(c)], [c for c in b if is_code(c)]):
        yield from compare(x, y, where)


def count(code):
    return 1 + sum(count(c) for c in code.co_consts if is_code(c))


# ---- marshalled bytes ----

FLAG_REF = 0x80
SIZES = {"N": 0, "F": 0, "T": 0, ".": 0, "i": 4, "g": 8, "y": 16}
CODE_NUMBERS, CODE_OBJECTS = 5, (8, 2)


def is_name(text):
    return text.replace(b"_", b"a").isalnum()


class Item:
    """One value of marshal data."""

    def __init__(self, letter):
        self.letter = letter
        self.data = b""         # what stands behind the letter, before the parts
        self.parts = []
        self.end = b""          # a code object: its first line; stands before the last two parts
        self.uses = 0
        self.number = None

    def settle(self):
        """A str of one character is never interned, unless its character may be in a name."""
        if self.letter == "Z" and len(self.data) == 2 and not is_name(self.data[1:]):
            self.letter = "z"
        if self.letter == "t" and self.data[:4] == b"\2\0\0\0" and self.data[4] in (0xC2, 0xC3):
            self.letter = "u"

    def content(self):
        return self.letter, self.data, [part.content() for part in self.parts]


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0
        self.marked = []

    def take(self, size):
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self):
        return int.from_bytes(self.data[self.at:self.at + 4], "little", signed=True)

    def item(self):
        byte = self.take(1)[0]
        letter = chr(byte & ~FLAG_REF)
        if letter == "r":
            return self.marked[int.from_bytes(self.take(4), "little")]
        item = Item(letter)
        if byte & FLAG_REF:
            self.marked.append(item)
        if letter in SIZES:
            item.data = self.take(SIZES[letter])
        elif letter == "l":
            item.data = self.take(4 + 2 * abs(self.number()))
        elif letter in "stuaA":
            item.data = self.take(4 + self.number())
        elif letter in "zZ":
            item.data = self.take(1 + self.data[self.at])
        elif letter == ")":
            item.data = self.take(1)
            item.parts = self.items(item.data[0])
        elif letter in "(>":
            size = self.number()
            item.data = self.take(4)
            item.parts = self.items(size)
            if letter == ">":
                item.parts.sort(key=Item.content)
        elif letter == "c":
            item.data = self.take(4 * CODE_NUMBERS)
            item.parts = self.items(CODE_OBJECTS[0])
            item.end = self.take(4)
            item.parts += self.items(CODE_OBJECTS[1])
        else:
            raise ValueError(f"marshal type {letter!r} at {self.at}")
        item.settle()
        return item

    def items(self, n):
        return [self.item() for _ in range(n)]


def is_shared(item):
    return item.letter not in "NFT.>"


def count_uses(item):
    item.uses += 1
    if item.uses == 1 or not is_shared(item):
        for part in item.parts:
            count_uses(part)


def write(item, result, numbers):
    if item.number is not None:
        result += b"r%d" % item.number
        return
    result += item.letter.encode()
    if is_shared(item) and item.uses > 1:
        item.number = len(numbers)
        numbers.append(item)
        result += b"#"
    result += item.data
    for i, part in enumerate(item.parts):
        if item.letter == "c" and i == CODE_OBJECTS[0]:
            result += item.end
        write(part, result, numbers)


def normal_marshal(data):
    """What is a function of the code object in marshal data: docs/bytecode.md has the rules."""
    item = Reader(data).item()
    count_uses(item)
    result = bytearray()
    write(item, result, [])
    return bytes(result)


# ---- outcomes ----

def differences(ours, theirs, where=""):
    if ours[0] != theirs[0] or ours[0] != "code":
        if ours[:2] != theirs[:2]:
            yield f"{where}: {shorten(ours)}\n    not {shorten(theirs)}"
    else:
        a, b = marshal.loads(ours[1]), marshal.loads(theirs[1])
        same_fields = True
        for place, field, x, y in compare(a, b):
            same_fields = False
            yield f"{where}{place}: {field} {x!r}\n    not {y!r}"
        if same_fields and normal_marshal(ours[1]) != normal_marshal(theirs[1]):
            yield f"{where}: marshalled bytes differ"
    if ours[2] != theirs[2]:
        yield f"{where}: warnings {ours[2]}\n    not {theirs[2]}"


def shorten(outcome):
    return outcome[0] if outcome[0] == "code" else f"{outcome[0]}{outcome[1]!r:.600}"
