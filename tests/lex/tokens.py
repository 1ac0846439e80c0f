# Every kind of token, and what decides where one ends.
numbers = 0, 0x_Ff, 0o17, 0b1_0, 1_000, 1., .5, 1e-3, 2J, 00
strings = '', "a", r'\d', Rb"\x", b'b', u"u", f'{x!r:>{w}}', 'it\'s', '''one
two''' "joined"
operators = a+b-c*d/e//f%g@h**i<<j>>k&l|m^~n<o>p<=q>=r==s!=t
a += 1; a -= 1; a *= 1; a /= 1; a //= 1; a %= 1; a @= 1; a &= 1
a |= 1; a ^= 1; a >>= 1; a <<= 1; a **= 1
if (n := 10) > 5: pass  # a comment
été = ﬁx = naïve_名 = match = case = _ = print
called(
    *args,      # within brackets neither NEWLINE nor INDENT

    **kwargs)
joined = 1 + \
    2
def f(x: int, *, y=...) -> None:
	if x:
	    return "é" + y
	# a comment ends no block
	async with x as y: yield

class C: x = [1, {2: 3}][0]; lambda: x
@decorator
class D:
    def f(self): ...
