# taipan: `make` builds build/taipan; `make help` lists the rest.

CC     ?= gcc
AR     ?= ar
B      ?= build
PREFIX ?= /usr/local
OPT    ?= -O2
CFLAGS ?=
ALL_CFLAGS := -std=gnu11 $(OPT) -g -Wall -Wextra -fno-strict-aliasing -ffunction-sections \
              -fdata-sections -fno-pie -D_GNU_SOURCE -I. $(CFLAGS)

RUNTIME  := $(wildcard runtime/*.c runtime/modules/*.c)
FRONTEND := $(wildcard frontend/*.c)
CODEGEN  := $(wildcard codegen/*.c)
UNIT     := $(wildcard tests/unit/*.c)
obj       = $(patsubst %.c,$B/%.o,$(1))

# --wrap: the collector takes its memory from runtime/heap_memory.c.
LINK := -no-pie -Wl,--wrap=GC_unix_get_mem -Wl,-Bstatic -ltcc -lgc -lgmp -lutf8proc \
        -lpcre2-8 -lpcre2-16 -lpcre2-32 -lz -Wl,-Bdynamic -lm -ldl -lpthread

# Debian packages: what building needs, by a file each that shows it is there.
NEEDS := /usr/bin/tcc:tcc /usr/include/libtcc.h:libtcc-dev /usr/include/uthash.h:uthash-dev \
         /usr/include/gc.h:libgc-dev /usr/lib/x86_64-linux-gnu/libgmp.a:libgmp-dev \
         /usr/include/utf8proc.h:libutf8proc-dev \
         /usr/include/pcre2.h:libpcre2-dev /usr/include/zlib.h:zlib1g-dev \
         /usr/lib/python3.11/os.py:libpython3.11-stdlib \
         /usr/bin/python3.11:python3.11-minimal \
         /usr/share/doc/python3.11/examples:python3.11-examples \
         /usr/lib/python3.11/test/test_grammar.py:libpython3.11-testsuite

all: $B/taipan

# Goals that call make again go one after the other: two of them would build the same files at once.
ifneq ($(filter run test test-debug sanitize fuzz% identity% bench-compile,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

$B/taipan: $(call obj,taipan.c) $B/libtaipan_compiler.a $B/libtaipan.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LINK)

$B/libtaipan.a: $(call obj,$(RUNTIME))
$B/libtaipan_compiler.a: $(call obj,$(FRONTEND) $(CODEGEN))
$B/%.a:
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

# The header of emitted C as libtcc reads it, embedded in run.c.
$B/codegen/header.o: ALL_CFLAGS += -DTCC_HEADER='"$B/tcc_header.h"'
$B/codegen/header.o: $B/tcc_header.h
$B/tcc_header.h: runtime/tp.h runtime/abi.def runtime/types.def runtime/error.def \
                 $(wildcard runtime/*.h)
	@mkdir -p $(@D)
	tcc -E -P -I. -x c $< -o $@.tmp && grep -hv '^$$' $@.tmp runtime/words.h > $@ && rm $@.tmp

# A row for each inline function of fast.h and quick.h that stands for a name of abi.def.
$B/codegen/run.o $B/runtime/out_of_line.o: ALL_CFLAGS += -DFAST_NAMES='"$B/fast_names.def"'
$B/codegen/run.o $B/runtime/out_of_line.o: $B/fast_names.def
$B/fast_names.def: runtime/fast.h runtime/quick.h Makefile
	@mkdir -p $(@D)
	sed -n 's/^#define \(tp_[a-z0-9_]*\) \(fast_[a-z0-9_]*\)$$/FAST(\1, \2)/p' $(filter %.h,$^) > $@

define link_program
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d -o $@ $(filter %.c %.a,$^) $(LINK)
endef

$B/unit/%: tests/unit/%.c $B/libtaipan_compiler.a $B/libtaipan.a
	$(link_program)

$B/identity/%: tests/identity/%.c $B/libtaipan_compiler.a $B/libtaipan.a
	$(link_program)

-include $(patsubst %.o,%.d,$(call obj,$(RUNTIME) $(FRONTEND) $(CODEGEN) taipan.c))
-include $(wildcard $B/unit/*.d $B/identity/*.d)

# Debian packages that are missing, installed if we may.
deps:
	@missing=; for need in $(NEEDS); do \
	    [ -e $${need%%:*} ] || missing="$$missing $${need##*:}"; \
	done; [ -z "$$missing" ] && exit 0; \
	missing=$$(printf '%s\n' $$missing | sort -u | tr '\n' ' '); \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo=sudo; else \
	    echo "missing Debian packages; type: sudo apt-get install -y $$missing" >&2; exit 1; fi; \
	$$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing

run: deps
	@$(MAKE) -s -j$$(nproc) all
	@$B/taipan $(FILE) $(ARGS)

test: deps
	@$(MAKE) -s -j$$(nproc) all unit $B/identity/server
	@B=$B tests/run $(T)

unit: $(patsubst tests/unit/%.c,$B/unit/%,$(UNIT))

# Asserts on, a collection at every chance on a small set of tests.
test-debug:
	@$(MAKE) -s -j$$(nproc) B=$B/debug OPT="-O1 -DTP_DEBUG" all unit
	@B=$B/debug TP_GC_STRESS=1 LIMIT=300 MODES=run tests/run $(or $(T),lang/smoke lang/few_attributes unit)

# ASan and UBSan; the collector scans memory that ASan calls dead, so its own reads are not checked.
# What builds executables is left out: they would link the sanitized library. So are a test of fatal
# signals, which the sanitizer takes, and one of what a stack without red zones keeps alive.
sanitize:
	@$(MAKE) -s -j$$(nproc) B=$B/sanitize CC=clang \
	    OPT="-O1 -DTP_SANITIZE -fsanitize=address,undefined -fno-sanitize=alignment \
	         -fno-omit-frame-pointer" all unit
	@ulimit -s 1048576; B=$B/sanitize MODES=run LIMIT=300 \
	    SKIP="modules/faulthandler_dumps regress/views_forgotten" \
	    ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0 \
	    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
	    tests/run $(or $(T),lang types modules errors regress samples unit)

# The front end on what libFuzzer makes of the tests and the oracle's library (crashes, hangs, what
# the sanitizers see), then on broken source against the oracle. FUZZ_TIME: seconds of each.
FUZZ_TIME ?= 150
FUZZ_RUNTIME = $(shell clang -print-runtime-dir 2>/dev/null)/libclang_rt.fuzzer-x86_64.a
fuzz: fuzz-crashes fuzz-differences

fuzz-crashes: deps
	@[ -e $(FUZZ_RUNTIME) ] || { echo "make fuzz needs clang and its libFuzzer; type: sudo apt-get" \
	    "install clang libclang-rt-$$(clang -dumpversion 2>/dev/null | cut -d. -f1)-dev" >&2; exit 1; }
	@$(MAKE) -s -j$$(nproc) B=$B/fuzz CC=clang $B/fuzz/frontend_fuzzer \
	    OPT="-O1 -DTP_SANITIZE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=alignment \
	         -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
	@B=$B tests/fuzz/crashes.sh $(FUZZ_TIME)

$B/frontend_fuzzer: $(call obj,tests/fuzz/frontend.c) $B/libtaipan_compiler.a $B/libtaipan.a
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LINK)

fuzz-differences: identity-build
	@B=$(abspath $B) /usr/bin/python3.11 tests/fuzz/differences.py --time $(FUZZ_TIME)

# Our code objects against the oracle's, over all files that Debian installs.
identity: identity-errors identity-dis
	@B=$(abspath $B) /usr/bin/python3.11 tests/identity/files.py

# What is not Python, as CPython's tests have it; and the listings of dis.
identity-errors: identity-build
	@B=$(abspath $B) /usr/bin/python3.11 tests/identity/snippets.py
identity-dis: identity-build
	@B=$(abspath $B) /usr/bin/python3.11 tests/identity/listings.py
identity-build: deps
	@$(MAKE) -s -j$$(nproc) all $B/identity/server

# Which modules of the standard library import; tests/imports/baseline may only grow.
imports: all
	@B=$B tests/imports/run

# CPython's own tests; the counts of tests/conformance/baseline may only grow.
conformance: all
	@B=$B tests/conformance/run $(T)

bench: all
	@B=$B tests/bench/run $(T)

# Time and memory of making code objects of the standard library, ours and the oracle's.
bench-compile: identity-build
	@B=$B /usr/bin/python3.11 tests/identity/speed.py

# Lines of C a line of Python, of each sample.
bench-lines: all
	@B=$B tests/bench/lines

golden: all
	@tests/golden $(T)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/taipan \
	    $(DESTDIR)$(PREFIX)/include/taipan/runtime
	install -s $B/taipan $(DESTDIR)$(PREFIX)/bin/taipan
	install -m 644 $B/libtaipan.a $B/libtaipan_compiler.a $(DESTDIR)$(PREFIX)/lib/taipan
	strip -g $(DESTDIR)$(PREFIX)/lib/taipan/*.a
	install -m 644 runtime/*.h runtime/*.def $(DESTDIR)$(PREFIX)/include/taipan/runtime

clean:
	rm -rf $B

help:
	@echo "make                build build/taipan"
	@echo "make run FILE=F.py  install what is missing, build, run a program (ARGS=...)"
	@echo "make test [T=lang]  build and run the tests (those below tests/lang)"
	@echo "make test-debug     few tests, with asserts and a collection at every chance (T=...)"
	@echo "make sanitize       most tests under ASan and UBSan (T=...)"
	@echo "make bench          speed against CPython and PyPy (T=nbody, T=--help)"
	@echo "make bench-lines    lines of C a line of Python, by sample"
	@echo "make bench-compile  speed and memory of the front end against CPython's compile()"
	@echo "make identity       code objects against CPython's, over its whole library and tests"
	@echo "                    (parts of it: identity-errors, identity-dis)"
	@echo "make fuzz           broken source into the front end (FUZZ_TIME=seconds)"
	@echo "                    (parts of it: fuzz-crashes, fuzz-differences)"
	@echo "make golden [T=..]  rewrite expectations; read the diff"
	@echo "make conformance    CPython's own tests (T=test.test_dict, T=language)"
	@echo "make imports        which modules of the standard library import"
	@echo "make install        into PREFIX (default /usr/local)"
	@echo "make clean          remove what was built"

.PHONY: all deps run test identity identity-errors identity-dis identity-build imports conformance \
        unit test-debug sanitize fuzz fuzz-crashes fuzz-differences bench bench-compile bench-lines \
        golden install clean help
