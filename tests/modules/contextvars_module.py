# Context variables, tokens, contexts.
import contextvars as c
import re


def show(f, *args, **kwargs):
    try:
        print(plain(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, plain(error))


def plain(v):
    return re.sub("0x[0-9a-f]+", "0x", str(v))


v = c.ContextVar("v", default=5)
w = c.ContextVar("w")
print(plain(v), plain(w), v.name, v.get())
show(w.get)
show(w.get, 3)
show(w.get, default=3)
token = v.set(6)
print(plain(token), token.var is v, token.old_value, v.get())
v.reset(token)
print(v.get(), plain(token))
show(v.reset, token)
show(v.reset, w.set(1))
show(v.reset, 3)
show(c.ContextVar)
show(c.ContextVar, 3)
show(c.ContextVar, "a", 2)
show(c.Token)
context = c.copy_context()
print(len(context), w in context, v in context, context.get(v), context.get(w), context.get(v, 8))
print([plain(x) for x in context])
show(context.__getitem__, v)
show(context.__getitem__, 3)
show(lambda: 3 in context)
show(context.get, 3)
print(context.run(w.get), list(context.values()), [k.name for k in context.keys()], len(list(context.items())))
show(context.run)
show(context.run, lambda: context.run(len, "a"))


def f(a, b=1):
    w.set(99)
    return a + b


print(context.run(f, 1, b=5), w.get(), context[w])
show(c.Context().run, w.get)
show(c.Context, 1)
show(context.run, lambda: 1 / 0)
token = context.run(w.set, 5)
show(w.reset, token)
show(hash, context)
print(context == c.copy_context(), context.copy() == context, context != context.copy())
print(c.ContextVar[int], c.Token[int], type(context), c.Token.MISSING)
show(type, "x", (c.Context,), {})
