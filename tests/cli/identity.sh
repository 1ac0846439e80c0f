#!/bin/bash
# Code objects identical to the oracle's on a sample of the installed files: `make identity` has
# all.
cd "$TOP" && B=$TOP/$B exec /usr/bin/python3.11 tests/identity/files.py -s 200
