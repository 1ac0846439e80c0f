"""A calculator: tokens, precedence climbing, variables, errors with a caret.

Notice: classes with virtual methods for the tree, exceptions that carry positions.
"""
import math


class CalcError(Exception):
    def __init__(self, message, position):
        super().__init__(message)
        self.position = position

    def show(self, text):
        return f"{text}\n{' ' * self.position}^ {self}"


class Number:
    def __init__(self, value):
        self.value = value

    def evaluate(self, scope):
        return self.value

    def __str__(self):
        return repr(self.value)


class Name:
    def __init__(self, name, position):
        self.name, self.position = name, position

    def evaluate(self, scope):
        try:
            return scope[self.name]
        except KeyError:
            raise CalcError(f"unknown name {self.name!r}", self.position) from None

    def __str__(self):
        return self.name


class Binary:
    operations = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "%": lambda a, b: a % b,
        "^": lambda a, b: a ** b,
    }

    def __init__(self, op, left, right, position):
        self.op, self.left, self.right, self.position = op, left, right, position

    def evaluate(self, scope):
        left, right = self.left.evaluate(scope), self.right.evaluate(scope)
        try:
            return self.operations[self.op](left, right)
        except ZeroDivisionError as error:
            raise CalcError("division by zero", self.position) from error

    def __str__(self):
        return f"({self.left} {self.op} {self.right})"


class Negate:
    def __init__(self, operand):
        self.operand = operand

    def evaluate(self, scope):
        return -self.operand.evaluate(scope)

    def __str__(self):
        return f"-{self.operand}"


class Call:
    def __init__(self, function, arguments, position):
        self.function, self.arguments, self.position = function, arguments, position

    def evaluate(self, scope):
        function = Name(self.function, self.position).evaluate(scope)
        try:
            return function(*[argument.evaluate(scope) for argument in self.arguments])
        except (TypeError, ValueError) as error:
            raise CalcError(f"{self.function}: {error}", self.position)

    def __str__(self):
        return f"{self.function}({', '.join(map(str, self.arguments))})"


def tokenize(text):
    """Yield (kind, text, position)."""
    i = 0
    while i < len(text):
        start = i
        c = text[i]
        if c.isspace():
            i += 1
            continue
        if c.isdigit() or c == ".":
            while i < len(text) and (text[i].isdigit() or text[i] == "."):
                i += 1
            yield "number", text[start:i], start
        elif c.isalpha():
            while i < len(text) and text[i].isalnum():
                i += 1
            yield "name", text[start:i], start
        elif c in "+-*/%^(),=":
            i += 1
            yield c, c, start
        else:
            raise CalcError(f"unexpected {c!r}", start)
    yield "end", "", len(text)


class Parser:
    precedence = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 4}

    def __init__(self, text):
        self.tokens = list(tokenize(text))
        self.index = 0

    @property
    def kind(self):
        return self.tokens[self.index][0]

    @property
    def position(self):
        return self.tokens[self.index][2]

    def advance(self, expected=None):
        kind, text, position = self.tokens[self.index]
        if expected is not None and kind != expected:
            raise CalcError(f"expected {expected!r}, not {text or 'the end'!r}", position)
        self.index += 1
        return text

    def expression(self, minimum=1):
        left = self.operand()
        while (level := self.precedence.get(self.kind, 0)) >= minimum:
            position = self.position
            op = self.advance()
            right = self.expression(level if op == "^" else level + 1)
            left = Binary(op, left, right, position)
        return left

    def operand(self):
        position = self.position
        if self.kind == "number":
            text = self.advance()
            try:
                return Number(float(text) if "." in text else int(text))
            except ValueError:
                raise CalcError(f"bad number {text!r}", position) from None
        if self.kind == "-":
            self.advance()
            return Negate(self.expression(3))
        if self.kind == "(":
            self.advance()
            inside = self.expression()
            self.advance(")")
            return inside
        name = self.advance("name")
        if self.kind != "(":
            return Name(name, position)
        self.advance()
        arguments = []
        while self.kind != ")":
            arguments.append(self.expression())
            if self.kind != ")":
                self.advance(",")
        self.advance(")")
        return Call(name, arguments, position)

    def statement(self):
        target = None
        if self.kind == "name" and self.tokens[self.index + 1][0] == "=":
            target = self.advance()
            self.advance("=")
        tree = self.expression()
        self.advance("end")
        return target, tree


SESSION = """
1 + 2 * 3
(1 + 2) * 3
2 ^ 3 ^ 2
-2 ^ 2
r = 2.5
area = pi * r ^ 2
sqrt(area / pi)
max(1, r, area) % 7
2 ^ 100
10 / (5 - 5)
1 + * 2
width * 2
(1 + 2
3 $ 4
sqrt(0 - 1)
1.2.3
"""


def main():
    scope = {"pi": math.pi, "e": math.e, "sqrt": math.sqrt, "max": max, "min": min, "abs": abs}
    for line in SESSION.strip().splitlines():
        try:
            target, tree = Parser(line).statement()
            value = tree.evaluate(scope)
        except CalcError as error:
            print(error.show(line))
        else:
            if target:
                scope[target] = value
            print(f"{line:24} -> {tree!s:32} = {value}")


main()
