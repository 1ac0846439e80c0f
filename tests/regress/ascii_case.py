# lower(), upper(), capitalize() of ASCII text of all lengths.
import random
random.seed(5)
alphabet = "".join(chr(c) for c in range(128)) + "AZaz@[`{" * 4
for n in list(range(0, 40)) + [63, 64, 65, 100]:
    for _ in range(20):
        s = "".join(random.choice(alphabet) for _ in range(n))
        l = "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in s)
        u = "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in s)
        assert s.lower() == s.casefold() == l, (s, s.lower())
        assert s.upper() == u, s
        assert s.capitalize() == u[:1] + l[1:], s
print("ok")
