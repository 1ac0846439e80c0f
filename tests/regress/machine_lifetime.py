# Code made by exec is run by finalisers of its own objects, after it was called again under another
# name, and by generators that were suspended when it was compiled anew.
import gc

revived = []
ended = []


def with_del():
    exec("""
class Revived:
    def __del__(self):
        revived.append(self)
        exec("made = 1")
    def answer(self):
        return [str(i) for i in range(3)]
revived_once = Revived()
""", {"revived": revived})


def with_finally():
    namespace = {"ended": ended}
    exec("""
def outer():
    def inner():
        try:
            yield 1
        finally:
            exec("1")
            ended.append([str(i) for i in range(4)])
    return inner()
""", namespace)
    next(namespace["outer"]())


def compiled_again():
    namespace = {}
    exec("def function():\n  yield 1\n  yield 2\n", namespace)
    generator = namespace["function"]()
    next(generator)
    code = compile("def function(): pass", "again", "exec")
    constants = (namespace["function"].__code__,) + code.co_consts[1:]
    exec(code.replace(co_consts=constants), {})
    return generator


for _ in range(30):
    with_del()
    with_finally()
generators = [compiled_again() for _ in range(20)]
for i in range(60):
    if i % 20 == 0:
        gc.collect()
    exec(f"x = {i}")
print(len(revived) > 20, len(ended) > 20)
print({str(each.answer()) for each in revived}, {str(each) for each in ended})
print([next(generator) for generator in generators])
