"""Text formatting. Notice: every corner of f-strings and format specs, % formatting, str methods,
Unicode, bytes."""

SALES = [
    ("Nord", 1204.5, 12, 0.0825),
    ("Süd", 98000.25, 4021, 0.125),
    ("Ost", 0.0, 0, 0.0),
    ("West", -450.75, 3, 0.3),
]


def table(rows):
    header = ("Region", "Amount", "Items", "Share")
    widths = [max(len(header[0]), *(len(r[0]) for r in rows)), 12, 7, 8]
    line = "+".join("-" * (w + 2) for w in widths)
    yield " | ".join(f"{h:^{w}}" for h, w in zip(header, widths))
    yield line
    for name, amount, items, share in rows:
        yield (f"{name:<{widths[0]}} | {amount:>{widths[1]},.2f} | {items:>{widths[2]}d} | "
               f"{share:{widths[3]}.1%}")
    yield line
    total = sum(r[1] for r in rows)
    yield f"{'Total':<{widths[0]}} | {total:{widths[1]},.2f} | {sum(r[2] for r in rows):7,}"


class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius

    def __format__(self, spec):
        unit = spec[-1:] or "C"
        value = self.celsius * 9 / 5 + 32 if unit == "F" else self.celsius
        return f"{value:{spec[:-1] or '.1f'}}°{unit}"

    def __str__(self):
        return format(self)

    def __repr__(self):
        return f"Temperature({self.celsius})"


def main():
    for line in table(SALES):
        print(line.rstrip())

    n, x, name = 1234567, 3.14159265358979, "taipan"
    print(f"{n:,} {n:_} {n:x} {n:#X} {n:b} {n:e} {n:+d} {-n:(>12}" f" {n:012d} {n:<12}|")
    print(f"{x:.3f} {x:10.2e} {x:g} {x:%} {x:+.0f} {x:08.3f} {-x: .2f} {1e100:.3g} {1e-7}")
    print(f"{name!r:>12} {name:*^12} {name:.3} {name[::-1]!s:>{len(name) + 2}} {{braces}} {name=}")
    print(f"{n=:,} {x = :.2f} {[i for i in range(3)]} {'nested ' + f'{n % 7}'} {n if n > 3 else x}")
    t = Temperature(21.5)
    print(f"{t} {t:F} {t:.0fC} {t!r}", str(t), "{:.2fF}".format(t))
    print(f"{True:d} {True} {None!s:>6} {3 + 4j:.1f} {float('inf')}",
          f"{float('nan'):5}|{-0.0} {10 ** 20}")

    print("%s is %d years, %5.1f%% sure, %x %o %e %r %c%c" % (
        name, 7, 99.5, 255, 8, 12345.678, "q", 65, "b"))
    print("%(a)s-%(b)05d %(a).2s" % {"a": "key", "b": 42}, "%-6s|%6s|%+d" % ("l", "r", 5))
    print("{0} {1} {0} {name} {d[k]} {l[1]} {t.celsius}".format(
        "zero", "one", name=name, d={"k": "v"}, l=[1, 2], t=t))
    print("{:>{w}} {:{fill}^9}".format("right", "mid", w=8, fill="~"))

    text = "  The quick brown Fox, the lazy DOG.\tEnd  "
    print(text.strip().title(), text.split(), sep="|")
    print(text.swapcase().strip(), text.count("the"), text.find("Fox"), text.index("lazy"))
    print("a,b,,c".split(","), "a,b,,c".rsplit(",", 1), "k=v=w".partition("="),
          "k=v".rpartition("x"))
    print("line\nbreaks\r\nand\x0bmore".splitlines(), "x".join(["1", "2", "3"]), "ab" * 3)
    print("tab\tstop".expandtabs(8), "42".zfill(5), "-42".zfill(5), "abc".ljust(5, "."),
          "é".center(5, "-"))
    print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"),
          "aXbX".replace("X", "--", 1))
    print("ß".upper(), "İ".lower().encode(), "ǆ".title(), "Straße".casefold(), "ﬁ".isalpha(),
          "٣".isdigit(), int("٣"))
    print("naïve café".encode(), "naïve".encode("latin-1"), b"\xff\x00A".hex(),
          bytes.fromhex("de ad"))
    print(ascii("日本\U0001f40d"), "日本\U0001f40d", len("\U0001f40d"), "\N{SNAKE}" == "\U0001f40d",
          "tab\there", 'it\'s', r"\n")
    print("hello".translate(str.maketrans({"h": "J", "l": None, "o": "0!"})), "abc" < "abd",
          "Z" < "a")
    print([f"{w:>{i}}" for i, w in enumerate("abc", 2)], *map(ord, "aé€"), chr(8364))
    for bad in ("{", "{0.}", "{:d}", "{!x}", "{1}"):
        try:
            print(bad.format("text"))
        except (ValueError, IndexError, KeyError) as error:
            print(f"{bad:8} {type(error).__name__}: {error}")


main()
