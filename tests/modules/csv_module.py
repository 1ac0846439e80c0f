# csv: dialects and their errors, reading and writing by all of them, random rows both ways.
import csv
import io
import random
import _csv


def show(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


options = ("delimiter", "escapechar", "quotechar", "lineterminator", "quoting", "doublequote", "skipinitialspace", "strict", "foo")
for name in options:
    for value in (None, "", "ab", 3, b"x", 9, -1, "x", "\n", " "):
        print(name, repr(value), end=" ")
        show(lambda: [getattr(_csv.Dialect(**{name: value}), option) for option in options[:-1]])
d = _csv.Dialect()
for f, args, kwargs in ((_csv.Dialect, ("nope",), {}), (lambda: _csv.Dialect(csv.excel_tab).delimiter, (), {}),
                        (lambda: _csv.Dialect(d) is d, (), {}), (_csv.Dialect, (), {"quoting": 1, "quotechar": None}),
                        (setattr, (d, "delimiter", "x"), {}), (delattr, (d, "delimiter"), {}), (csv.reader, (), {}),
                        (csv.reader, (3,), {}), (csv.reader, ([], "nope"), {}), (csv.writer, (3,), {}), (csv.writer, (), {}),
                        (csv.reader, ([], "excel", "x"), {}), (csv.reader, ([],), {"foo": 1}), (csv.get_dialect, ("nope",), {}),
                        (csv.unregister_dialect, ("nope",), {}), (csv.register_dialect, (3,), {}), (csv.register_dialect, (), {}),
                        (csv.get_dialect, ([],), {}), (csv.register_dialect, ("z",), {"delimiter": "ab"})):
    show(f, *args, **kwargs)
print(type(d), csv.list_dialects(), [a for a in dir(csv.reader([])) if a[0] != "_"], [a for a in dir(csv.writer(io.StringIO())) if a[0] != "_"])
csv.register_dialect("semicolons", delimiter=";", quoting=csv.QUOTE_ALL)
print(csv.get_dialect("semicolons").delimiter, list(csv.reader(["a;b,c"], "semicolons")))
csv.unregister_dialect("semicolons")

for lines, kwargs in (([3], {}), ([b"a"], {}), (["a\0b"], {}), (["a\nb"], {}), (["a\rb"], {}), (['"a'], {"strict": True}),
                      (['"a'], {}), (['"a"b'], {"strict": True}), (['"a"b'], {}), (["a,b\\"], {"escapechar": "\\"}),
                      (["a,b\\"], {"escapechar": "\\", "strict": True}), (['1,"2",x'], {"quoting": 2}), (['1,"2",2.5'], {"quoting": 2}),
                      (['"a\n', 'b"'], {}), (["", "a", "\n", "\r\n", " "], {}), (["a, b, \"c\""], {"skipinitialspace": True}),
                      (['a,"b"'], {"quoting": 3}), (["a\\\nb,c"], {"escapechar": "\\"}), (['"a""b","c""'], {"doublequote": False})):
    show(lambda: list(csv.reader(lines, **kwargs)))
show(csv.field_size_limit)
show(csv.field_size_limit, 10)
show(lambda: list(csv.reader(["a" * 11])))
show(csv.field_size_limit, "x")
show(csv.field_size_limit, 131072)
show(csv.field_size_limit, 1, 2)
r = csv.reader(["a,b", '"x', 'y"'])
print(next(r), r.line_num, next(r), r.line_num, r.dialect.delimiter)


class File:
    def write(self, text):
        return text


w = csv.writer(File())
for row in ([1, "a,b", 'c"d', None, 1.5, "x\ny", ""], [], [""], [None], 3, ["", ""], (x for x in "abc")):
    show(w.writerow, row)
show(w.writerows, [[1], [2]])
show(w.writerows, 3)
rows = (['a"b'], ["a,b"], ["a\\b"], ["\n"], [""], [None], [1, 2.5, "x", 1j], ['"'], [" "])
for quoting in range(4):
    for escapechar in (None, "\\"):
        for doublequote in (True, False):
            w = csv.writer(File(), quoting=quoting, escapechar=escapechar, doublequote=doublequote)
            for row in rows:
                show(w.writerow, row)
w = csv.writer(File(), quotechar=None, quoting=3, delimiter="\t", lineterminator="!")
show(w.writerow, ['a"b', "c!d"])
show(w.writerow, ["\t"])

random.seed(4)
for i in range(400):
    kwargs = {"delimiter": random.choice(",;\t "), "quotechar": random.choice("\"'"), "doublequote": random.random() < 0.6,
              "escapechar": random.choice([None, "\\"]), "quoting": random.randrange(4),
              "skipinitialspace": random.random() < 0.3, "strict": random.random() < 0.3}
    text = "".join(random.choice("ab1,;\t \"'\\\n\r") for _ in range(random.randrange(14)))
    show(lambda: list(csv.reader(text.splitlines(True), **kwargs)))
    show(lambda: list(csv.reader([text], **kwargs)))
    row = ["".join(random.choice("ab,;\t \"'\\\n\r") for _ in range(random.randrange(5))) for _ in range(3)]
    show(csv.writer(File(), **kwargs).writerow, row)

f = io.StringIO()
writer = csv.DictWriter(f, ["name", "size"])
writer.writeheader()
writer.writerows([{"name": "a, b", "size": 3}, {"name": "\u20ac", "size": None}])
print(ascii(f.getvalue()))
print(ascii(list(csv.DictReader(io.StringIO(f.getvalue())))))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
