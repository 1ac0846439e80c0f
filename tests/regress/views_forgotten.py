# A memoryview that nobody has any more lets what it showed be resized. The collector is
# conservative, so a few may be left; not most of them.
def plain(a):
    memoryview(a)


def item(a):
    memoryview(a)[1]


def part(a):
    b = memoryview(a)[1:3]
    b.release()


def rebound(a):
    b = memoryview(a)
    b = None


def argument(a):
    bytes(memoryview(a)[1:3])


def method(a):
    memoryview(a).cast("b")[::2].tolist()


def compared(a):
    if memoryview(a) == bytes(10) and not memoryview(a)[1:] and 3 not in memoryview(a):
        return
    assert memoryview(a)[:2] == bytes(2) and memoryview(a)
    for x in memoryview(a)[8:]:
        assert x == 0
    x, y, *z = memoryview(a)[:3]
    assert f"{memoryview(a)[1]} {x} {memoryview(a)[y]}" == "0 0 0"
    assert [memoryview(a)[i] for i in z] == [0] and 0 in memoryview(a)
    memoryview(a)[1:2][0] = 1
    memoryview(a)[2:4] = b"ab"
    assert a[:4] == b"\0\1ab" and (memoryview(a)[2] or 5) == 97


def generator(a):
    yield memoryview(a)[1:].nbytes


def kept(a):
    return memoryview(a)[1:]


def count(function):
    fails = 0
    for _ in range(20):
        a = bytearray(10)
        list(function(a) or ()) if function is generator else function(a)
        try:
            a.append(1)
        except BufferError:
            fails += 1
    return fails


compared(bytearray(10))
for function in (plain, item, part, rebound, argument, method, generator):
    print(function.__name__, count(function) < 10)
fails = 0
for _ in range(20):
    a = bytearray(10)
    view = memoryview(a)[1:3]
    view.release()
    try:
        del a[:2]
    except BufferError:
        fails += 1
    view = kept(a)
    try:
        del a[:2]
    except BufferError:
        pass
    else:
        print("resized")
print(fails < 10)
