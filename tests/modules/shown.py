"""What the tests of modules share: a call's answer or its exception, in a line."""


def show(name, f):
    try:
        print(name, '->', repr(f()).split(' at 0x')[0])
    except BaseException as e:
        print(name, '!!', type(e).__name__, str(e).split(' at 0x')[0])
