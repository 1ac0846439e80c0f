"""Conway's life on an unbounded board. Notice: cells are a set of tuples, no grid at all."""

GLIDER = """
.#.
..#
###
"""

R_PENTOMINO = """
.##
##.
.#.
"""


def parse(picture, dx=0, dy=0):
    """The set of live cells of a drawing."""
    return {
        (x + dx, y + dy)
        for y, line in enumerate(picture.strip().splitlines())
        for x, mark in enumerate(line)
        if mark == "#"
    }


def neighbours(cell):
    x, y = cell
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            if dx or dy:
                yield x + dx, y + dy


def step(cells):
    counts = {}
    for cell in cells:
        for other in neighbours(cell):
            counts[other] = counts.get(other, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}


def generations(cells):
    while True:
        yield cells
        cells = step(cells)


def bounds(cells):
    xs = [x for x, _ in cells]
    ys = [y for _, y in cells]
    return min(xs), min(ys), max(xs), max(ys)


def draw(cells):
    left, top, right, bottom = bounds(cells)
    rows = []
    for y in range(top, bottom + 1):
        rows.append("".join("#" if (x, y) in cells else "." for x in range(left, right + 1)))
    return "\n".join(rows)


def main():
    print("A glider, five generations:")
    for n, cells in enumerate(generations(parse(GLIDER))):
        print(f"-- generation {n}, corner {bounds(cells)[:2]}")
        print(draw(cells))
        if n == 4:
            break

    assert parse(GLIDER) == {(x - 1, y - 1) for x, y in cells}, "a glider moves by one cell"

    print("The R-pentomino grows:")
    history = []
    for n, cells in enumerate(generations(parse(R_PENTOMINO))):
        if n % 100 == 0:
            history.append((n, len(cells)))
        if n >= 500:
            break
    for n, size in history:
        print(f"{n:5d} {size:4d} {'*' * (size // 8)}")

    still = parse("##\n##", 10, 10)
    blinker = parse("###")
    print("block is still:", step(still) == still)
    print("blinker has period 2:", step(step(blinker)) == blinker != step(blinker))


if __name__ == "__main__":
    main()
