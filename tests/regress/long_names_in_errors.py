# Messages of the compiler name names of any length, whole characters.
def message(source):
    try:
        compile(source, "<names>", "exec")
    except SyntaxError as error:
        return error.msg


for name in "n" * 700, "\u00e9" * 300:
    for source in (f"f({name}=1, {name}=2)", f"match x:\n case {name}: pass\n case a: pass\n",
                   f"match x:\n case [{name}, {name}]: pass\n",
                   f"match x:\n case C({name}=1, {name}=2): pass\n"):
        text = message(source)
        print(text.replace(name, "NAME"), text.count(name))
