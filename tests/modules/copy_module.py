import copy


class Node:
    def __init__(self, value, children=()):
        self.value = value
        self.children = list(children)

    def __eq__(self, other):
        return self.value == other.value and self.children == other.children


class Custom:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep"


tree = Node(1, [Node([2, 3]), Node({"k": (4, [5])})])
shallow, deep = copy.copy(tree), copy.deepcopy(tree)
print(shallow == deep == tree, shallow.children is tree.children, deep.children is tree.children)
deep.children[0].value.append(9)
print(tree.children[0].value, deep.children[0].value)
loop = [1]
loop.append(loop)
other = copy.deepcopy(loop)
print(other[1] is other, other is loop, copy.copy(Custom()), copy.deepcopy(Custom()))
for value in (1, "s", (1, 2), None, len, int, 1.5, b"x", range(3), frozenset([1])):
    assert copy.copy(value) is value or copy.copy(value) == value
    assert copy.deepcopy(value) == value
shared = [[0]] * 2
again = copy.deepcopy(shared)
print(again[0] is again[1], copy.copy({1: [2]}), copy.deepcopy({1: {2: [3]}}), copy.copy({1, 2}))
print(copy.deepcopy([tree.value, bytearray(b"q")]), copy.Error)
