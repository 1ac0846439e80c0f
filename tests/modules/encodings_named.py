# Encodings found by name, with no import of codecs: in executables they are built in because the
# names stand here.
import os

for data in (b"\xe9\x80\xa4", b"plain"):
    print(ascii(data.decode("cp1252")), ascii(data.decode("latin2")), ascii(data.decode(encoding="KOI8-R")))
    print(ascii(str(data, "cp437")), ascii(data.decode("mac-roman", "replace")))
print("\u20ac\xe9".encode("ISO-8859-15"), bytes("\u0430\u0431", "windows-1251"), "a\u20ac".encode("utf-7"))
print("b\xfccher.example".encode("punycode"))
for encoding in ("nonesuch", "cp1252"):
    try:
        print("\u0430".encode(encoding))
    except (LookupError, UnicodeEncodeError) as error:
        print(type(error).__name__, error)
path = "/tmp/encodings_named.%d" % os.getpid()
with open(path, "w", encoding="cp866") as f:
    f.write("\u043f\u0440\u0438\u0432\u0435\u0442\nline\n")
with open(path, "rb") as f:
    print(f.read())
with open(path, encoding="ibm866") as f:
    print([ascii(line) for line in f])
with open(path, encoding="utf-16", mode="w") as f:
    print("one", "two\u20ac", sep="\n", file=f)
with open(path, encoding="utf-16") as f:
    print(ascii(f.read()))
os.remove(path)
