# Building, searching and formatting text.
def rows(n):
    lines = []
    for i in range(n):
        lines.append(f"{i:06d},{i * 7 % 1000},{'even' if i % 2 == 0 else 'odd'},{i / 8:.3f}")
    return "\n".join(lines)


def parse(table):
    total = 0
    kinds = {}
    for line in table.split("\n"):
        number, value, kind, ratio = line.split(",")
        total += int(value)
        kinds[kind] = kinds.get(kind, 0.0) + float(ratio)
    return total, sorted(kinds.items())


def grow(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
        if i % 1000 == 0:
            s += "\n"
    return s


def mirror(text):
    out = []
    for c in text:
        if c.isalpha():
            out.append(c.upper())
        elif c == "\n":
            out.append("|")
    return "".join(reversed(out))


table = rows(400000)
print(len(table), parse(table))
text = grow(100000)
print(len(text), text.count("xyz"), text.find("zzz"), len(text.replace("abc", "ABCD")))
print(mirror(text)[:60])
