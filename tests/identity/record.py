"""Runs a module of CPython's tests and writes down every source text that it has compiled.

    record.py MODULE FILE

FILE becomes a marshalled list of (source, file name, mode, flags, optimize) without repetitions:
what compile, exec and eval were called with by the tests, by doctest and by import, and the scripts
and the arguments of -c that were run.
"""
import builtins
import contextlib
import doctest
import importlib
import io
import marshal
import os
import subprocess
import sys
import unittest

FUTURE_FLAGS = 0x1FE0000
OTHER_FLAGS = 0x6200            # what asks for code all the same
IGNORED_FLAGS = 0x1400          # of ast.parse: the text is compiled here

texts = {}


def keep(source, filename="<string>", mode="exec", flags=0, optimize=-1):
    if isinstance(source, (bytearray, memoryview)):
        source = bytes(source)
    if isinstance(source, (str, bytes)) and mode in ("exec", "eval", "single"):
        flags &= ~IGNORED_FLAGS
        if not flags & ~(FUTURE_FLAGS | OTHER_FLAGS):
            texts[source, os.fsdecode(filename), mode, flags, max(optimize, 0)] = None


def record_compile(compile):
    def hook(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, **others):
        if not dont_inherit:
            flags |= sys._getframe(1).f_code.co_flags & FUTURE_FLAGS
        with contextlib.suppress(TypeError, ValueError):
            keep(source, filename, mode, flags, optimize)
        return compile(source, filename, mode, flags, True, optimize, **others)
    return hook


def record_run(run, mode):
    def hook(source, globals=None, locals=None, /, **others):
        caller = sys._getframe(1)
        if globals is None:
            globals, locals = caller.f_globals, caller.f_locals if locals is None else locals
        if isinstance(source, (str, bytes)):
            if mode == "eval":
                source = source.lstrip(" \t" if isinstance(source, str) else b" \t")
            source = compile(source, "<string>", mode, caller.f_code.co_flags & FUTURE_FLAGS, True)
        return run(source, globals, locals, **others)
    return hook


def record_programs(start):
    def hook(self, args, *others, **named):
        words = list(args) if isinstance(args, (list, tuple)) else []
        if "-c" in words[:-1]:
            keep(words[words.index("-c") + 1])
        for word in words[1:]:
            if str(word).endswith(".py") and os.path.isfile(word):
                with open(word, "rb") as file:
                    keep(file.read(), word)
        return start(self, args, *others, **named)
    return hook


def run_tests(name):
    module = importlib.import_module(name)
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    for test in doctest.DocTestFinder().find(module):
        if test.examples:
            suite.addTest(doctest.DocTestCase(test))
    unittest.TextTestRunner(io.StringIO()).run(suite)


def main():
    name, output = sys.argv[1:]
    builtins.compile = record_compile(compile)
    builtins.exec = record_run(exec, "exec")
    builtins.eval = record_run(eval, "eval")
    subprocess.Popen.__init__ = record_programs(subprocess.Popen.__init__)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run_tests(name)
    with open(output, "wb") as file:
        marshal.dump(list(texts), file)


main()
