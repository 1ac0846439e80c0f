"""_random: the Mersenne Twister, seeded as CPython seeds it."""
from _random import Random as R


def show(text, thunk):
    try:
        print(text, "->", repr(thunk())[:300])
    except Exception as e:
        print(text, "!!", type(e).__name__, repr(e.args)[:300])


show('R(5).random()', lambda: R(5).random())
show("R().seed('a')", lambda: R().seed('a'))
show('R(1,2)', lambda: R(1,2))
show('R(x=1)', lambda: R(x=1))
show('R(-5).random()==R(5).random()', lambda: R(-5).random()==R(5).random())
show('R(1.5).random()', lambda: R(1.5).random())
show('R(2**100).random()', lambda: R(2**100).random())
show('R([])', lambda: R([]))
show('R(5).getrandbits(0)', lambda: R(5).getrandbits(0))
show('R(5).getrandbits(-1)', lambda: R(5).getrandbits(-1))
show('R(5).getrandbits(5)', lambda: R(5).getrandbits(5))
show('R(5).getrandbits(100)', lambda: R(5).getrandbits(100))
show('R(5).getrandbits(2.0)', lambda: R(5).getrandbits(2.0))
show('R(5).getrandbits(10**30)', lambda: R(5).getrandbits(10**30))
show('R(5).getstate()[:2]', lambda: R(5).getstate()[:2])
show('len(R(5).getstate())', lambda: len(R(5).getstate()))
show('R(5).setstate(5)', lambda: R(5).setstate(5))
show('R(5).setstate((1,))', lambda: R(5).setstate((1,)))
show('R(5).setstate((1,)*625)', lambda: R(5).setstate((1,)*625))
show('R(5).setstate((1,)*624+(-1,))', lambda: R(5).setstate((1,)*624+(-1,)))
show('R(5).setstate((1,)*624+(700,))', lambda: R(5).setstate((1,)*624+(700,)))
show('R(5).setstate((-1,)*624+(7,))', lambda: R(5).setstate((-1,)*624+(7,)))
show('R(5).setstate((2**40,)*624+(7,))', lambda: R(5).setstate((2**40,)*624+(7,)))
show("R(5).setstate(('a',)*624+(7,))", lambda: R(5).setstate(('a',)*624+(7,)))
show('R.random()', lambda: R.random())
show('R(5).random(1)', lambda: R(5).random(1))
show('R(True).random()', lambda: R(True).random())
