# What is made of an iterable asks it for its length, or does not, and fails with it.


class Negative:
    def __len__(self):
        return -1

    def __getitem__(self, i):
        raise IndexError


class Failing(Negative):
    def __len__(self):
        return 1 // 0


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        if self.hint is None:
            raise KeyError('hint')
        return self.hint

    def __iter__(self):
        return iter([1, 2])


for made in (Negative(), Failing(), Hint(None), Hint(-1), Hint("x"), Hint(2**70),
             Hint(NotImplemented), Hint(5)):
    for make in (bytes, bytearray, int.from_bytes, list, tuple, set, sorted, b''.join, ''.join,
                 bytearray().extend, [].extend):
        try:
            print(make.__name__, make(made))
        except Exception as e:
            print(make.__name__, type(e).__name__, e)
