# int() and float() of texts near the short way and past it; lower() and upper(); strip(); joins.
texts = ["0", "-0", "7", "-7", "+7", "00012", "-00012", "123456789012345678", "-123456789012345678",
         "1234567890123456789", "999999999999999999", "2305843009213693951", "2305843009213693952",
         "-2305843009213693952", "-2305843009213693953", "9" * 30, "1_000", "_1", "1_", "1__0", "", " ",
         "-", "+", "--1", "+-1", " 12 ", "\t-12\n", "12a", "0x10", "1.5", "-1.5", "1.", ".5", "-.5", ".",
         "1.2.3", "1e5", "1E-5", "-1e400", "1e-400", "123456789.1234567", "0.1", "0.30000000000000004",
         "9007199254740992", "9007199254740993", "9007199254740993.0", "900719925474099.3", "1234567890123456",
         "12345678901234567", "0.000000000000001", "inf", "-Infinity", "nan", "+1.25", "1,5", "\u0663\u0664",
         "-\u0663.5", "\uff11\uff12", "1\x00", "\xa012\u2003"]
for text in texts:
    row = [repr(text)]
    for how in (int, float):
        try:
            row.append(repr(how(text)))
        except ValueError as e:
            row.append(str(e))
    print(*row)
seed = 7
good = 0
for i in range(5000):
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    digits = str(seed * (seed + i))[: 1 + i % 18]
    at = seed % (len(digits) + 1)
    text = ("-" if seed & 1024 else "") + digits[:at] + "." + digits[at:]
    number = int(digits) if digits else 0
    places = len(digits) - at
    want = number / 10 ** places
    good += float(text) == (-want if text[0] == "-" else want)
    good += int(digits) == sum(int(c) * 10 ** k for k, c in enumerate(reversed(digits)))
print(good)

letters = "".join(chr(c) for c in range(128))
for n in range(0, 40):
    for at in range(0, 128, 7):
        part = (letters[at:] + letters)[:n]
        low = "".join([chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in part])
        up = "".join([chr(ord(c) - 32) if "a" <= c <= "z" else c for c in part])
        assert part.lower() == low == part.casefold() and part.upper() == up, part
        assert (low.lower(), up.upper()) == (low, up)
        assert (part + "\xc9").lower() == low + "\xe9"
        for members in ("", letters[at: at + 3], "aZ~", "\x00\x7f", "\u20aca", "@`[{"):
            start, end = 0, n
            while start < end and part[start] in members:
                start += 1
            while end > start and part[end - 1] in members:
                end -= 1
            assert part.strip(members) == part[start:end] and part.lstrip(members) == part[start:]
        assert part.split() == [w for w in "".join([" " if c.isspace() else c for c in part]).split(" ") if w]


class Text(str):
    pass


print(type(Text("abc").lower()), type(Text("ABC").upper()), type(Text("a b").strip("x")), Text("abc").lower())
for sep in ("", ",", ", ", "\xe9", "\u20ac", "0123456789abcdefghij"):
    for items in ([], ["a"], ["", ""], ["ab", "cde", "", "0123456789", "x" * 16, "y" * 17, "z" * 40],
                  ["caf\xe9", "a"], ["\u20ac", "b"], ("\U0001f600", "c", "d" * 9), [Text("t"), "u"]):
        text = sep.join(items)
        print(ascii(text), len(text), text.isascii(), end=" ")
    print()
for a in ("", "a", "ab", "abcd", "abcdefgh", "x" * 17, "\xe9", "\u20ac" * 3, "\U0001f600"):
    print([ascii(a + b) for b in ("", "1", "123", "12345", "123456789", "y" * 20, "\xff", "\u20ac")])
