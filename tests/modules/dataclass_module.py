# What the standard library builds on compile() and on code objects: dataclasses, inspect, enum, typing.
import inspect, dataclasses, functools, enum, typing
def f(a, /, b: int = 2, *c, d, e='x', **g) -> str:
    "doc"
print(inspect.signature(f))
print(inspect.getdoc(f), inspect.isfunction(f))
print(list(inspect.signature(f).parameters.values()))
@dataclasses.dataclass(order=True)
class P:
    x: int
    y: int = 3
    z: list = dataclasses.field(default_factory=list, repr=False)
print(P(1), P(1) == P(1, 3), P(1) < P(2), dataclasses.asdict(P(1,2)), dataclasses.replace(P(1), y=9))
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Q:
    a: int
    b: str = "q"
q = Q(a=1)
print(q, hash(q) == hash(Q(a=1)))
try: q.a = 3
except dataclasses.FrozenInstanceError as e: print(type(e).__name__, e)
@functools.singledispatch
def g(x): return 'obj'
@g.register
def _(x: int): return 'int'
@g.register(list)
def _(x): return 'list'
print(g(1), g([]), g('s'), g(True))
class C(enum.Enum):
    A = 1
    B = 2
    def m(self): return self.name
print(C.A, C.B.m(), list(C), C(2), C['A'])
class F(enum.Flag):
    X = enum.auto(); Y = enum.auto()
print(F.X | F.Y, F(3), ~F.X)
class I(enum.IntEnum):
    ONE = 1
print(I.ONE + 1, repr(I.ONE))
T = typing.TypeVar('T')
class Box(typing.Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int], Box[int](3).v, typing.get_type_hints(f), typing.Optional[int], typing.Union[int, str])
class NT(typing.NamedTuple):
    a: int
    b: str = 'x'
print(NT(1), NT._fields)
class TD(typing.TypedDict):
    a: int
print(TD(a=1), TD.__annotations__)
@typing.runtime_checkable
class Proto(typing.Protocol):
    def run(self): ...
class R:
    def run(self): pass
print(isinstance(R(), Proto), isinstance(3, Proto))
print(inspect.getmembers(P, inspect.isfunction)[0][0], inspect.signature(P), inspect.signature(len))
