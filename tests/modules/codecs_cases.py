# The registry, the codecs one by one, error handlers, encodings by name.
import codecs
import _codecs
import warnings

warnings.simplefilter("ignore")


def show(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


texts = ["", "abc", "na\xefve \u20ac \U0001f600", "\udc80x\ud800", "+-~\\ \0\t", "a" * 5 + "\xe9" * 3]
names = ["utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7",
         "latin_1", "ascii", "unicode_escape", "raw_unicode_escape"]
for name in names:
    encode = getattr(_codecs, name + "_encode")
    decode = getattr(_codecs, name + "_decode")
    for text in texts:
        for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace",
                       "surrogateescape", "surrogatepass", None):
            show(encode, text, errors)
        try:
            data = encode(text, "surrogatepass")[0]
        except UnicodeEncodeError:
            continue
        show(decode, data)
        show(decode, data, "surrogatepass")
        if len(data) > 2:
            show(decode, data[:-1])
            show(decode, data[:-1], "replace")
            show(decode, data[1:], "backslashreplace")
            show(decode, bytearray(data) + b"\xff\xc3", "surrogateescape")
            show(decode, memoryview(data), "ignore")
for data in (b"\xff\xfea\0", b"\xfe\xff\0a", b"a\0b\0", b"a", b""):
    for final in (False, True):
        show(codecs.utf_16_ex_decode, data, "strict", 0, final)
        show(codecs.utf_16_ex_decode, data, "strict", 1, final)
        show(codecs.utf_16_decode, data, "strict", final)
for data in (b"\xff\xfe\0\0a\0\0\0", b"\0\0\xfe\xff\0\0\0a", b"a\0\0\0", b"a\0"):
    for final in (False, True):
        show(codecs.utf_32_ex_decode, data, "strict", 0, final)
        show(codecs.utf_32_decode, data, "strict", final)
for order in (-1, 0, 1, 5):
    show(codecs.utf_16_encode, "a\u20ac", "strict", order)
    show(codecs.utf_32_encode, "a\u20ac", "strict", order)

print("escapes of bytes")
for data in (b"plain", b"'\"\\\n\t\r\0\x7f\xff", bytes(range(256))):
    show(codecs.escape_encode, data)
    assert codecs.escape_decode(codecs.escape_encode(data)[0])[0] == data
for data in (b"\\n\\x41\\101\\7\\'\\\"\\\\", b"\\x4", b"\\xz1", b"a\\", "\\x41\xe9", b"a\\\nb", b"\\400\\777"):
    for errors in ("strict", "ignore", "replace", "other"):
        show(codecs.escape_decode, data, errors)
show(codecs.readbuffer_encode, "a\xe9")
show(codecs.readbuffer_encode, bytearray(b"xy"))

print("charmaps")
table = "".join(map(chr, range(128))) + "\ufffe" * 64 + "\u20ac" * 64
encoding = codecs.charmap_build(table)
print(type(encoding).__name__)
for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape"):
    show(codecs.charmap_encode, "a\u20ac\xe9\xe8b", errors, encoding)
    show(codecs.charmap_decode, b"a\x80\xffb", errors, table)
show(codecs.charmap_build, "ab\ufffe")
for mapping in ({97: 98, 98: "xyz", 99: None, 100: 0x10ffff}, {97: 0x110000}, {97: -1}, {97: 1.5},
                {97: 0xfffe}, {97: "\ufffe"}, "abc", None, [1, 2], {97: ""}):
    show(codecs.charmap_decode, b"abcd"[:1], "strict", mapping)
    show(codecs.charmap_decode, b"abcd", "replace", mapping)
for mapping in ({97: 98, 98: b"xyz", 99: None}, {97: 256}, {97: -1}, {97: "x"}, {97: b""}, {97: 1, 63: 0}):
    show(codecs.charmap_encode, "a", "strict", mapping)
    show(codecs.charmap_encode, "abcd", "replace", mapping)
    show(codecs.charmap_encode, "acdba", "xmlcharrefreplace", mapping)

print("handlers")
encode_error = UnicodeEncodeError("ascii", "a\xe9\u20ac\U0001f600b", 1, 4, "why")
decode_error = UnicodeDecodeError("utf-8", b"a\xff\xfe\xfdb", 1, 4, "why")
translate_error = UnicodeTranslateError("a\xe9\u20acb", 1, 3, "why")
surrogate_error = UnicodeEncodeError("utf-8", "a\udcff\udc80", 1, 3, "why")
surrogate_bytes = UnicodeDecodeError("utf-8", b"a\xed\xb0\x80", 1, 2, "why")
odd_ends = UnicodeEncodeError("ascii", "abc", -5, 99, "why")
for name in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "surrogateescape",
             "surrogatepass"):
    handler = codecs.lookup_error(name)
    print(name, handler.__name__)
    for error in (encode_error, decode_error, translate_error, surrogate_error, surrogate_bytes, odd_ends,
                  ValueError("x"), 3):
        show(handler, error)


def handler(error):
    print(type(error).__name__, error.start, error.end, error.reason, error.encoding)
    if isinstance(error, UnicodeDecodeError):
        return f"<{error.object[error.start]:x}>", error.end
    return "[%d]" % ord(error.object[error.start]), error.start + 1


codecs.register_error("test.mine", handler)
print(codecs.lookup_error("test.mine") is handler)
for encoding in ("ascii", "latin-1", "cp1252", "utf-8", "iso8859-15", "koi8-r"):
    show("a\u20ac\u0431\ud800z".encode, encoding, "test.mine")
    show(b"a\x81\xe2\x82z".decode, encoding, "test.mine")
codecs.register_error("test.bytes", lambda error: (b"\x80!", error.end))
show("a\u0431z".encode, "cp1252", "test.bytes")
codecs.register_error("test.bad", lambda error: ("x", 100))
show("a\u0431z".encode, "cp1252", "test.bad")
codecs.register_error("test.none", lambda error: None)
show("a\u0431z".encode, "ascii", "test.none")
show("a\u0431z".encode, "ascii", "test.unknown")

print("registry")
for name in ("UTF-8", "latin1", "cp1252", "ISO-8859-15", "u8", "utf-8-sig", "Windows-1251", "mac_roman"):
    info = codecs.lookup(name)
    print(info.name, type(info).__name__, len(info), info._is_text_encoding)
seen = []


def search(name):
    seen.append(name)
    if name == "mine":
        return codecs.CodecInfo(lambda s, errors="strict": (b"<" + s.encode() + b">", len(s)),
                                lambda b, errors="strict": (bytes(b).decode().strip("<>"), len(b)), name="mine")
    if name == "bad":
        return 1


codecs.register(search)
show("hello".encode, "mine")
show(b"<hello>".decode, "MINE")
show("hello".encode, "Bad")
show("hello".encode, "Foo-Bar  Baz!x.y")
show(codecs.lookup, "_a__b_")
print(seen)
codecs.unregister(search)
show("hello".encode, "mine")
for function, args in ((codecs.utf_8_encode, (3,)), (codecs.utf_8_encode, ("a", 3)), (codecs.utf_8_decode, ("a",)),
                       (codecs.charmap_build, (3,)), (codecs.register, (3,)), (codecs.register_error, ("x", 3)),
                       (codecs.register_error, (3, len)), (codecs.lookup_error, ("nix",)), (codecs.encode, ("a", "nix")),
                       (codecs.utf_16_encode, ("a", "strict", "x")), (codecs.escape_decode, (3,)),
                       (codecs.escape_encode, ("a",)), (codecs.decode, (3, "utf-8")), (codecs.encode, (3, "utf-8")),
                       (codecs.lookup, ("a\0b",)), (codecs.decode, ("abc", "rot13")), (codecs.encode, (b"abc", "rot13")),
                       ("abc".encode, ("rot13",)), (b"abc".decode, ("rot13",))):
    show(function, *args)

print("incremental and streams")
decoder = codecs.getincrementaldecoder("utf-8")()
for piece in (b"a\xe2", b"\x82", b"\xac", b"b"):
    print(ascii(decoder.decode(piece)), decoder.getstate())
for name in ("utf-16", "utf-32", "utf-8-sig", "utf-7", "cp1252"):
    encoder = codecs.getincrementalencoder(name)()
    pieces = [encoder.encode("a\u20ac"), encoder.encode("b"), encoder.encode("", True)]
    print(name, pieces)
    decoder = codecs.getincrementaldecoder(name)()
    data = b"".join(pieces)
    print([decoder.decode(data[i:i + 1], i + 1 == len(data)) for i in range(len(data))])
show(lambda: list(codecs.iterdecode([b"\xff\xfea", b"\0b\0"], "utf-16")))
import io
stream = io.BytesIO()
writer = codecs.getwriter("cp437")(stream)
writer.write("\xe9t\xe9\n")
print(stream.getvalue())
stream.seek(0)
show(codecs.getreader("cp437")(stream).read)
wrapper = io.TextIOWrapper(io.BytesIO(b"\xe9\r\n\x80"), encoding="cp1252")
show(wrapper.read)
print(codecs.BOM_UTF8, codecs.BOM_UTF16)
