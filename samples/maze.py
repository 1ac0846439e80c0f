"""Mazes: made by a random walk, solved by three searches. Notice: deques, heaps, sets, dicts of
tuples, default arguments, nested functions, while-else and for-else."""
import heapq
from collections import deque

DIRECTIONS = {"N": (0, -1), "E": (1, 0), "S": (0, 1), "W": (-1, 0)}
OPPOSITE = dict(zip("NESW", "SWNE"))


class Random:
    """A generator of our own: the maze is the same everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % n

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


class Maze:
    def __init__(self, width, height, seed=1):
        self.width, self.height = width, height
        self.open = {(x, y): set() for y in range(height) for x in range(width)}
        rng = Random(seed)
        stack, seen = [(0, 0)], {(0, 0)}
        while stack:
            cell = stack[-1]
            for name in rng.shuffled("NESW"):
                other = self.step(cell, name)
                if other in self.open and other not in seen:
                    self.join(cell, name)
                    seen.add(other)
                    stack.append(other)
                    break
            else:
                stack.pop()
        for _ in range(width * height // 12):
            cell = rng.below(width - 1), rng.below(height - 1)
            self.join(cell, "E" if rng.below(2) else "S")

    @staticmethod
    def step(cell, name):
        dx, dy = DIRECTIONS[name]
        return cell[0] + dx, cell[1] + dy

    def join(self, cell, name):
        self.open[cell].add(name)
        self.open[self.step(cell, name)].add(OPPOSITE[name])

    def neighbours(self, cell):
        for name in sorted(self.open[cell]):
            yield self.step(cell, name)

    def draw(self, path=()):
        marks = set(path)
        lines = ["+" + "--+" * self.width]
        for y in range(self.height):
            row, below = "|", "+"
            for x in range(self.width):
                ways = self.open[x, y]
                row += ("()" if (x, y) in marks else "  ") + (" " if "E" in ways else "|")
                below += ("  " if "S" in ways else "--") + "+"
            lines += [row, below]
        return "\n".join(lines)


def trace(came_from, goal):
    path = []
    while goal is not None:
        path.append(goal)
        goal = came_from[goal]
    return path[::-1]


def depth_first(maze, start, goal):
    came_from, stack, steps = {start: None}, [start], 0
    while stack:
        cell = stack.pop()
        steps += 1
        if cell == goal:
            return trace(came_from, goal), steps
        for other in maze.neighbours(cell):
            if other not in came_from:
                came_from[other] = cell
                stack.append(other)


def breadth_first(maze, start, goal):
    came_from, queue, steps = {start: None}, deque([start]), 0
    while queue:
        cell = queue.popleft()
        steps += 1
        if cell == goal:
            return trace(came_from, goal), steps
        for other in maze.neighbours(cell):
            if came_from.setdefault(other, cell) is cell and other != came_from[cell]:
                queue.append(other)


def a_star(maze, start, goal, weight=1):
    def estimate(cell):
        return weight * (abs(cell[0] - goal[0]) + abs(cell[1] - goal[1]))

    came_from, cost, steps = {start: None}, {start: 0}, 0
    heap = [(estimate(start), start)]
    while heap:
        _, cell = heapq.heappop(heap)
        steps += 1
        if cell == goal:
            break
        for other in maze.neighbours(cell):
            new = cost[cell] + 1
            if new < cost.get(other, float("inf")):
                cost[other], came_from[other] = new, cell
                heapq.heappush(heap, (new + estimate(other), other))
    else:
        raise ValueError("no way")
    return trace(came_from, goal), steps


def main():
    maze = Maze(20, 8, seed=7)
    goal = maze.width - 1, maze.height - 1
    for search in depth_first, breadth_first, a_star:
        path, steps = search(maze, (0, 0), goal)
        print(f"{search.__name__:14} path {len(path):3}, cells looked at {steps}")
    print(maze.draw(path))
    big = Maze(60, 60, seed=3)
    lengths = {len(search(big, (0, 0), (59, 59))[0]) for search in (breadth_first, a_star)}
    print("shortest:", lengths)
    dead_ends = [cell for cell, ways in big.open.items() if len(ways) == 1]
    print(len(dead_ends), dead_ends[:4])
    print(a_star(big, (0, 0), (59, 59), weight=3)[1] < a_star(big, (0, 0), (59, 59))[1])


main()
