from __future__ import annotations
from .. import a as b, c
@decorator
async def f(a: int, /, *b: *T) -> None:
    global x; nonlocal y
    async with a as (b, c), d: await e
    x: int = 1
    (y): int
    z += 1
    a, *b = c = d
    del e, f[0]
class C(B, metaclass=M): pass
for i in x:
    continue
else:
    while y: break
try: raise A from b
except* B as c: assert d, e
finally: return
match x:
    case [1, -2j, *rest] | {"k": None, **others} if a: pass
    case C(a.b, k=_) as d: pass
