"""Odd dialects and arguments of csv."""
import _csv
import csv
import io


def show(name, f):
    try:
        r = f()
        print(name, '->', repr(r).split(' at 0x')[0])
    except BaseException as e:
        print(name, '!!', type(e).__name__, str(e).split(' at 0x')[0])
def f():
    x=[]
    def g():
        yield '"a'
        if not x:
            x.append(1); r2=next(R)
            yield 'b"'
        yield 'c,d'
    R=csv.reader(g()); return list(R)
show('gen reent', f)
for kw in [dict(delimiter=''), dict(delimiter='ab'), dict(delimiter=None), dict(delimiter=5), dict(delimiter=b','), dict(quotechar=''), dict(quotechar=None), dict(quotechar=None, quoting=1), dict(quotechar=5), dict(escapechar=''), dict(escapechar='ab'), dict(escapechar=5), dict(lineterminator=None), dict(lineterminator=5), dict(lineterminator=''), dict(quoting=4), dict(quoting=-1), dict(quoting=True), dict(quoting='x'), dict(quoting=None), dict(quoting=2**70), dict(doublequote='x'), dict(strict=[]), dict(bad=1), dict(dialect='nope'), dict(dialect=5), dict(dialect=[]), dict(delimiter='\0'), dict(delimiter='\n'), dict(quotechar='\0'), dict(delimiter='"'), dict(delimiter='a', quotechar='a', escapechar='a')]:
    show('reader %r'%kw, lambda: list(csv.reader(['a,"b",c'], **kw)))
    show('writer %r'%kw, lambda: (lambda s: (csv.writer(s, **kw).writerow(['a','b"',5,None,'x,y\n', 1.5, '']), s.getvalue()))(io.StringIO()))
    show('reg %r'%kw, lambda: csv.register_dialect('zz', **kw))
show('args', lambda: csv.reader())
show('args', lambda: csv.reader(5))
show('args', lambda: csv.reader([], 'excel', 5))
show('args', lambda: csv.writer())
show('args', lambda: csv.writer(5))
show('args', lambda: csv.writer(io.StringIO()).writerow(5))
show('args', lambda: csv.writer(io.StringIO()).writerows(5))
show('args', lambda: csv.writer(io.StringIO()).writerows([5]))
show('args', lambda: csv.reader(iterable=[]))
show('args', lambda: csv.register_dialect())
show('args', lambda: csv.register_dialect(5))
show('args', lambda: csv.register_dialect('x', 'y', 'z'))
show('args', lambda: csv.unregister_dialect([]))
show('args', lambda: csv.unregister_dialect('nope'))
show('args', lambda: csv.get_dialect([]))
show('args', lambda: csv.get_dialect('nope'))
show('args', lambda: csv.field_size_limit('x'))
show('args', lambda: csv.field_size_limit(2**70))
show('args', lambda: csv.field_size_limit(True))
show('lim', lambda: csv.field_size_limit(5))
show('lim', lambda: list(csv.reader(['abcdef'])))
show('lim', lambda: csv.field_size_limit(-5))
show('lim', lambda: list(csv.reader(['a'])))
show('lim', lambda: csv.field_size_limit(131072))
class D: delimiter=';'; quoting=csv.QUOTE_NONE
show('D', lambda: list(csv.reader(['a;b"c;'], D)))
show('D', lambda: list(csv.reader(['a;b"c;'], D, delimiter='b')))
class D2:
    @property
    def delimiter(self): raise ValueError('no')
show('D2', lambda: list(csv.reader(['a;b"c;'], D2())))
show('dial', lambda: _csv.Dialect(5))
show('dial', lambda: _csv.Dialect())
show('dial', lambda: _csv.Dialect(None, ';'))
d=csv.get_dialect('excel')
show('dial', lambda: [getattr(d,a) for a in ('delimiter','quotechar','escapechar','lineterminator','quoting','doublequote','skipinitialspace','strict')])
def f(): d.delimiter='x'
show('dial', f)
def f(): del d.delimiter
show('dial', f)
show('nonstr', lambda: list(csv.reader([b'a'])))
show('nonstr', lambda: list(csv.reader([5])))
show('strict', lambda: list(csv.reader(['"a"b'], strict=True)))
show('strict', lambda: list(csv.reader(['"a'], strict=True)))
show('nn', lambda: list(csv.reader(['1,"a",2.5,x'], quoting=2)))
show('nn', lambda: list(csv.reader(['1,"a",2.5, ,'], quoting=2)))
show('nn', lambda: list(csv.reader(['1,"a",2.5,\\x'], quoting=2, escapechar='\\')))
show('cr', lambda: list(csv.reader(['a\rb'])))
show('nul', lambda: list(csv.reader(['a\0b,c\0'])))
class Bad:
    def __str__(s): raise ZeroDivisionError
show('bad', lambda: csv.writer(io.StringIO()).writerow([Bad()]))
class Bad2:
    def __str__(s): return 5
show('bad', lambda: csv.writer(io.StringIO()).writerow([Bad2()]))
show('mutate', lambda: csv.writer(type('W',(),{'write': lambda s,x: 1/0})()).writerow([1]))
show('ret', lambda: csv.writer(type('W',(),{'write': lambda s,x: [x]})()).writerow([1]))
show('wr', lambda: (lambda s: (csv.writer(s,quoting=csv.QUOTE_NONE).writerow(['']), s.getvalue()))(io.StringIO()))
show('wr', lambda: (lambda s: (csv.writer(s,quoting=csv.QUOTE_NONE).writerow(['a,b']), s.getvalue()))(io.StringIO()))
show('wr', lambda: (lambda s: (csv.writer(s).writerow([]), csv.writer(s).writerow(['']), csv.writer(s).writerow([None]),csv.writer(s,lineterminator='xy').writerow(['axb',' b ']), s.getvalue()))(io.StringIO()))
