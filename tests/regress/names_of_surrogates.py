# Variables whose names are no UTF-8, which only code objects made by hand have.


def report(code, *args):
    try:
        exec(code, *args)
    except (NameError, UnicodeError) as e:
        print(type(e).__name__, ascii(e), ascii(getattr(e, "name", None)))


def deletes():
    global name
    del name


def deletes_local():
    del name
    name = 1


def reads_local():
    name
    name = 1


bad = "\udce9"
for names in {}, {bad: 1}:
    report(compile("name", "f", "exec").replace(co_names=(bad,)), names)
    report(compile("global name; name", "f", "exec").replace(co_names=(bad,)), {}, names)
for f in deletes_local, reads_local:
    report(f.__code__.replace(co_varnames=(bad,)))
    report(f.__code__)
report(deletes.__code__, {})
try:
    deletes()
except NameError as e:
    print(e, e.name)
