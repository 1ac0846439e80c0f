# A variable that is all of a statement is read: it may be unbound.
def f(k):
    def g(a, *, c=3):
        d
    def g1():
        d
        return 1
    def g2(x):
        x = x + 1
        d
        print(x)
    for h, a in (g, (1,)), (g1, ()), (g2, (3,)):
        try: print(h(*a))
        except NameError as e: print(e)
    def direct():
        try: print(g(1))
        except NameError as e: print(e)
        try: print(g1())
        except NameError as e: print(e)
    direct()
    if k: d = 1
    try:
        d
        print("no")
    except NameError as e: print(e)
f(0)
def loc(k):
    if k: d = 1
    try:
        d
        print("no")
    except NameError as e: print(e)
loc(0)
def glo():
    try:
        undefined
        print("no")
    except NameError as e: print(e)
glo()
