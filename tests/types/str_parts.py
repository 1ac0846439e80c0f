# Parts of strs: slices, splits and conversions of all lengths and widths, compared with a slow way.
def slow(text, i, j):
    out = ""
    for k in range(max(i, 0), min(j, len(text))):
        out = out + text[k]
    return out


texts = ["", "a", "ab", "abc", "abcd", "hello, world", "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
         "caf\xe9 au lait, s'il vous pla\xeet", "\u20ac100 and more", "\U0001f600 smile \u20ac \xe9 x",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "\x00\x01\x7f\x80\xff", "1\n22\n333\n4444\n55555\n"]
for text in texts:
    good = True
    for i in range(len(text) + 1):
        for j in range(i, len(text) + 1):
            part = text[i:j]
            want = slow(text, i, j)
            good = good and part == want and hash(part) == hash(want) and len(part) == j - i
            good = good and part.isascii() == all(ord(c) < 128 for c in part)
            good = good and {part: 1}[want] == 1 and part.encode() == want.encode()
    print(good, repr(text[:20]), text.split(), text.split("a"), text.split("\n"), text.split(" ", 1),
          text.rsplit("a", 2), text.partition("b"), text.rpartition("l"))
    print(text.lower(), text.upper(), text.swapcase(), text.title(), text.capitalize(), text.casefold())
    print(repr(text.strip("a")), repr(text.lstrip("ab0")), repr(text.rstrip("z\n\xff")), repr(text.strip("")),
          repr(text.strip("\u20ac\U0001f600 ")), repr(text.strip()))

for n in range(1, 70):
    text = "aBc-" * n
    print(n, text.lower() == "abc-" * n, text.upper()[-5:], text.swapcase()[:3], text.title()[-4:],
          text.strip("aB")[:2], text.isascii(), (text + "\xe9").isascii(), ("\u20ac" + text)[1:].isascii())

counts = {}
for i in range(20000):
    for word in f"w{i % 100} {i} x{i * i}".split():
        counts[word] = counts.get(word, 0) + 1
print(len(counts), counts["w5"], counts["5"], counts["x25"], sum(counts.values()))
for a in range(0, 256, 5):
    line = "".join(chr(c) for c in range(a, a + 5))
    print([line[i:i + 2].encode("latin-1", "replace") for i in range(4)], line[1:1] == "", line[1:2] is chr(a + 1))
