"""json: random values and texts, subclasses, callbacks, limits."""
import _json
import json
import random
from json import scanner

rnd = random.Random(5)
def attempt(f):
    try: return f()
    except Exception as e: return type(e).__name__, str(e)[:200]
def val(d):
    r = rnd.randrange(12)
    if d<=0 or r<6: return rnd.choice([None, True, False, 0, -1, 2**70, -2**63, 1.5, -0.0, 1e300, float('inf'), float('nan'), '', 'a"\\\n\x7f\x00é€\U0001F600', '\ud800', 'x'*5, 12345678901234567])
    if r<8: return [val(d-1) for _ in range(rnd.randrange(4))]
    if r<9: return tuple(val(d-1) for _ in range(rnd.randrange(3)))
    return {rnd.choice(['a','b',1,2.5,None,True,'é',float('nan'), 2**70]): val(d-1) for _ in range(rnd.randrange(4))}
for i in range(200):
    v = val(4)
    kw = dict(ensure_ascii=rnd.random()<.5, allow_nan=rnd.random()<.8, sort_keys=rnd.random()<.2, indent=rnd.choice([None,None,None,1,'\t']), separators=rnd.choice([None, (',',':'), ('', '')]), skipkeys=rnd.random()<.3)
    s = attempt(lambda: json.dumps(v, **kw))
    print(i, ascii(s))
    if isinstance(s, str):
        print(ascii(attempt(lambda: json.loads(s))))
        # break it
        for _ in range(3):
            k = rnd.randrange(len(s)+1)
            t = s[:k] + rnd.choice(['', ',', '"', '\\', ']', '}', '{', '[', '\\u12', '\\ud800\\u', '0', 'e', '.', ' ', '\n', 'nul', '-', 'N', '\x01']) + s[k+rnd.randrange(2):]
            print(ascii(attempt(lambda: json.loads(t))), ascii(attempt(lambda: json.loads(t, strict=False, parse_int=float, object_pairs_hook=list))))
for a in [(), ('a',), ('a', 0), ('"a"', 1), ('"a"', 0), ('"a"', -1), ('"a"', 99), (b'"a"', 1), ('"a\n"', 1), ('"a\n"', 1, False), ('"\\u12', 1), ('"\\ud83d\\ude00"', 1), ('"\\ud83d\\u0041"', 1), ('"\\ud83d', 1),('"\\', 1), ('"\\x"', 1), ('', 0), ('', 1)]:
    print(a, ascii(attempt(lambda: _json.scanstring(*a))))
for a in [('a',), (5,), (b'a',), ('"\\\n\x7f',), ('\ud800\U0001F600',), ()]:
    print(a, ascii(attempt(lambda: _json.encode_basestring(*a))), ascii(attempt(lambda: _json.encode_basestring_ascii(*a))))
sc = scanner.c_make_scanner(json.JSONDecoder())
for a in [('1', 0), ('1', 1), ('', 0), ('1', -1), (b'1', 0), ('nul', 0), ('[', 0), ('[1,', 0), ('{"a"', 0), ('{"a":', 0), ('{"a":1', 0), ('{"a":1,', 0), ('{1', 0), ('-', 0), ('-I', 0), ('-Infinity', 0), ('1.', 0), ('1e', 0), ('1e+', 0), ('01', 0), ('[1,]', 0), ('{"a":1,}', 0), ('"\ud800"', 0), ('12', 1)]:
    print(a, ascii(attempt(lambda: sc(*a))))
enc = lambda **k: attempt(lambda: _json.make_encoder(*[dict(markers=None, default=repr, encoder=_json.encode_basestring, indent=None, ks=': ', is_=', ', sk=False, sp=False, an=True, **{}).get(n) if n not in k else k[n] for n in ('markers','default','encoder','indent','ks','is_','sk','sp','an')]))
for k in [dict(), dict(markers=5), dict(ks=5), dict(is_=b''), dict(encoder=5), dict(default=5), dict(indent=5)]:
    e = enc(**k)
    print(k, e if isinstance(e, tuple) else [ascii(attempt(lambda: e(v, 0))) for v in ('a', 5, [1, {2: 3}], {1, 2}, object, {(1,2): 3})] if 'default' not in k or True else 0)
class L(list):
    def __iter__(s): return iter([7])
class D(dict):
    def items(s): return [(1, 2), (3,)]
class D2(dict):
    def items(s): return 5
class D3(dict):
    def items(s): return [('a', 1), ('b', 2)]
class F(float):
    def __repr__(s): return 'F!'
class I(int):
    def __repr__(s): return 'I!'
class S(str):
    def __str__(s): return 'S!'
for v in (L([1,2]), L(), D(), D(a=1), D2(), D2(a=1), D3(), D3(z=1), F(2.5), I(3), S('q'), {F(2.5): 1, I(3): 2, S('q'): 3}, {b'a': 1}, [1j], {(1,): 2}):
    print(type(v).__name__, attempt(lambda: json.dumps(v)), attempt(lambda: json.dumps(v, indent=1)), attempt(lambda: json.dumps(v, skipkeys=True)))
x = []; x.append(x); print(attempt(lambda: json.dumps(x)))
d = {}; d['a'] = [d]; print(attempt(lambda: json.dumps(d)), attempt(lambda: json.dumps(d, check_circular=False)))
print(attempt(lambda: json.dumps(object, default=lambda o: o)), attempt(lambda: json.dumps(object, default=lambda o: [object], check_circular=False)))
y = [1, 2, 3, set(), 5]
print(attempt(lambda: json.dumps(y, default=lambda o: y.clear())), y)
z = {'a': set(), 'b': 1}
print(attempt(lambda: json.dumps(z, default=lambda o: z.clear())), z)
print(attempt(lambda: json.loads('[' * 100000)), attempt(lambda: json.loads('{"a":' * 100000)))
n = []
for _ in range(100000): n = [n]
print(attempt(lambda: json.dumps(n)))
def hook(o):
    o['self'] = o; return len(o)
print(attempt(lambda: json.loads('{"a": {"b": 1}}', object_hook=hook)), attempt(lambda: json.loads('{"a": {"b": 1}}', object_hook=lambda o: 1/0)), attempt(lambda: json.loads('NaN', parse_constant=lambda c: c)), attempt(lambda: json.loads('1.5', parse_float=lambda c: 1/0)))
print(attempt(lambda: json.loads('1'*5000)), attempt(lambda: json.dumps(10**5000)))
print(attempt(lambda: json.loads(b'\xff\xfe1\x000')), attempt(lambda: json.loads('\ufeff1')), attempt(lambda: json.loads(5)), attempt(lambda: json.loads('')), attempt(lambda: json.loads('1 2')))
