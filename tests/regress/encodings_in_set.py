# Encodings in a set of constants are in a built program, too.
for name in sorted({"cp1252", "koi8-r", "cp437", "mac-roman"}):
    print(name, "\xe9".encode(name, "replace"))
print([("x", "cp850") in {("x", "cp850"), ("y", "cp852")}, "\xe9".encode("cp85" + "0")])
