"""Compiles the source texts that CPython's tests have compiled, with both compilers, and compares
what is raised (message, positions, text), warned of, and made.

    snippets.py              of the test modules that try what is not Python
    snippets.py MODULE...    of these test modules

The last line is `N of N invalid snippets agree`; the status says whether all snippets did.
"""
import argparse
import marshal
import os
import subprocess
import sys
import tempfile

import compare
import judges

MODULES = ("test_syntax", "test_exceptions", "test_fstring", "test_eof", "test_string_literals",
           "test_unicode_identifiers", "test_named_expressions", "test_positional_only_arg",
           "test_patma", "test_global", "test_future")


def recorded(module):
    """Runs in a process of its own: what tests leave behind stays there."""
    with tempfile.TemporaryDirectory() as directory:
        result = os.path.join(directory, "snippets")
        recorder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "record.py")
        subprocess.run([sys.executable, recorder, f"test.{module}", result], cwd=directory,
                       check=True, stdin=subprocess.DEVNULL)
        with open(result, "rb") as file:
            return marshal.load(file)


def is_text(source):
    """A str with a lone surrogate is refused before there is anything to compile."""
    return isinstance(source, bytes) or source.isascii() or not any(
        "\ud800" <= character <= "\udfff" for character in source)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("modules", nargs="*", default=MODULES)
    options = parser.parse_args()
    taipan = judges.Taipan()
    total = [0, 0, 0, 0]
    for module in options.modules:
        counts = [0, 0, 0, 0]           # invalid, of them agreeing; valid, of them agreeing
        for source, *how in recorded(module):
            if not is_text(source):
                continue
            theirs = judges.oracle(source, *how)
            found = list(compare.differences(taipan(source, *how), theirs))
            which = 0 if theirs[0] != "code" or theirs[2] else 2
            counts[which] += 1
            counts[which + 1] += not found
            if found:
                print(f"{module}: {source!r:.{2000 if options.verbose else 200}} {how}")
                print("   ", *found)
        print("%s: %d invalid, %d agree; %d valid, %d agree" % (module, *counts))
        total = [a + b for a, b in zip(total, counts)]
    taipan.close()
    print("%d of %d valid snippets agree" % (total[3], total[2]))
    print("%d of %d invalid snippets agree" % (total[1], total[0]))
    sys.exit(total[0] != total[1] or total[2] != total[3] or not total[0])


main()
