# Arguments, messages, and the object ucd_3_2_0.
import unicodedata

OLD = unicodedata.ucd_3_2_0


class Text(str):
    pass


def show(function, *args, **kwargs):
    try:
        result = ascii(function(*args, **kwargs))
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(function.__name__, ascii(args), result)


ONE = ["category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"]
WITH_DEFAULT = ["name", "decimal", "digit", "numeric"]
for name in ONE + WITH_DEFAULT:
    for data in unicodedata, OLD:
        function = getattr(data, name)
        for args in ((), ("",), ("ab",), (3,), (None,), (b"a",), ("a", 1), ("a", 1, 2),
                     (Text("5"),), ("\u0378",), ("\ud800",), ("\0",), ("\xbd",)):
            show(function, *args)
        show(function, chr="a")
for name in "normalize", "is_normalized":
    for data in unicodedata, OLD:
        function = getattr(data, name)
        for args in ((), ("NFC",), ("X", ""), ("X", "a"), ("nfc", "a"), ("NFC\0", "a"), ("NFC", 3),
                     (3, "a"), (None, None), ("NFC", b"a"), ("NFC", "a", "b"), ("NFC", Text("a")),
                     ("NFC", Text("e\u0301")), (Text("NFD"), "\xe9"), ("NFKD", "\u2075\ud800")):
            show(function, *args)
for args in (), ("a", "b"):
    show(unicodedata.lookup, *args)
    show(OLD.lookup, *args)

text = "\xe9\u4e00"
print(unicodedata.normalize("NFC", text) is text)
print(unicodedata.unidata_version, OLD.unidata_version)
print(unicodedata.UCD, type(OLD) is unicodedata.UCD, unicodedata.UCD.__module__)
print(unicodedata.UCD.name, unicodedata.UCD.unidata_version, unicodedata.name)
print(repr(OLD)[:30], OLD.name.__self__ is OLD, OLD.name.__qualname__)
show(unicodedata.UCD)
for change in (lambda: setattr(OLD, "x", 1), lambda: setattr(OLD, "unidata_version", "1"),
               lambda: setattr(unicodedata.UCD, "x", 1), lambda: type("T", (unicodedata.UCD,), {})):
    try:
        change()
    except Exception as e:
        print(type(e).__name__, e)
