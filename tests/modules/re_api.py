"""Methods and attributes of patterns and matches, arguments, errors."""
import copy
import copyreg
import re


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


p = re.compile(r'(?P<first>\w+) (?P<second>\w+)?(x)?')
m = p.search('..one two', 1)
print(p.pattern, p.flags, p.groups, p.groupindex, p)
print(m, m.re is p, m.string, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs)
print(m.group(), m.group(0, 1, 'second', 3), m['first'], m[2], m.groups(), m.groups('-'))
print(m.groupdict(), m.groupdict('none'), m.start('second'), m.end(3), m.span(1), m.expand(r'\2-\g<first>'))
for group in 4, -1, 'third', None, 1.5, 10**30:
    print(attempt(m.group, group), attempt(m.start, group))
print(attempt(setattr, m, 'string', 1), attempt(m.group, group=1), attempt(type(m)))
print(copy.copy(m) is m, copy.deepcopy(p) is p, copyreg.dispatch_table[re.Pattern](p)[1])
print(p == re.compile(p.pattern), p == re.compile(p.pattern, re.I), p != p, hash(p) == hash(copy.copy(p)))
print(attempt(lambda: p < p), re.Pattern[str], re.Match[bytes])
print(repr(re.compile('a' * 300)), repr(re.compile(b'x', re.I | re.M | re.S | re.X | re.A)))
print(re.compile('ß', re.I).search('xß' * 40), re.search('.*', 'é' * 60))

for text in 5, None, b'x', bytearray(b'x'), ['x']:
    print(attempt(p.match, text), attempt(p.sub, '', text), attempt(p.split, text))
b = re.compile(rb'(\d)(\w)?')
print(b.findall(bytearray(b'12 3 4x')), b.search(memoryview(b'a1b')), attempt(b.search, 'x'))
print(b.sub(rb'<\1>', bytearray(b'12 3')), b.split(memoryview(b'a1b')), attempt(b.sub, '', b'1'))

print(p.match('ab cd', pos=1).span(), p.match('ab cd', 1, 4).span(), p.match('ab cd', -5, 99).span())
print(p.search('ab cd', 3, 1), attempt(p.search, 'ab', 'x'), attempt(p.search), attempt(p.search, 'a', wrong=1))
print(re.compile('^b').search('ab', 1), re.compile('(?<=a)b').search('ab', 1), re.compile('b$').search('abc', 0, 2))

print(re.sub('x*', '-', 'abxd'), re.subn('x*', '-', 'abxd', 2), re.split('x*', 'axbc'), re.split('(x)|(b)', 'axbc', 1))
print(re.sub('(a)|b', r'[\1]', 'abc'), re.sub('a', lambda m: None, 'abc'), re.sub('b', r'\n\\', 'abc'))
print(attempt(re.sub, 'a', lambda m: 1, 'abc'), attempt(re.sub, 'a', r'\2', 'abc'), attempt(re.sub, 'a', r'\q', 'a'))
print(attempt(re.sub, '(?P<n>a)', r'\g<m>', 'a'), attempt(re.sub, 'a', 3, 'a'), attempt(re.sub, 'a', lambda m: 1 / 0, 'a'))
text = 'no match'
print(re.sub('x', 'y', text) is text, re.findall('', 'ab'), re.findall('(a)(b)?', 'aba'), re.findall('a|(b)', 'ab'))
print([m.span() for m in re.finditer(r'\b|a+', 'aa b')], type(p.finditer('')).__name__)
s = re.compile('a|').scanner('aab')
print([s.match(), s.search(), s.match(), s.search(), s.search(), s.search()], s.pattern)
ba = bytearray(b'abc')
print(attempt(re.sub, b'b', lambda m: ba.append(1), ba))

scanner = re.Scanner([(r'[a-z]+', lambda s, t: ('name', t)), (r'\d+', lambda s, t: int(t)), (r'\s+', None)])
print(scanner.scan('abc 12 x ?!'))
tokens = re.compile('|'.join('(?P<%s>%s)' % t for t in [('num', r'\d+(\.\d*)?'), ('id', r'[A-Za-z_]\w*'), ('op', '[-+*/=]'), ('ws', r'\s+')]))
print([(m.lastgroup, m.lastindex, m.group()) for m in tokens.finditer('x = 3.14*y1 - 2')])
print([re.match(p, t).lastindex for p in ['(a)|b', '((a)(b))', '(?:(a)|(b))*', '(?:(a)|())*', '(a)(?=(b))'] for t in ['ab']])
for bad in ['(', ')', '[a', 'a**', '*', 'a{2,1}', r'\1', '(?P<a>x)(?P<a>y)', '(?<=a*)b', '(?z)', r'\q', '(?P=n)', '(?(1)a', '[b-a]', 'a(?i)', '(?<n>x)', '\\']:
    print(bad, attempt(re.compile, bad))
print(re.fullmatch('a|ab', 'ab'), re.fullmatch('(?:a+)+b', 'a' * 25), re.match('(a|b)*c', 'ab' * 100000 + 'c').span())
print(re.match('(?:(?:a|b)*?,)*', 'ab,' * 20000).end(), re.match('(?:ab?)*+', 'aba' * 20000).end())
