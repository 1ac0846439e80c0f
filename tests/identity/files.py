"""Compiles the .py files of Debian's packages with both compilers and compares all there is.

    files.py             every file, at each level of optimisation
    files.py -s 200      a sample of 200 files, always the same
    files.py NAME...     these files

The last line is `N of N files agree`; the status says whether all did.
"""
import argparse
import marshal
import random
import subprocess
import sys

import compare
import judges

LIBRARY = ("libpython3.11-minimal", "libpython3.11-stdlib")
PACKAGES = LIBRARY + ("libpython3.11-testsuite", "python3.11-examples")


def installed_files(packages=PACKAGES):
    names = set()
    for package in packages:
        listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True)
        if listing.returncode:
            sys.exit(f"{package} is not installed: make deps")
        names.update(name for name in listing.stdout.splitlines() if name.endswith(".py"))
    return sorted(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-s", "--sample", type=int)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    names = options.names or installed_files()
    if options.sample:
        names = sorted(random.Random(0).sample(names, options.sample))
    taipan = judges.Taipan()
    agreeing = rejected = ncodes = nbytes = 0
    for name in names:
        with open(name, "rb") as file:
            source = file.read()
        found = []
        for optimize in (0, 1, 2):
            theirs = judges.oracle(source, name, optimize=optimize)
            ours = taipan(source, name, optimize=optimize)
            found += compare.differences(ours, theirs, f"{name} -O{optimize}")
            if theirs[0] == "code":
                ncodes += compare.count(marshal.loads(theirs[1]))
                nbytes += len(theirs[1])
        rejected += theirs[0] != "code"
        agreeing += not found
        for line in found[:None if options.verbose else 3]:
            print(line)
    taipan.close()
    print(f"{ncodes} code objects, {nbytes} marshalled bytes; {rejected} files rejected by both")
    print(f"{agreeing} of {len(names)} files agree")
    sys.exit(agreeing != len(names) or not names)


if __name__ == "__main__":
    main()
