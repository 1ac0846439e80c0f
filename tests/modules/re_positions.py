"""Random patterns on random texts, with pos behind endpos."""
import random
import re
import warnings

warnings.simplefilter('ignore')
rnd = random.Random(3)
def attempt(f):
    try: return f()
    except (re.error, OverflowError, IndexError, RecursionError, TypeError, ValueError) as e: return type(e).__name__, str(e)
LIT = list('aabbc') + ['\\d','\\w','\\s','.','[ab]','[^a]','[a-c]','\\b','\\B','^','$','\\A','\\Z','x','é','\\W','[\\d_]','[^\\w]','A','B','K', 'ſ', '\u212a', '\n']
def pat(d, groups):
    r = rnd.randrange(16)
    if d <= 0 or r < 5: return rnd.choice(LIT)
    if r < 8: return pat(d-1, groups) + pat(d-1, groups)
    if r < 9: return '(?:' + pat(d-1, groups) + '|' + pat(d-1, groups) + ')'
    if r < 12:
        p = pat(d-1, groups)
        q = rnd.choice(['*','+','?','*?','+?','??','{1,2}','{0,3}?','{2}','*+','++','?+','{1,3}+'])
        return '(?:' + p + ')' + q
    if r < 14:
        groups.append(1)
        return '(' + pat(d-1, groups) + ')'
    if r < 15:
        k = rnd.choice(['(?=','(?!','(?<=','(?<!','(?>','(?i:','(?-i:','(?s:','(?m:', '(?a:'])
        return k + pat(d-1, groups) + ')'
    if groups: 
        n = rnd.randrange(1, len(groups)+1)
        return rnd.choice(['\\%d' % n, '(?(%d)%s|%s)' % (n, pat(d-1, groups), pat(d-1, groups)), '(?(%d)%s)' % (n, pat(d-1, groups))])
    return rnd.choice(LIT)
SUB = 'aaabbbccx AB1_é\nKk\u212aſs '
for i in range(1000):
    p = pat(4, [])
    flags = rnd.choice([0,0,re.I,re.M,re.S,re.A,re.I|re.M, re.I|re.A])
    s = ''.join(rnd.choice(SUB) for _ in range(rnd.randrange(0,12)))
    if rnd.random()<.3: s=s.encode('latin-1','ignore').decode('latin-1')
    if rnd.random()<.1: s=s+'\U0001F600'
    is_b = rnd.random()<.2
    pp, ss = (p.encode('latin-1','ignore'), s.encode('latin-1','ignore')) if is_b else (p, s)
    def run():
        c = re.compile(pp, flags)
        out=[]
        pos = rnd.randrange(4); end = rnd.choice([len(ss), rnd.randrange(12)])
        for f in (c.search, c.match, c.fullmatch):
            m = f(ss, pos if rnd.random()<.3 else 0, end if rnd.random() < .3 else len(ss))
            out.append(m and (m.regs, m.lastindex))
        out.append(c.findall(ss)); out.append([ (m.span(), m.lastindex) for m in c.finditer(ss)])
        out.append(c.split(ss, rnd.choice([0,1,2])))
        out.append(c.subn(rnd.choice([lambda m: m.group()[:1], b'-' if is_b else '-', b'<\\g<0>>' if is_b else '<\\g<0>>']), ss, rnd.choice([0,0,1,2])))
        return out
    st = rnd.getstate()
    rnd.seed(i)
    r = attempt(run)
    rnd.setstate(st)
    print(i, ascii(pp), flags, ascii(ss), ascii(r))
