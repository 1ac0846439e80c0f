"""A sorted mapping on an unbalanced tree that behaves like a dict. Notice: the container protocol,
iterators both ways, slices, unpacking in all its forms, del, and deep recursion avoided."""


class Node:
    __slots__ = ("key", "value", "left", "right")

    def __init__(self, key, value):
        self.key, self.value = key, value
        self.left = self.right = None


class TreeMap:
    def __init__(self, items=(), /, **named):
        self.root = None
        self.size = 0
        self.update(items, **named)

    def update(self, items=(), **named):
        pairs = items.items() if hasattr(items, "items") else items
        for key, value in pairs:
            self[key] = value
        for key in named:
            self[key] = named[key]

    def _find(self, key):
        """The node of key, or None, and the way there."""
        node, path = self.root, []
        while node is not None and node.key != key:
            path.append(node)
            node = node.left if key < node.key else node.right
        return node, path

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TreeMap(self._between(key.start, key.stop, key.step))
        node, _ = self._find(key)
        if node is None:
            return self.__missing__(key)
        return node.value

    def __missing__(self, key):
        raise KeyError(key)

    def _between(self, start, stop, step):
        for i, (key, value) in enumerate(self.items()):
            if start is not None and key < start:
                continue
            if stop is not None and key >= stop:
                return
            if i % (step or 1) == 0:
                yield key, value

    def __setitem__(self, key, value):
        node, path = self._find(key)
        if node is not None:
            node.value = value
            return
        self.size += 1
        new = Node(key, value)
        if not path:
            self.root = new
        elif key < path[-1].key:
            path[-1].left = new
        else:
            path[-1].right = new

    def __delitem__(self, key):
        node, path = self._find(key)
        if node is None:
            raise KeyError(key)
        self.size -= 1
        if node.left and node.right:
            path.append(node)
            heir = node.right
            while heir.left:
                path.append(heir)
                heir = heir.left
            node.key, node.value = heir.key, heir.value
            node = heir
        child = node.left or node.right
        if not path:
            self.root = child
        elif path[-1].left is node:
            path[-1].left = child
        else:
            path[-1].right = child

    def items(self, backwards=False):
        first, second = ("right", "left") if backwards else ("left", "right")
        stack, node = [], self.root
        while stack or node:
            while node:
                stack.append(node)
                node = getattr(node, first)
            node = stack.pop()
            yield node.key, node.value
            node = getattr(node, second)

    def __iter__(self):
        return (key for key, _ in self.items())

    def __reversed__(self):
        for key, _ in self.items(backwards=True):
            yield key

    def __contains__(self, key):
        return self._find(key)[0] is not None

    def __len__(self):
        return self.size

    def __eq__(self, other):
        return list(self.items()) == sorted(other.items())

    def __or__(self, other):
        result = TreeMap(self.items())
        result.update(other)
        return result

    def __ior__(self, other):
        self.update(other)
        return self

    def __repr__(self):
        return f"TreeMap({{{', '.join(f'{k!r}: {v!r}' for k, v in self.items())}}})"

    keys = __iter__


class CountingMap(TreeMap):
    def __missing__(self, key):
        return 0


def main():
    tree = TreeMap({"m": 1, "c": 2}, x=3, a=4, f=5, p=6, z=7)
    print(tree, len(tree), "c" in tree, "q" in tree)
    print(list(tree), list(reversed(tree)))
    del tree["m"], tree["a"]
    print(tree, tree["c":"x"], tree[::2], tree["p":])
    for key in ("nothing", 5):
        try:
            tree[key]
        except (KeyError, TypeError) as error:
            print(type(error).__name__, error)

    first, *middle, last = tree
    (a, b), *_ = tree.items()
    print(first, middle, last, a, b)
    head, (second, *others), tail = 1, [2, 3, 4], {**{"k": 5}, **tree}
    print(head, second, others, tail)
    x = y = [1, 2]
    x, x[0] = [7, 8, 9], x[1]
    y += x
    print(x, y, x is y)

    words = CountingMap()
    for word in "the cat the dog the end of the cat".split():
        words[word] += 1
    print(words, words["bird"], words == {"the": 4, "cat": 2, "dog": 1, "end": 1, "of": 1})
    both = tree | words
    both |= {"zz": 0}
    print(both, len(both))

    numbers = list(range(20))
    numbers[2:5] = ["a", "b"]
    numbers[::6] = [None] * 4
    del numbers[10::3], numbers[-1], numbers[:1]
    print(numbers)
    print(numbers[::-1][1:-1:2], "taipan"[::-2], (1, 2, 3)[-2:], [*"ab", *range(2)])
    chain = TreeMap((i, i * i) for i in range(3000))
    total = 0
    for key in chain:
        total += chain[key] if key % 500 == 0 else 0
    print(total, len(chain), next(reversed(chain)))


main()
