#!/bin/bash
# The front end takes linear time: sources of 50,000 things of many shapes, right and wrong.
cd "$TOP" && B=$TOP/$B exec /usr/bin/python3.11 tests/fuzz/large.py
