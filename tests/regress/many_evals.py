# Each eval and exec makes machine code; it goes when nothing refers to it, and stays while
# something does: functions, classes, generators, frames, exceptions.
import gc

kept = []
for i in range(1300):
    namespace = {}
    exec(f"""
def function(x, y={i}):
    def inner(z):
        return x + y + z
    return inner
class Class:
    constant = ("text {i}", {i}.5)
    def method(self):
        return self.constant, function({i})(1)
def generator():
    yield "first", {i}
    yield "second", {i}
""" if i % 50 == 0 else f"value = {i} + eval('{i} * 2')", namespace)
    if i % 300 == 0:
        g = namespace["generator"]()
        next(g)
        try:
            eval("1 / zero", {"zero": i * 0})
        except ZeroDivisionError as error:
            kept.append((namespace["function"](i), namespace["Class"](), g, error,
                         namespace["function"].__code__))
    elif i % 50:
        assert namespace["value"] == 3 * i
    if i % 600 == 0:
        gc.collect()
gc.collect()
for inner, instance, g, error, code in kept:
    print(inner(2), instance.method(), next(g), error, error.__traceback__.tb_next.tb_lineno,
          code.co_name)
