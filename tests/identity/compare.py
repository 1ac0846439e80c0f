"""Compares code objects field by field, all the way down.

compare(ours, theirs) yields (where, field, ours, theirs) for each difference.
"""
import dis
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
