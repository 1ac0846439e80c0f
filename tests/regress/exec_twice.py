"""A code object that runs in two namespaces: its functions keep to their own."""
code = compile("def f(): return x\nx = n\nclass C:\n    y = x\n", "text", "exec")
first, second = {"n": 1}, {"n": 2}
exec(code, first)
exec(code, second)
print(first["f"](), second["f"](), first["C"].y, second["C"].y)
locals_only = {}
exec("x = n", {"n": 3}, locals_only)
print(locals_only)
