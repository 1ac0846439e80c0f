#!/bin/bash
# What the fuzzer has found to be told differently: errors, warnings and code equal the oracle's.
cd "$TOP" && B=$TOP/$B exec /usr/bin/python3.11 tests/fuzz/found.py
