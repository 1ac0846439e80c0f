# A NameError shows the first 200 bytes of a name.
def show(source):
    try:
        exec(source, {})
    except NameError as error:
        print(type(error).__name__, len(str(error)), ascii(str(error)[-30:]))


for name in 'a' * 200, 'a' * 201, '\xe9' * 101, 'a' + '\xe9' * 101, 'abc' + '\U00020000' * 50:
    for source in '%s', 'del %s', 'def f(): return %s\nf()', 'class A: %s', 'def f():\n del %s\nf()':
        show(source % name)
