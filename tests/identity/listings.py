"""Compares `taipan dis FILE` with the oracle's `python3.11 -m dis FILE`, byte for byte but for the
addresses of code objects and the order of items in a frozenset.

    listings.py              over 300 of the installed files, always the same
    listings.py NAME...      these files

The last line is `N of N listings agree`; the status says whether all did.
"""
import difflib
import os
import random
import re
import subprocess
import sys

from files import installed_files

SAMPLE = 300
ADDRESS = re.compile(rb"(<code object .*? at )0x[0-9a-f]+")
FROZENSET = re.compile(rb"frozenset\(\{(.*)\}\)")


def sorted_items(match):
    return b"frozenset {%s}" % b", ".join(sorted(match[1].split(b", ")))


def listing(command, name):
    """Standard output, what is printed of an exception, and the status."""
    done = subprocess.run([*command, name], capture_output=True)
    errors = done.stderr
    if b"Traceback" in errors:                      # the frames are those of the dis module
        errors = errors[errors.index(b"  File \"%s\"" % os.fsencode(name)):]
    text = FROZENSET.sub(sorted_items, ADDRESS.sub(rb"\1", done.stdout))
    return text, errors, done.returncode


def show_difference(name, ours, theirs):
    print(f"{name}: status {ours[2]}, not {theirs[2]}" if ours[2] != theirs[2] else name)
    for mine, wanted in zip(ours[:2], theirs[:2]):
        lines = [text.decode("utf-8", "replace").splitlines() for text in (mine, wanted)]
        for line in list(difflib.unified_diff(*lines, "ours", "theirs", "", "", 1, ""))[:8]:
            print("   ", line)


def main():
    names = sys.argv[1:] or sorted(random.Random(0).sample(installed_files(), SAMPLE))
    taipan = os.path.join(os.environ.get("B", "build"), "taipan")
    agreeing = 0
    for name in names:
        ours = listing([taipan, "dis"], name)
        theirs = listing([sys.executable, "-m", "dis"], name)
        if ours == theirs:
            agreeing += 1
        else:
            show_difference(name, ours, theirs)
    print(f"{agreeing} of {len(names)} listings agree")
    sys.exit(agreeing != len(names) or not names)


main()
