"""re: patterns that exceed limits, templates, odd subjects and arguments."""
import re
import warnings

warnings.simplefilter('ignore')


def show(name, f):
    try:
        print(name, '->', ascii(f())[:300].split(' at 0x')[0])
    except BaseException as e:
        print(name, '!!', type(e).__name__, str(e).split(' at 0x')[0])


show('cat1', lambda: re.match(r'(a+)+b', 'a'*20+'b').span())
show('cat1', lambda: re.match(r'(a+)+$', 'a'*18+'!'))
show('cat2', lambda: re.search(r'(x+x+)+y', 'x'*16))
show('cat3', lambda: re.search(r'(.*)*\d', 'x'*15))
show('big', lambda: re.match(r'(?:a|b)*c', 'ab'*300000+'c').span())
show('big2', lambda: re.match(r'(?:(a)|(b))*', 'ab'*200000).regs)
show('big3', lambda: len(re.match(r'(?:.|\n)*', 'ab\n'*100000).group()))
show('big4', lambda: re.match(r'(?:(\w)(?=(\w)))*', 'ab'*50000).regs)
show('rep', lambda: re.compile('a{4294967295}'))
show('rep', lambda: re.compile('a{4294967294}'))
show('rep', lambda: re.compile('a{0,4294967294}').match('aaa').span())
show('rep', lambda: re.compile('a{1,70000}').match('a'*80000).span())
show('rep', lambda: re.compile('(?:ab){70000}').match('ab'*70000).span())
show('rep', lambda: re.compile('a{5,3}'))
show('rep', lambda: re.compile('(?:a{1000}){1000}').match('a'*1000000).span())
show('groups', lambda: re.compile('(a)'*300).match('a'*300).lastindex)
show('groups', lambda: re.compile('(a)'*300 + r'\99').match('a'*301).lastindex)
show('groups', lambda: re.sub('(a)'*120, r'\g<120>\g<119>', 'a'*240))
show('groups', lambda: re.sub('(a)', r'\2', 'a'))
show('groups', lambda: re.sub('(a)', r'\g<2>', 'a'))
show('groups', lambda: re.sub('(a)', r'\g<x>', 'a'))
show('groups', lambda: re.sub('(?P<x>a)', r'[\g<x>\1\g<1>]', 'aba'))
show('tmpl', lambda: re.sub('a', r'\q', 'a'))
show('tmpl', lambda: re.sub('a', '\\', 'a'))
show('tmpl', lambda: re.sub('a', r'\g', 'a'))
show('tmpl', lambda: re.sub('a', r'\g<', 'a'))
show('tmpl', lambda: re.sub('a', r'\g<>', 'a'))
show('tmpl', lambda: re.sub('a', r'\g<-1>', 'a'))
show('tmpl', lambda: re.sub('a', r'\g<1 >', 'a'))
show('tmpl', lambda: re.sub('a', r'\400', 'a'))
show('tmpl', lambda: re.sub('a', r'\0\07\008\x', 'a'))
show('tmpl', lambda: re.sub('a', b'x', 'a'))
show('tmpl', lambda: re.sub(b'a', 'x', b'a'))
show('tmpl', lambda: re.sub('a', 5, 'a'))
show('tmpl', lambda: re.sub('a', None, 'a'))
show('tmpl', lambda: re.sub('a', lambda m: 5, 'a'))
show('tmpl', lambda: re.sub('a', lambda m: b'x', 'a'))
show('tmpl', lambda: re.sub('a', lambda m: None, 'bab'))
show('tmpl', lambda: re.sub('a', lambda m: 1/0, 'bab'))
p = re.compile('(a|b)(c)?')
show('nest', lambda: p.sub(lambda m: p.sub(lambda k: k.group().upper() + str(k.lastindex), m.group()*2), 'abacxbc'))
show('nest', lambda: re.sub('.', lambda m: re.sub('.', lambda k: re.sub('.', '<\\g<0>>', k.group()), m.group()), 'abc'))
show('exp', lambda: re.match('(a)(b)?', 'a').expand(r'\1-\2-\g<0>'))
show('exp', lambda: re.match('(a)(b)?', 'a').expand(b'x'))
show('exp', lambda: re.match('(a)(b)?', 'a').expand('\\3'))
ba = bytearray(b'abcabc')
def f():
    def cb(m):
        ba.clear(); return b'x'
    return re.sub(b'b', cb, ba)
show('ba', f)
m = re.search(b'c', ba); 
def g(): ba.append(65); return m.group(), m.string
show('ba', g)
def g(): del ba[:]; return m.group(), m.span(), m.groups()
show('ba', g)
mv = memoryview(b'abcabc'); mm = re.search(b'bc', mv); show('mv', lambda: mm.group()); mv.release(); show('mv', lambda: mm.group())
show('mv2', lambda: re.search(b'b', memoryview(b'abcdef')[::2]))
show('mv3', lambda: re.findall(b'.', memoryview(b'abcdef')[::-1]))
sc = re.compile('(a)|(b)').scanner('aabx'); show('scan', lambda: [sc.match(), sc.search(), sc.search(), sc.search(), sc.match(), sc.search()])
sc = re.compile('').scanner('ab', 1); show('scan', lambda: [sc.match(), sc.match(), sc.match(), sc.match()])
S = re.Scanner([(r'\d+', lambda s, t: int(t)), (r'[a-z]+', lambda s, t: (s.match.lastindex, t)), (r'\s+', None)]); show('Scanner', lambda: S.scan('12 ab 3!x'))
show('arg', lambda: re.compile('a').match('a', 'x')); show('arg', lambda: re.compile('a').match('a', -5, 2**62).span()); show('arg', lambda: re.compile('a').match(5)); show('arg', lambda: re.compile('a').match(b'a')); show('arg', lambda: re.compile(b'a').match('a')); show('arg', lambda: re.compile('a').sub('b')); show('arg', lambda: re.compile('a').split('bab', -1)); show('arg', lambda: re.compile('a').sub('x', 'aaa', -1)); show('arg', lambda: re.compile('a').sub('x', 'aaa', 1.5))
m = re.match('(?P<x>a)(b)?', 'a')
for a in (0, 1, 2, 3, -1, 'x', 'y', 2**70, -2**70, 1.5, None, True, b'x', [], (0,)): show('group %r' % (a,), lambda: m.group(a)); show('start %r' % (a,), lambda: m.start(a)); show('[] %r' % (a,), lambda: m[a])
show('m', lambda: m.group(0, 'x', 2)); show('m', lambda: m.groups('d')); show('m', lambda: m.groupdict(5)); show('m', lambda: (m.lastindex, m.lastgroup, m.pos, m.endpos, m.re, m.string, m.regs)); 
show('fl', lambda: re.compile('(?i)a', re.A)); show('fl', lambda: re.compile(b'a', re.U)); show('fl', lambda: re.compile('a', re.L)); show('fl', lambda: re.compile('a', re.A|re.U)); show('fl', lambda: re.compile('(?L)a')); show('fl', lambda: re.compile(b'(?u)a')); show('fl', lambda: re.compile('a(?i)')); show('fl', lambda: re.compile('(?i-i:a)')); show('fl', lambda: re.compile('(?-:a)')); show('fl', lambda: re.compile(re.compile('a'), re.I)); show('fl', lambda: re.compile(b'a', re.L).match(b'a')); show('fl', lambda: repr(re.compile(b'a', re.L|re.I|re.X)))
show('lb', lambda: re.compile('(?<=a+)b')); show('lb', lambda: re.compile('(?<=(a))b').search('ab').groups()); show('lb', lambda: re.compile(r'(a)(?<=\1)b').search('ab').groups()); show('lb', lambda: re.compile(r'(?<=(?(1)a|b))(c)')); show('lb', lambda: re.compile('(?<!ab|cd)x').findall('abxcdxefx')); show('lb', lambda: re.compile('(?<=ab|c)x')); show('lb', lambda: re.compile('(?<!^)x').findall('xx'))
import _sre
for args in [('a', 0, [], 0, {}, ()), ('a', 0, [1], -1, {}, ()), ('a', 0, [99], 0, {}, ()), ('a', 0, [1], 2**40, {}, ()), ('a', 0, [2**32], 0, {}, ()), ('a', 0, [1], 0, [], ()), ('a', 0, [1], 0, {}, []), (5, 0, [1], 0, {}, ()), ('a', 'x', [1], 0, {}, ()), ('a', 0, (1,), 0, {}, ())]: show('_sre %r' % (args,), lambda: _sre.compile(*args))
show('hash', lambda: len({re.compile('a'), re.compile('a'), re.compile('a', re.I), re.compile(b'a')})); show('eq', lambda: (re.compile('a') == re.compile('a'), re.compile('a') == re.compile(b'a'), re.compile('a') == 5)); show('lt', lambda: re.compile('a') < re.compile('b'))
