"""Functions of posix with every kind of argument."""
import os
import tempfile
import warnings

from shown import show

warnings.simplefilter('ignore')

d = tempfile.mkdtemp(); os.chdir(d)
with open('f', 'w') as f:
    f.write('abc')
os.mkdir('sub')
open('sub/x', 'w').close()
class P:
    def __init__(s, v): s.v=v
    def __fspath__(s): return s.v
bad = ['a\0b', b'a\0b', 5.5, None, P(5), P('a\0'), [], 2**40, -1, True, 'nope', '', bytearray(b'f'), P(b'f'), 999, '\ud800']
one = ['chdir','rmdir','unlink','remove','mkdir','listdir','scandir','stat','lstat','readlink','fspath','utime']
for fn in one:
    for b in bad:
        if fn in ('unlink','remove') and isinstance(b,P) and b.v==b'f': continue
        if fn=='scandir' and b is None: continue
        if fn=='mkdir' and b=='\ud800': continue
        if fn in('utime',) : continue
        if fn=='listdir' and b is None: show('listdir None', lambda: sorted(os.listdir(None))); continue
        show('%s(%r)'%(fn, b if not isinstance(b,P) else 'P'), lambda: (getattr(os,fn)(b), 0)[1] if fn in('stat','lstat','scandir') else getattr(os,fn)(b))
for b in bad:
    nm = b if not isinstance(b,P) else 'P'
    show('access %r'%(nm,), lambda: os.access(b, os.R_OK))
    show('chmod %r'%(nm,), lambda: os.chmod(b, 0o644) if b is not True and b != -1 else 0)
    show('truncate %r'%(nm,), lambda: os.truncate(b, 3) if b is not True else 0)
    show('rename %r'%(nm,), lambda: os.rename(b, 'zz') if not (isinstance(b,P) and b.v==b'f') else 0)
    show('rename2 %r'%(nm,), lambda: os.rename('zz', b))
    show('link %r'%(nm,), lambda: os.link('zzz', b))
    show('symlink %r'%(nm,), lambda: os.symlink(b, 'f'))
    show('open %r'%(nm,), lambda: os.open(b, os.O_RDONLY) and 0)
    show('open mode %r'%(nm,), lambda: os.open('f', os.O_RDONLY, b) and 0)
    show('statdirfd %r'%(nm,), lambda: os.stat('f', dir_fd=b) and 0)
    show('statfollow %r'%(nm,), lambda: os.stat('f', follow_symlinks=b) and 0)
    show('fstat %r'%(nm,), lambda: os.fstat(b) and 0)
    show('read %r'%(nm,), lambda: os.read(b, 0))
    show('write %r'%(nm,), lambda: os.write(b, b''))
    show('close %r'%(nm,), lambda: os.close(b) if b is not True else 0)
    show('lseek %r'%(nm,), lambda: os.lseek(b, 0, 0) if b is not True else 0)
    show('dup %r'%(nm,), lambda: os.dup(b) and 0)
    show('kill %r'%(nm,), lambda: os.kill(b, 0) if b is not True and b!=-1 and b !=999 else 0)
    show('getenv %r'%(nm,), lambda: os.getenv(b) if nm!=[] else 0)
    show('putenv %r'%(nm,), lambda: os.putenv(b, 'x'))
    show('putenv2 %r'%(nm,), lambda: os.putenv('XYZ', b))
    show('unsetenv %r'%(nm,), lambda: os.unsetenv(b))
    show('system %r'%(nm,), lambda: os.system(b) if b not in('nope','') and not isinstance(b,P) else 0)
    show('execv %r'%(nm,), lambda: os.execv(b, ['x']) )
    show('execv2 %r'%(nm,), lambda: os.execv('/nonexist', b) )
    show('execv3 %r'%(nm,), lambda: os.execv('/nonexist', [b]) )
    show('execve %r'%(nm,), lambda: os.execve('/nonexist', ['x'], b) )
    show('execve2 %r'%(nm,), lambda: os.execve('/nonexist', ['x'], {'a': b}) )
    show('umask %r'%(nm,), lambda: 0 if b in (True,999,-1) else os.umask(b) )
    show('urandom %r'%(nm,), lambda: len(os.urandom(b)) if b!=2**40 else 0)
    show('strerror %r'%(nm,), lambda: os.strerror(b))
    show('waitpid %r'%(nm,), lambda: os.waitpid(b, 0) if b!=-1 else 0)
    show('WIFEXITED %r'%(nm,), lambda: os.WIFEXITED(b))
    show('exitcode %r'%(nm,), lambda: os.waitstatus_to_exitcode(b))
    show('isatty %r'%(nm,), lambda: os.isatty(b))
    show('inh %r'%(nm,), lambda: os.set_inheritable(b, 1) if b is not True else 0)
    show('getinh %r'%(nm,), lambda: os.get_inheritable(b) if b is not True else 0)
    show('gts %r'%(nm,), lambda: os.get_terminal_size(b))
    show('fsencode %r'%(nm,), lambda: os.fsencode(b))
    show('fork %r'%(nm,), lambda: os.register_at_fork(before=b))
