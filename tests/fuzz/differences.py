"""Breaks real Python source and compares what both compilers say of it.

    differences.py [--time SECONDS] [--seed N] [FILE...]

Each round takes a piece of a file (of the oracle's library, its tests and ours, or FILE), changes
one to four of its tokens or its layout, and compiles the result with both. A difference in
acceptance, exception, warnings or code is shrunk to the smallest source that shows the same kind of
difference, printed, and kept in $B/fuzz/differences. One of each kind is shown. The last line is
`N compiles in S seconds, D differences`; the status says whether there were none.
"""
import argparse
import glob
import hashlib
import os
import random
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../identity"))
import compare      # noqa: E402
import judges       # noqa: E402

TOKEN = re.compile(r'''[rbuf]{0,2}"""(?:[^\\]|\\.)*?"""|[rbuf]{0,2}\'\'\'(?:[^\\]|\\.)*?\'\'\'|
    [rbuf]{0,2}"(?:[^\\"\n]|\\.)*"|[rbuf]{0,2}'(?:[^\\'\n]|\\.)*'|\#[^\n]*|\w+|\n[ \t]*|[ \t]+|
    \*\*=|//=|>>=|<<=|\.\.\.|[-+*/%@&|^=!<>:]=|->|\*\*|//|<<|>>|[^\w\s]''', re.X | re.S | re.I)
WORDS = """False None True and as assert async await break class continue def del elif else except
    finally for from global if import in is lambda nonlocal not or pass raise return try while with
    yield match case _ print x y __debug__ __class__ annotations
    ( ) [ ] { } : , ; . ... -> @ := = + - * / % ** // << >> | & ^ ~ += -= *= == != < > <= >= <> $ ?
    ! ` 0 1 1.5 2j 0x1F 07 1_0 1__0 1e 0b2 1if '' 'a' b'b' f'{x}' f'{x!r:>{y}}' f'{' f'}' f'{x=}'
    f'{*x}' f'{}' rb'\\d' '\\d' '\\N{DIGIT ONE}' '\\x4' b'\\xff' '''a''' \"\"\" ' " (yield) (x:=1)
    *x **x lambda:0 x=1 await(x) [x] {x:x} {x} (x,) not(x) ():""".split()
LAYOUT = ["\n", "\n    ", "\n        ", "\n\t", "\n ", " ", "\\\n", "\f", "\r\n", "\r", "\t", "#\n",
          ";", ":\n    ", "\n  \t", "# coding: latin-1\n", "\n\n"]
ODD = ["\u00e9", "\ufb01", "\u20ac", "\U0001f600", "\u00a0", "\u200b", "\u2028", "\ufeff", "\x7f",
       "\x01", "\u0660", "\u00b5", "\u037a", "\u201c", "\x1a", "\u0301", "\udc80"]
OTHER_ENCODING = re.compile(rb"(.*[\r\n])?[ \t\f]*#.*coding[:=][ \t]*(?!utf-?8)[-\w.]")
SHRINKING = 20      # seconds spent on one difference at most


def tokens(text):
    return TOKEN.findall(text)


def piece(choose, text):
    """Some lines of the text that begin at the left, or, moved there, in a block."""
    lines = text.splitlines(True)
    if len(lines) < 30 and choose.random() < 0.5:
        return text
    start = choose.randrange(len(lines))
    if choose.random() < 0.7:
        while start and (lines[start][:1].isspace() or lines[start][:1] in "#)]}"):
            start -= 1
    part = lines[start:start + choose.choice((2, 5, 10, 20, 40))]
    indent = re.match(r"[ \t]*", part[0])[0]
    return "".join(line.removeprefix(indent) for line in part)


def mutate(choose, parts, others):
    """One change."""
    i = choose.randrange(len(parts) + 1)
    j = min(len(parts), i + choose.choice((1, 1, 1, 2, 4, 10)))
    way = choose.randrange(10)
    if way == 0:
        del parts[i:j]
    elif way == 1:
        parts[i:i] = parts[i:j]
    elif way == 2 and parts:
        k = choose.randrange(len(parts))
        i = min(i, len(parts) - 1)
        parts[i], parts[k] = parts[k], parts[i]
    elif way == 3 and others:
        k = choose.randrange(len(others))
        parts[i:j] = others[k:k + choose.choice((1, 2, 4, 10, 30))]
    elif way == 4:
        parts[i:j] = [choose.choice(LAYOUT)]
    elif way == 5:
        breaks = [k for k, part in enumerate(parts) if part[:1] == "\n"]
        if breaks:
            k = choose.choice(breaks)
            parts[k] = choose.choice((parts[k] + " ", parts[k] + "    ", parts[k][:-1] or "\n",
                                      parts[k][:-4] or "\n", parts[k] + "\t", " "))
    elif way == 6 and choose.random() < 0.5:
        word = parts[i] if i < len(parts) else ""
        k = choose.randrange(len(word) + 1)
        parts[i:i + 1] = [word[:k] + choose.choice(ODD) + word[k:]]
    elif way == 7 and i < len(parts):
        k = choose.randrange(len(parts[i]) + 1)
        parts[i] = parts[i][:k] + parts[i][k + 1:]
    elif way == 8:
        parts[i:j] = [choose.choice(WORDS)]
    else:
        parts.insert(i, " " + choose.choice(WORDS) + " ")


def encoded(text):
    return text.encode("utf-8", "surrogateescape")


def pattern(message):
    return re.sub(r"'[^']*'|\d+", "_", str(message))


def is_line_by_chance(source, ours, theirs):
    """Do they differ in the line shown only, of a text that is not UTF-8? CPython goes on from one
    such line to the next if addresses in two buffers happen to be in order."""
    return (OTHER_ENCODING.match(source) and ours[0] == theirs[0] == "SyntaxError" and
            len(ours[1]) == len(theirs[1]) > 1 and ours[1][0][0] == theirs[1][0][0] and
            ours[1][2] == theirs[1][2] and ours[2] == theirs[2])


class Fuzzer:
    def __init__(self):
        self.taipan = judges.Taipan()
        self.compiles = 0

    def judge(self, source, mode, optimize):
        """(kind of difference, outcomes), or None if there is none."""
        self.compiles += 1
        theirs = judges.oracle(source, "<fuzz>", mode, optimize=optimize)
        ours = self.taipan(source, "<fuzz>", mode, optimize=optimize)
        found = list(compare.differences(ours, theirs))
        if not found or is_line_by_chance(source, ours, theirs):
            return None
        kind = [ours[0], theirs[0]]
        if ours[0] == theirs[0] == "code":
            kind.append(re.sub(r"^.*?: (\w+).*", r"\1", found[0], flags=re.S))
        else:
            kind += [pattern(side[1][0][0]) if side[1] and side[1][0] and side[0] not in
                     ("code", "no answer") else "" for side in (ours, theirs)]
            if kind[0] == kind[1] and kind[2] == kind[3] and ours[1] and theirs[1]:
                kind += [i for i in range(len(theirs[1])) if ours[1][i:i + 1] != theirs[1][i:i + 1]]
        if ours[:2] == theirs[:2]:
            kind.append("warnings")
        return tuple(kind), found

    def shrink(self, source, kind, mode, optimize):
        """The smallest source with that kind of difference that is found by leaving pieces out."""
        end = time.monotonic() + SHRINKING
        for split in (lambda text: text.splitlines(True), tokens, list):
            parts = split(source)
            size = max(1, len(parts) // 2)
            while size and time.monotonic() < end:
                i, smaller = 0, False
                while i < len(parts) and time.monotonic() < end:
                    rest = parts[:i] + parts[i + size:]
                    verdict = self.judge(encoded("".join(rest)), mode, optimize)
                    if verdict and verdict[0] == kind:
                        parts, smaller = rest, True
                    else:
                        i += size
                if not smaller or size > len(parts):
                    size //= 2
            source = "".join(parts)
        return source


def read_files(names):
    texts = []
    for name in names:
        with open(name, "rb") as file:
            text = file.read().decode("utf-8", "surrogateescape")
        if text and len(text) < 300_000:
            texts.append(text)
    return texts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--time", type=float, default=150)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    choose = random.Random(seed)
    texts = read_files(options.files or sorted(
        glob.glob("/usr/lib/python3.11/**/*.py", recursive=True) +
        glob.glob("tests/**/*.py", recursive=True)))
    kept = os.path.join(os.environ.get("B", "build"), "fuzz/differences")
    os.makedirs(kept, exist_ok=True)
    fuzzer = Fuzzer()
    seen = set()
    rounds = 0
    start = time.monotonic()
    while time.monotonic() - start < options.time:
        rounds += 1
        parts = tokens(piece(choose, choose.choice(texts)))
        others = tokens(piece(choose, choose.choice(texts)))
        for _ in range(choose.choice((1, 1, 1, 2, 3, 4))):
            mutate(choose, parts, others)
        mode = choose.choice(("exec",) * 14 + ("single", "eval"))
        optimize = choose.choice((0, 0, 0, 1, 2))
        source = "".join(parts)
        if "\0" in source:
            continue
        verdict = fuzzer.judge(encoded(source), mode, optimize)
        if not verdict or verdict[0] in seen:
            continue
        seen.add(verdict[0])
        small = fuzzer.shrink(source, verdict[0], mode, optimize)
        found = fuzzer.judge(encoded(small), mode, optimize)
        name = hashlib.sha1(encoded(small)).hexdigest()[:12]
        with open(f"{kept}/{name}.py", "wb") as file:
            file.write(encoded(small))
        print(f"--- {name} {mode} -O{optimize}: {small!r}")
        for line in (found or verdict)[1][:2]:
            print("   ", line[:1000], flush=True)
    fuzzer.taipan.close()
    print(f"{rounds} rounds, {fuzzer.compiles} compiles in {time.monotonic() - start:.0f} seconds, "
          f"{len(seen)} differences")
    sys.exit(bool(seen))


main()
