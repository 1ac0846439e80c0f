"""Large sources of every shape, compiled one by one within a limit of processor time that a pass
over the source which took quadratic time would not keep.

    large.py [-n N] [-t] [NAME...]      N things each (50,000); -t prints the seconds at N/4 and N

Right and wrong sources alike. Only how long it takes counts here, not what becomes of it.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile

LIMIT = 10      # seconds; what is linear takes less than three

NUMBERED = {    # before, what N times with its number, after
    "assignments": ("", "a{i} = {i}\n", ""),
    "locals": ("def f():\n", " a{i} = {i}\n", ""),
    "tuple of names": ("(", "a{i}, ", ")\n"),
    "dict of constants": ("x = {{", "'k{i}': {i}, ", "}}\n"),
    "dict of names": ("x = {{", "k{i}: {i}, ", "}}\n"),
    "set": ("x = a in {{", "{i}, ", "}}\n"),
    "floats": ("x = [", "{i}.5, ", "y]\n"),
    "tuples": ("x = [", "({i}, {i}), ", "y]\n"),
    "keywords": ("f(", "a{i}=b, ", ")\n"),
    "parameters": ("def f(", "a{i}, ", "): pass\n"),
    "defaults": ("def f(", "a{i}=1, ", "): pass\n"),
    "repeated parameter": ("def f(", "a{i}, ", "a0): pass\n"),
    "functions": ("", "def f{i}(): pass\n", ""),
    "classes": ("", "class C{i}:\n def m(self): super()\n", ""),
    "classes with cells": ("def f():\n", " class C{i}:\n  def m(self): return C{i}\n", ""),
    "globals": ("def f():\n global ", "a{i}, ", "a\n"),
    "cells": ("def f():\n ", "a{i} = ", "1\n def g():\n  return a1, a2\n"),
    "nonlocals": ("def f():\n ", "a{i} = ", "1\n def g():\n  nonlocal a0, a1\n"),
    "closure": ("def f(x):\n", " def g{i}(): return x\n", ""),
    "imports": ("from m import (", "a{i}, ", ")\n"),
    "parts of an imported name": ("import a", ".b{i}", " as c\n"),
    "annotations": ("", "a{i}: int\n", ""),
    "annotations that stay text": ("from __future__ import annotations\n", "a{i}: b[c] + d\n", ""),
    "named": ("(", "(a{i} := 1), ", ")\n"),
    "cases": ("match a:\n", " case {i}: pass\n", ""),
    "names beyond ASCII": ("", "\u00e9{i} = 1\n", ""),
    "lambdas of a line": ("[", "lambda: {i}, ", "]\n"),
}
REPEATED = {    # before, what N times, after
    "line": ("x = [", "1, ", "]\n"),
    "string pieces": ("x = (", "'abc' ", ")\n"),
    "string pieces, a line each": ("x = (\n", "'abc'\n", ")\n"),
    "bytes pieces": ("x = (", "b'abc' ", ")\n"),
    "fields": ("x = f'", "{a} b ", "'\n"),
    "fields, a line each": ("x = f'''", "{a} b\n", "'''\n"),
    "f-strings": ("x = (\n", "f'{a} b'\n", ")\n"),
    "decorators": ("", "@d\n", "def f(): pass\n"),
    "ifs": ("", "if a: b\n", ""),
    "comparisons": ("x = a", " < b", "\n"),
    "and": ("x = a", " and b", "\n"),
    "same functions": ("", "def f(): pass\n", ""),
    "same lambdas of a line": ("[", "lambda: 0, ", "]\n"),
    "comments": ("", "# comment\n", ""),
    "comments in brackets": ("x = (\n", "# comment\n", "1)\n"),
    "joined lines": ("x = 1 ", "\\\n", " + 1\n"),
    "empty lines": ("", "\n", "x\n"),
    "blank lines": ("", "   \n", "x\n"),
    "blanks": ("x =", " ", "1\n"),
    "hexadecimal digits": ("x = 0x", "f", "\n"),
    "digits": ("x = ", "9", "\n"),
    "float digits": ("x = 1.", "9", "\n"),
    "name": ("", "x", " = 1\n"),
    "string": ("x = '", "a", "'\n"),
    "escapes": ("x = '", "\\n", "'\n"),
    "invalid escapes": ("x = '", "\\d", "'\n"),
    "named escapes": ("x = '", "\\N{BULLET}", "'\n"),
    "docstring": ("'''", "doc string\n", "'''\n"),
    "arguments": ("f(", "a, ", ")\n"),
    "starred arguments": ("f(", "*a, ", ")\n"),
    "mappings": ("f(", "**a, ", ")\n"),
    "semicolons": ("", "x;", "\n"),
    "targets": ("", "a = ", "1\n"),
    "del": ("del ", "a, ", "\n"),
    "except clauses": ("try: pass\n", "except A: pass\n", ""),
    "try statements": ("", "try: pass\nexcept A: pass\n", ""),
    "finally": ("def f():\n", " try: return a\n finally: b\n", ""),
    "loops": ("", "for a in b: c\n", ""),
    "breaks": ("while a:\n", " if b: break\n", ""),
    "far jumps": ("def f():\n while a:\n  if b: continue\n", "  x = y + z\n", ""),
    "yields": ("def f():\n", " yield a\n", ""),
    "awaits": ("async def f():\n", " await a\n", ""),
    "with statements": ("", "with a: b\n", ""),
    "comprehensions": ("x = [", "[i for i in a], ", "]\n"),
    "conditions": ("x = [a for a in b", " if c", "]\n"),
    "dead code": ("def f():\n", " return 1\n", ""),
    "CRLF": ("", "x\r\n", ""),
    "Latin-1": ("# coding: latin-1\n", "x = '\u00e9'\n", ""),
    "soft keywords": ("", "match (a)\n", ""),
    "parentheses after with": ("", "with (((((((((((a)))))))))): b\n", ""),
    "open bracket at the end": ("", "x = y + 1\n", "f(\n"),
    "open bracket at the start": ("f(\n", "x = y + 1\n", ""),
    "open string": ("", "x = y + 1\n", "x = '''\n"),
    "open string at the start": ("'''", "x = y + 1\n", ""),
    "forgotten comma": ("", "x = y + 1\n", "x = (a b)\n"),
    "forgotten comma at the start": ("x = (a b)\n", "x = y + 1\n", ""),
    "unexpected indent": ("", "x = y + 1\n", "  x\n"),
    "error of the symbol table": ("", "x = y + 1\n", "def f(a, a): pass\n"),
    "odd character": ("", "x = y + 1\n", "x = \u00a01\n"),
    "wrong joined lines": ("x = 1 ", "\\\n", " y\n"),
    "wrong list": ("x = [", "a, ", "a b]\n"),
    "wrong call": ("f(", "a, ", "a b)\n"),
    "wrong dict": ("x = {", "a: b, ", "a b}\n"),
    "wrong comparison": ("x = a", " < b", " c\n"),
    "wrong attribute": ("x = a", ".b", " c\n"),
    "wrong calls": ("x = a", "(b)", " c\n"),
    "wrong strings": ("x = ", "'a' ", " c\n"),
    "wrong targets": ("", "a = ", "1 c\n"),
    "wrong targets, told apart": ("", "a, ", "1 = c\n"),
    "wrong keywords": ("f(", "a=b, ", "c d)\n"),
    "wrong statements": ("", "x;", "a b\n"),
    "wrong conditions": ("x = [", "a if b else c, ", "a b]\n"),
}
DEEP = {        # before, opening, inside, closing, after: 180 times, or as often as it can be
    "parentheses": ("x = ", "(", "a b", ")", "\n"),
    "lists": ("x = ", "[", "a b", "]", "\n"),
    "calls": ("x = ", "f(", "a b", ")", "\n"),
    "dicts": ("x = ", "{a:", "a b", "}", "\n"),
    "subscripts": ("x = ", "a[", "a b", "]", "\n"),
    "lambdas": ("x = ", "(lambda x=", "a b", ": 0)", "\n"),
    "generators": ("x = ", "f(a for b in ", "a b", ")", "\n"),
    "targets": ("", "(", "a", ")", " + 1 = b\n"),
    "for targets": ("for ", "(", "a", ")", " + 1 in b: pass\n"),
    "del targets": ("del ", "(", "a", ")", " + 1\n"),
    "with items": ("with ", "(", "a b", ")", ": pass\n"),
    "patterns": ("match a:\n case ", "[", "a b", "]", ": pass\n"),
    "ifs in parentheses": ("x = ", "(a if b else ", "a b", ")", "\n"),
}


def sources(n):
    for name, (before, item, after) in NUMBERED.items():
        items = "".join(item.format(i=i) for i in range(n))
        yield name, before.replace("{{", "{") + items + after.replace("}}", "}")
    for name, (before, item, after) in REPEATED.items():
        yield name, before + item * n + after
    for name, (before, opening, inside, closing, after) in DEEP.items():
        yield "deep " + name, before + opening * 180 + inside + closing * 180 + after
    for name, line in (("ifs", "if a:"), ("functions", "def f():"), ("try statements", "try:"),
                       ("with statements", "with (a as b):"), ("classes", "class A:")):
        yield (f"nested {name}",
               "".join(" " * i + line + "\n" for i in range(98)) + " " * 98 + "a b\n")


def seconds(server, source, coding):
    """Of processor time, or None if it was too long or ended badly."""
    with tempfile.NamedTemporaryFile(suffix=".py") as file:
        file.write(source.encode(coding))
        file.flush()
        run = subprocess.run(
            [server, "-t"], input=file.name + "\n", text=True, capture_output=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT)))
    return float(run.stdout.split()[0]) if run.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=50_000)
    parser.add_argument("-t", "--times", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    server = os.path.join(os.environ.get("B", "build"), "identity/server")
    smaller = dict(sources(options.n // 4)) if options.times else {}
    failed = 0
    for name, source in sources(options.n):
        if options.names and name not in options.names:
            continue
        coding = "latin-1" if name == "Latin-1" else "utf-8"
        taken = seconds(server, source, coding)
        failed += taken is None
        if options.times:
            less = seconds(server, smaller[name], coding)
            print(f"{name:32} {less} {taken}", flush=True)
        elif taken is None:
            print(f"{name}: not within {LIMIT} seconds")
    sys.exit(failed > 0)


main()
