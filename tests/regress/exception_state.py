# Attributes of exceptions that are set to something odd, or deleted.
def attempt(f):
    try:
        print("ok", f())
    except Exception as e:
        print(type(e).__name__, e)


e = ValueError()
attempt(lambda: e.__setstate__({5: 1}))
attempt(lambda: e.__setstate__({"args": 5}))
attempt(lambda: e.__setstate__({"args": (1, 2), "x": 3}))
print(repr(e), e.x)

makers = (
    lambda: UnicodeDecodeError("a", b"b", 0, 1, "r"),
    lambda: UnicodeEncodeError("a", "b", 0, 1, "r"),
    lambda: UnicodeTranslateError("b", 0, 1, "r"),
)
for make in makers:
    print(type(make()).__name__)
    for name in ("start", "end", "reason", "encoding"):
        def change(value):
            e = make()
            setattr(e, name, value)
            return name, str(e), getattr(e, name)

        def delete():
            e = make()
            delattr(e, name)
            return name, str(e), getattr(e, name)

        for value in (5, -1) if name in ("start", "end") else ("new",):
            attempt(lambda: change(value))
        if name in ("start", "end"):
            for value in ("a", None, 1.5, 2**70):
                attempt(lambda: change(value))
        attempt(delete)

e = BlockingIOError(11, "x", 5)
for value in (7, -1, 3, 2**70, "a"):
    attempt(lambda: setattr(e, "characters_written", value))
    attempt(lambda: e.characters_written)
e = SyntaxError("m", ("f", 1, 2, "t"))
e.lineno = 2**70
print(e)
attempt(lambda: NameError(name=1, obj=2))
attempt(lambda: ImportError(name=1, path=2, x=3))
group = ExceptionGroup("m", [ValueError(1)])
attempt(lambda: group.split(len))
attempt(lambda: ExceptionGroup(None, [ValueError(1)]))
