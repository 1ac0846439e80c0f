"""The two compilers that are compared: this interpreter, and taipan behind server.c.

An outcome is a tuple ("code", marshalled code, warnings) or (name of the exception, (its args, and
filename, lineno, offset, text, end_lineno, end_offset of a SyntaxError), warnings).
"""
import marshal
import os
import struct
import subprocess
import threading
import warnings

LIMIT = 60      # seconds that one compile may take


def oracle(source, filename, mode="exec", flags=0, optimize=0):
    filename = os.fsdecode(os.fsencode(filename))       # never interned
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            code = compile(source, filename, mode, flags, True, optimize)
            kind, result = "code", marshal.dumps(code)
        except Exception as error:
            kind, result = type(error).__name__, (error.args,)
            if isinstance(error, SyntaxError):
                result += (error.filename, error.lineno, error.offset, error.text,
                           error.end_lineno, error.end_offset)
    return kind, result, [(w.category.__name__, str(w.message), w.filename, w.lineno)
                          for w in caught]


class Taipan:
    """Answers of server.c; a server that dies or hangs is an outcome, and the next one starts."""

    def __init__(self, program=None):
        self.program = program or os.path.join(os.environ.get("B", "build"), "identity/server")
        self.process = None

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def __call__(self, source, filename, mode="exec", flags=0, optimize=0):
        if isinstance(source, str):
            source = source.encode("utf-8")
            flags |= 0x100              # a coding line is not obeyed
        if not self.process:
            self.start()
        name = os.fsencode(filename)
        alarm = threading.Timer(LIMIT, self.process.kill)
        alarm.start()
        try:
            self.process.stdin.write(b"%s %d %d %d %d\n%s%s" % (
                mode.encode(), flags, optimize, len(name), len(source), name, source))
            self.process.stdin.flush()
            size = self.process.stdout.read(4)
            data = self.process.stdout.read(struct.unpack("<I", size)[0])
            return marshal.loads(data)
        except (OSError, struct.error, EOFError):
            status, self.process = self.process.wait(), None
            return "no answer", f"exit status {status}", []
        finally:
            alarm.cancel()

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None
