# json: reading and writing, errors with their places, hooks, subclasses, random values both ways.
import json
import json.decoder
import json.encoder
import random
from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner, scanstring
from collections import OrderedDict


def show(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except BaseException as error:
        print(type(error).__name__, ascii(str(error)))


texts = ["null", "true", "false", "0", "-0", "-0.0", "1e5", "1E-2", "1.5e+3", "NaN", "Infinity", "-Infinity",
         '""', '"a\\n\\u20ac\\ud83d\\ude00\\/"', "[]", "{}", " [ 1 , 2.5, [ ] ] ", '{"a": {"b": [1, {"c": null}]}, "a": 2}',
         "123456789012345678901234567890", "-9223372036854775808", "1.7976931348623157e309", "\u00a01",
         "", " ", "nul", "tru", "[1,]", "[1 2]", "[", "[1", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "{1:2}",
         '{"a" 1}', '{"a":1 "b":2}', '"abc', '"\x01"', '"\\x"', '"\\u12g4"', '"\\u12', '"\\', "01", "1.", "1e", "-", ".5",
         "[1]x", "1 2", "'a'", '"\\ud83d\\u0041"', '"\\ud83d"', '"\\ude00\\ud83d"', "\ufeff1", "[\n1,\n\n x]", "Nan",
         "Inf", "-I", '["\u20ac\U0001f600", "\\t"]', '{"\u20ac": 1, "\\u20ac": 2}']
for text in texts:
    show(json.loads, text)
show(json.loads, b'{"a": "\xe2\x82\xac"}')
show(json.loads, '{"a": 1}'.encode("utf-16"))
show(json.loads, bytearray(b"[1]"))
show(json.loads, 3)
show(json.loads, '"a\tb"', strict=False)
show(json.loads, '{"a": {"b": 1.5}}', object_hook=lambda d: sorted(d.items()))
show(json.loads, '{"b": 1, "a": 2, "b": 3}', object_pairs_hook=OrderedDict)
show(json.loads, '{"b": 1, "a": [], "b": 3}', object_pairs_hook=list)
show(json.loads, "[1.50, 2, NaN, -Infinity]", parse_float=len, parse_int=str, parse_constant=repr)
try:
    json.loads('{"a": [1,\n 2,\n oops]}')
except json.JSONDecodeError as error:
    print(error.msg, error.pos, error.lineno, error.colno, len(error.doc))
keys = [list(d)[0] for d in json.loads('[{"key": 1}, {"key": 2}]')]
print(keys[0] is keys[1])

values = [None, True, 1, -5, 10 ** 30, 1.5, -0.0, 1e100, float("inf"), float("nan"), "a\"\\\n\t\x7f\x00\u20ac\U0001f600\ud800/",
          [], {}, (1, [2, (3,)]), {"a": [1, {"b": None}], "c": "d"}, {1: 2, 2.5: 3, None: 4, True: 5, float("inf"): 6},
          object, {(1,): 2}, {1, 2}, b"x", complex(1), {"b": 1, "a": 2}]
for value in values:
    show(json.dumps, value)
    show(json.dumps, value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    show(json.dumps, value, indent=2)
    show(json.dumps, value, allow_nan=False, skipkeys=True)
    show(json.dumps, value, default=lambda o: {"repr": type(o).__name__})
show(json.dumps, {"b": 1, 2: 3}, sort_keys=True)


class Int(int):
    def __repr__(self):
        return "no"


class Float(float):
    __repr__ = Int.__repr__


class Text(str):
    def __str__(self):
        return "no"


class Items(dict):
    def items(self):
        return self.given


show(json.dumps, [Int(5), Float(2.5), Text("t"), {Int(5): 1, Float(2.5): 2, Text("t"): 3}])
items = Items(a=1)
for given in ([("x", 1), ("y", [2])], 5, [5], [("x",)], iter([("z", 3)])):
    items.given = given
    show(json.dumps, items)
show(json.dumps, Items())
loop = []
loop.append(loop)
show(json.dumps, loop)
show(json.dumps, {"a": {"b": loop}})
show(json.dumps, 1, default=lambda o: o)
show(json.dumps, object(), default=lambda o: o)
deep = []
for i in range(100000):
    deep = [deep]
show(json.dumps, deep)
show(json.loads, "[" * 100000)
show(json.loads, '{"a":' * 100000)
print(json.dumps([[], {}], indent="\t"), json.dumps({"a": [1, 2]}, indent=0))
print("".join(json.JSONEncoder(indent=1, sort_keys=True).iterencode({"b": [1, 2, {}], "a": None})))
print(json.JSONDecoder().raw_decode(' {"a": 1} tail', 1))

show(scanstring, 'abc"', 0)
for args in (('abc', 0), ('abc"', -1), ('abc"', 9), (b'abc"', 0), ('a\n"', 0, True), ('a\n"', 0, False), (), ('a"', "x")):
    show(scanstring, *args)
for text in ("", "plain", "\xe9\"\\\b\f\n\r\t\x00\x1f\x7f\u2028\U0001f600\ud800", "</script>"):
    show(encode_basestring, text)
    show(encode_basestring_ascii, text)
show(encode_basestring, 3)
scan = make_scanner(json.decoder.JSONDecoder())
print(scan.strict, scan.parse_float, scan.object_hook, type(scan))
for args in (("[1]", 0), ("[1]", 9), ("[1]", -1), (b"1", 0), ("1",)):
    show(scan, *args)
encode = make_encoder(None, None, lambda s: 3, None, ": ", ", ", False, False, False)
print(type(encode), encode.key_separator, encode.item_separator, encode.sort_keys, encode.markers)
for value in ("a", float("nan"), {1: 2}, [1, 2.5]):
    show(encode, value, 0)
show(make_encoder, 3, None, len, None, ": ", ", ", 0, 0, 0)
show(make_encoder, None, None, len, None, 3, ", ", 0, 0, 0)

random.seed(3)


def value(depth):
    kind = random.randrange(8 if depth else 6)
    if kind == 0:
        return random.choice([None, True, False])
    if kind == 1:
        return random.randrange(-10 ** random.randrange(1, 25), 10 ** 6)
    if kind == 2:
        return random.uniform(-1, 1) * 10 ** random.randrange(-20, 20)
    if kind < 6:
        return "".join(random.choice("ab\"\\\n\xe9\u20ac\U0001f600 ") for _ in range(random.randrange(8)))
    if kind == 6:
        return [value(depth - 1) for _ in range(random.randrange(5))]
    return {value(0) if random.random() < 0.1 else str(value(0)): value(depth - 1) for _ in range(random.randrange(5))}


for i in range(150):
    v = value(4)
    text = json.dumps(v, ensure_ascii=i % 2 == 0)
    print(ascii(text))
    assert json.dumps(json.loads(text), ensure_ascii=i % 2 == 0) == json.dumps(json.loads(json.dumps(json.loads(text))), ensure_ascii=i % 2 == 0)
