"""Exact linear algebra. Notice: operator overloading, big rational arithmetic built from ints,
slices, nested comprehensions, and an elimination that never rounds."""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)


class Rational:
    __slots__ = ("top", "bottom")

    def __init__(self, top, bottom=1):
        if bottom == 0:
            raise ZeroDivisionError(f"Rational({top}, 0)")
        if bottom < 0:
            top, bottom = -top, -bottom
        divisor = gcd(top, bottom)
        self.top, self.bottom = top // divisor, bottom // divisor

    @staticmethod
    def of(value):
        return value if isinstance(value, Rational) else Rational(value)

    def __add__(self, other):
        other = Rational.of(other)
        return Rational(self.top * other.bottom + other.top * self.bottom,
                        self.bottom * other.bottom)

    __radd__ = __add__

    def __neg__(self):
        return Rational(-self.top, self.bottom)

    def __sub__(self, other):
        return self + -Rational.of(other)

    def __rsub__(self, other):
        return Rational.of(other) - self

    def __mul__(self, other):
        if isinstance(other, Matrix):
            return NotImplemented
        other = Rational.of(other)
        return Rational(self.top * other.top, self.bottom * other.bottom)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = Rational.of(other)
        return Rational(self.top * other.bottom, self.bottom * other.top)

    def __eq__(self, other):
        other = Rational.of(other)
        return self.top == other.top and self.bottom == other.bottom

    def __bool__(self):
        return self.top != 0

    def __str__(self):
        return str(self.top) if self.bottom == 1 else f"{self.top}/{self.bottom}"

    __repr__ = __str__


class Matrix:
    def __init__(self, rows):
        self.rows = [[Rational.of(x) for x in row] for row in rows]
        if len({len(row) for row in self.rows}) != 1:
            raise ValueError("rows differ in length")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, key):
        if isinstance(key, tuple):
            i, j = key
            if isinstance(i, slice) or isinstance(j, slice):
                rows = self.rows[i] if isinstance(i, slice) else [self.rows[i]]
                return Matrix([row[j] if isinstance(j, slice) else [row[j]] for row in rows])
            return self.rows[i][j]
        return self.rows[key]

    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = Rational.of(value)

    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in columns]
                       for row in self.rows])

    def __mul__(self, factor):
        return Matrix([[x * factor for x in row] for row in self.rows])

    __rmul__ = __mul__

    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(*pair)] for pair in zip(self.rows, other.rows)])

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base @= base
            n >>= 1
        return result

    def __eq__(self, other):
        return self.rows == other.rows

    def __invert__(self):
        """The transpose."""
        return Matrix(zip(*self.rows))

    def inverse(self):
        n, m = self.shape
        if n != m:
            raise ValueError("only a square matrix has an inverse")
        work = [row[:] + unit for row, unit in zip(self.rows, Matrix.identity(n).rows)]
        for column in range(n):
            for pivot in range(column, n):
                if work[pivot][column]:
                    break
            else:
                raise ZeroDivisionError("the matrix is singular")
            work[column], work[pivot] = work[pivot], work[column]
            scale = work[column][column]
            work[column] = [x / scale for x in work[column]]
            for i in range(n):
                if i != column and work[i][column]:
                    factor = work[i][column]
                    work[i] = [x - factor * y for x, y in zip(work[i], work[column])]
        return Matrix(row[n:] for row in work)

    def __str__(self):
        cells = [[str(x) for x in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*cells)]
        return "\n".join("[" + "  ".join(c.rjust(w) for c, w in zip(row, widths)) + "]"
                         for row in cells)


def main():
    a = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]])
    print(a, a.inverse(), sep="\n\n")
    print((a @ a.inverse()) == Matrix.identity(3), ~a == a, a.shape)
    hilbert = Matrix([[Rational(1, i + j + 1) for j in range(5)] for i in range(5)])
    print(hilbert.inverse())
    fibonacci = Matrix([[1, 1], [1, 0]]) ** 200
    print(fibonacci[0, 1])
    print(a[0:2, 1:], a[1:, 0], a[-1][-1], sep="\n")
    a[0, 0] = Rational(7, 2)
    print(2 * a + Matrix.identity(3) * Rational(1, 2))
    for rows in ([[1, 2], [2, 4]], [[1, 2, 3]], [[1], [2, 3]]):
        try:
            print(Matrix(rows).inverse())
        except (ValueError, ZeroDivisionError) as error:
            print(f"{type(error).__name__}: {error}")


main()
