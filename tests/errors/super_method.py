class Base:
    def f(self, x):
        return 1 // x


class A(Base):
    def f(self, x):
        return super().f(x)

    def g(self):
        return super().missing

    def h(self, x):
        self = x
        return 1 + super().f(x)


for call in (lambda: A().f(0), lambda: A().g(), lambda: A().h(0)):
    try:
        call()
    except ZeroDivisionError as e:
        cause = e
    except AttributeError as e:
        cause = e.with_traceback(None)
A().h(2)
