import string

print(string.ascii_letters, string.digits, string.punctuation, repr(string.whitespace))
print(string.capwords("the quick  brown fox"), string.capwords("a-b-c", "-"))
t = string.Template("$who likes ${what}s, $$5")
print(t.substitute(who="tim", what="kite"), t.safe_substitute(who="x"), t.template)
try:
    t.substitute(who="x")
except KeyError as error:
    print("KeyError", error)
try:
    string.Template("bad $ here\n$1").substitute()
except ValueError as error:
    print(error)
f = string.Formatter()
print(f.format("{0} {name:>5} {1!r}", 1, "two", name="x"), f.vformat("{a[0]}{b.real}", (), {"a": "q", "b": 3}))
print(list(f.parse("a{b!r:c}{{d}}")))


class Braces(string.Template):
    delimiter = "%"
    idpattern = "[a-z]+"


print(Braces("%x and %% and %{y}").substitute(x=1, y=2), Braces("%x").is_valid(), t.get_identifiers())
