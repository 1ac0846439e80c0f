# Control characters in the source: they come into comments of the C.
def f(x):
    y = "aG0 b" # G77777777 hidden */ text
    if x: # T5
        y += ""
    return y # "  /* */ \


print(ascii(f(0)), len(f(1)))
