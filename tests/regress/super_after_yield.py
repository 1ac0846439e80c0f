"""super() reads the first variable: where it does so alone, behind a yield or an assignment."""
class Base:
    def m(self): return 'Base.m', type(self).__name__
    async def a(self): return 'Base.a', type(self).__name__
class C(Base):
    def after_yield(self):
        yield 1
        yield super().m()
    def as_object(self):
        yield 1
        found = super()
        yield found.m()
    def of_another(this, other):
        yield 1
        this = other
        yield 2
        yield super().m()
    def in_loop(self, n):
        for i in range(n):
            yield super().m()
    def in_cell(self):
        yield 1
        yield super().m(), [(lambda: type(self).__name__)() for _ in 'a']
    def deleted(self):
        yield 1
        del self
        try: yield super().m()
        except RuntimeError as error: yield error
    def swapped(self, other):
        self, found = other, super().m()
        return found, super().m()
    def caught(self, other):
        try:
            self = other
            other.missing
        except AttributeError:
            return super().m()
    async def awaits(self):
        await Nothing()
        return await super().a()
class D(C): pass
class Nothing:
    def __await__(self): yield
c, d = C(), D()
for values in (c.after_yield(), c.as_object(), c.of_another(d), c.in_loop(3), c.in_cell(),
               c.deleted()):
    print(*values, sep='\n')
print(c.swapped(d), c.caught(d))
coroutine = d.awaits()
coroutine.send(None)
try: coroutine.send(None)
except StopIteration as stop: print(stop.value)
