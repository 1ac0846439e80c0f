"""What the tests of modules share."""


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value

    def __repr__(self):
        return 'Index(%d)' % self.value


class File:
    def __init__(self, value):
        self.value = value

    def fileno(self):
        return self.value

    def __repr__(self):
        return 'File(%r)' % self.value


def show(name, f):
    """A call's answer or its exception, in a line."""
    try:
        print(name, '->', repr(f()).split(' at 0x')[0])
    except BaseException as e:
        print(name, '!!', type(e).__name__, str(e).split(' at 0x')[0])
