"""The object model at work. Notice: a metaclass that registers classes, descriptors that check
values, __slots__, multiple inheritance with cooperative super(), operators, __init_subclass__."""
import math


class Positive:
    """A data descriptor: an attribute that must be a positive number."""

    def __set_name__(self, owner, name):
        self.slot = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.slot)

    def __set__(self, instance, value):
        if not isinstance(value, (int, float)) or value <= 0:
            raise ValueError(f"{self.slot[1:]} must be positive, not {value!r}")
        setattr(instance, self.slot, value)


class lazy:
    """A non-data descriptor: computed once, then an ordinary attribute."""

    def __init__(self, function):
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.function(instance)
        instance.__dict__[self.function.__name__] = value
        return value


class Registry(type):
    classes = {}

    def __new__(meta, name, bases, namespace, **options):
        cls = super().__new__(meta, name, bases, namespace)
        if not options.get("abstract"):
            meta.classes[name.lower()] = cls
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        cls.created = len(Registry.classes)

    def __contains__(cls, item):
        return isinstance(item, cls)

    def __iter__(cls):
        return iter(sorted(c.__name__ for c in Registry.classes.values() if issubclass(c, cls)))


class Shape(metaclass=Registry, abstract=True):
    sides = None

    def __init_subclass__(cls, /, **kwargs):
        kwargs.pop("abstract", None)
        super().__init_subclass__(**kwargs)
        cls.described = f"{cls.__name__} has {cls.sides or 'no'} sides"

    def area(self):
        raise NotImplementedError(f"{type(self).__name__} has no area")

    def __lt__(self, other):
        return self.area() < other.area()

    def __repr__(self):
        fields = ", ".join(f"{k.lstrip('_')}={v}" for k, v in vars(self).items())
        return f"{type(self).__name__}({fields})"


class Named:
    def __init__(self, *args, name="nameless", **kwargs):
        super().__init__(*args, **kwargs)
        self.name = name


class Circle(Shape):
    radius = Positive()

    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius ** 2


class Rectangle(Shape):
    sides = 4
    width = Positive()
    height = Positive()

    def __init__(self, width, height):
        self.width, self.height = width, height

    def area(self):
        return self.width * self.height

    @lazy
    def diagonal(self):
        """Computed at the first use."""
        print("  (computing the diagonal)")
        return math.hypot(self.width, self.height)


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)


class NamedSquare(Named, Square):
    pass


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x=0, y=0):
        self.x, self.y = x, y

    def __add__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return Point(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Point(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return -1 * self

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __iter__(self):
        yield self.x
        yield self.y

    def __getattr__(self, name):
        if len(name) == 2 and set(name) <= {"x", "y"}:
            return tuple(getattr(self, c) for c in name)
        raise AttributeError(f"no {name} in a Point")

    def __str__(self):
        return f"({self.x}, {self.y})"


def main():
    shapes = [Circle(1), Rectangle(3, 4), Square(2), NamedSquare(1.5, name="Sam")]
    for shape in sorted(shapes):
        print(f"{shape!r:44} {shape.area():7.3f} {type(shape).described}")
    print(list(Shape), list(Rectangle), shapes[2] in Rectangle, shapes[0] in Rectangle)
    print(Registry.classes["circle"].created, type(Circle).__name__, Square.created)
    print([c.__name__ for c in NamedSquare.__mro__])

    box = shapes[1]
    print(box.diagonal, box.diagonal, Rectangle.diagonal.__doc__)
    for bad in (0, -1, "wide", None):
        try:
            box.width = bad
        except ValueError as error:
            print(error)
    try:
        Shape().area()
    except NotImplementedError as error:
        print(error)

    p, q = Point(3, 4), Point(y=-1)
    print(p + q, 2 * p, -p, abs(p), bool(Point()), p == Point(3, 4), p.yx, [*p])
    for action in (lambda: p.z, lambda: p + 1, lambda: setattr(p, "z", 1), lambda: p.__dict__):
        try:
            print(action())
        except (AttributeError, TypeError) as error:
            print(f"{type(error).__name__}: {error}")


main()
