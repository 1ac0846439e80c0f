# Generators, recursion, sets.
def queens(n):
    columns, up, down = set(), set(), set()
    board = []

    def place(row):
        if row == n:
            yield tuple(board)
            return
        for column in range(n):
            if column in columns or row + column in up or row - column in down:
                continue
            columns.add(column)
            up.add(row + column)
            down.add(row - column)
            board.append(column)
            yield from place(row + 1)
            board.pop()
            down.remove(row - column)
            up.remove(row + column)
            columns.remove(column)

    return place(0)


print(sum(1 for _ in queens(9)))
print(next(queens(20)))
