#!/bin/bash
# Runs the front end under libFuzzer for that many seconds; what it finds ends up in $B/fuzz/found.
cd "$(dirname "$0")/../.." || exit 2
work=$B/fuzz
mkdir -p "$work/corpus" "$work/seeds" "$work/found"
# Seeds: what is small enough to be mutated quickly.
find tests samples /usr/lib/python3.11/test -name '*.py' -size -5k -print0 |
    xargs -0 cp --parents -t "$work/seeds"
ulimit -s 1048576
ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0 UBSAN_OPTIONS=print_stacktrace=1 \
    exec "$work/frontend_fuzzer" -max_total_time="$1" -timeout=100 -rss_limit_mb=2048 \
    -max_len=8192 -dict=tests/fuzz/python.dict -artifact_prefix="$work/found/" \
    -print_final_stats=1 -verbosity=1 "$work/corpus" "$work/seeds"
