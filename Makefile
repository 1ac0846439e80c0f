# taipan: `make` builds build/taipan; `make help` lists the rest.

CC      ?= gcc
AR      ?= ar
B       ?= build
PREFIX  ?= /usr/local
OPT     ?= -O2
WARN    := -Wall -Wextra
CFLAGS  ?=
ALL_CFLAGS := -std=gnu11 $(OPT) -g $(WARN) -fno-strict-aliasing -ffunction-sections -fdata-sections \
              -D_GNU_SOURCE -I. $(CFLAGS)

RUNTIME  := $(wildcard runtime/*.c runtime/modules/*.c)
FRONTEND := $(wildcard frontend/*.c)
CODEGEN  := $(wildcard codegen/*.c)
DRIVER   := $(wildcard taipan.c)
obj       = $(patsubst %.c,$B/%.o,$(1))

LIBS_STATIC := -Wl,-Bstatic -lgc -lgmp -lutf8proc -lpcre2-8 -Wl,-Bdynamic -lm -ldl -lpthread
LIBS_TCC    := -Wl,-Bstatic -ltcc -Wl,-Bdynamic

all: $B/taipan

$B/taipan: $(call obj,$(DRIVER)) $(call obj,$(FRONTEND)) $(call obj,$(CODEGEN)) $B/libtaipan.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -rdynamic -o $@ $(filter %.o,$^) -Wl,--whole-archive $B/libtaipan.a \
	    -Wl,--no-whole-archive $(LIBS_TCC) $(LIBS_STATIC)

$B/libtaipan.a: $(call obj,$(RUNTIME))
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

-include $(patsubst %.o,%.d,$(call obj,$(RUNTIME) $(FRONTEND) $(CODEGEN) $(DRIVER)))

# Everything compiles, linked or not.
check-compile: $(call obj,$(RUNTIME) $(FRONTEND) $(CODEGEN) $(DRIVER))

clean:
	rm -rf $B

help:
	@echo "make            build build/taipan"
	@echo "make run FILE=  build and run a program"
	@echo "make test       build and run the tests"

.PHONY: all check-compile clean help
