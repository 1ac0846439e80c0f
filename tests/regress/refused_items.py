# Items that can't be set or deleted: what is asked of the key first, and whose method is missing.
import operator


class Sets:
    def __setitem__(self, key, value):
        pass

class Deletes:
    def __delitem__(self, key):
        pass

class Neither:
    pass

class SetsList(list):
    def __setitem__(self, key, value):
        print('set', key, value)

class Raises:
    def __index__(self):
        raise KeyError('index')
    def __repr__(self):
        return 'Raises'

class Tuple(tuple):
    pass

class Frozen(frozenset):
    pass

class FrozenInit(frozenset):
    def __init__(self, *args):
        pass

class Set(set):
    pass


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)


for o in (Sets(), Deletes(), Neither(), SetsList([1, 2]), Tuple(), 1, 'a', (), None, slice(1),
          range(2), {}.keys(), {}.values(), {}.items(), frozenset(), set(), 1.5, len, Neither, int,
          iter([]), b'', object(), 2j, True, ..., list[int], int | str, type.__dict__):
    for key in 1, 'a', 1 << 70, -1 << 70, Raises(), None, slice(1):
        print(type(o).__name__, key)
        attempt(lambda: operator.setitem(o, key, 5))
        attempt(lambda: operator.delitem(o, key))
for T in Set, Frozen, FrozenInit, set, frozenset:
    attempt(lambda: T(1, 2))
    attempt(lambda: T().__init__(1, 2))
