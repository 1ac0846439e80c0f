#!/bin/bash
# What CPython's tests try that is not Python: the oracle's errors and warnings. And a few listings.
cd "$TOP" && export B=$TOP/$B || exit 2
/usr/bin/python3.11 tests/identity/snippets.py &&
    /usr/bin/python3.11 tests/identity/listings.py /usr/lib/python3.11/{ast,heapq}.py \
        /usr/lib/python3.11/test/{badsyntax_3131,badsyntax_future3,bad_coding,test_patma}.py
