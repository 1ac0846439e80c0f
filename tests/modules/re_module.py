# Regular expressions: groups, flags, substitution, splitting, errors, bytes.
import re
print(re.findall(r"(\w+)@(\w+)\.com", "a@b.com, cc@dd.com x"), re.sub(r"(a)(b)?", r"[\1\2]", "abaab"), re.split(r"(,)\s*", "a, b,c"))
print(re.match(r"(?P<x>\d+)-(?P<y>\d+)", "12-345").groupdict(), re.compile("a+b", re.I))
print([m.span() for m in re.finditer(r"", "abc")], re.fullmatch(r"(?:a|ab)*", "abaab"))
print(re.sub(r"\b(\w)", lambda m: m.group(1).upper(), "hello wörld ünï"), re.escape("a.b*c"))
try:
    re.compile("(a")
except re.error as e:
    print(e, e.pos)
print(re.search(r"(?<=a)b(?!c)", "abc ab").start(), re.findall(r"(?i)straße|É", "STRASSE straße é"), re.findall(rb"\d+", b"1 22"))
print(re.match(r"(a+)+$", "a" * 25 + "b"))
