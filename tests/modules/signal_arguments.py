"""Arguments of signal, grp and pwd that are odd; waiting for signals."""
import grp
import os
import pwd
import signal

from shown import Index, show

numbers = [0, -1, 2**31, -2**31 - 1, 2**32 - 1, 2**32, 2**63, -2**63 - 1, 2**64, 1.5, '1', None,
           Index(3), Index(2**40)]
for v in numbers:
    show('setitimer %r' % v, lambda: signal.setitimer(v, 0))
    show('getitimer %r' % v, lambda: signal.getitimer(v))
    show('getgrgid %r' % v, lambda: grp.getgrgid(v))
    show('getpwuid %r' % v, lambda: pwd.getpwuid(v))
    show('getgrnam %r' % v, lambda: grp.getgrnam(v))
    show('getpwnam %r' % v, lambda: pwd.getpwnam(v))
    show('siginterrupt %r' % v, lambda: signal.siginterrupt(signal.SIGUSR1, v))
    show('siginterrupt %r' % v, lambda: signal.siginterrupt(v, 1))
    show('strsignal %r' % v, lambda: signal.strsignal(v))
    show('getsignal %r' % v, lambda: signal.getsignal(v))
    show('set_wakeup_fd %r' % v, lambda: signal.set_wakeup_fd(v))
    show('sigmask %r' % v, lambda: signal.pthread_sigmask(v, []))
    show('sigmask [%r]' % v, lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, [v]))
    show('signal %r' % v, lambda: signal.signal(v, signal.SIG_DFL))
    show('sigtimedwait %r' % v, lambda: signal.sigtimedwait([v], 0))
    show('sigwaitinfo %r' % v, lambda: signal.sigwaitinfo(v))
for v in [0, 0.0, -0.0, float('nan'), float('inf'), 1e20, 2**63, '1', None, Index(0), -1, 1e-9]:
    show('setitimer %r' % v, lambda: signal.setitimer(signal.ITIMER_VIRTUAL, v))
    show('interval %r' % v, lambda: signal.setitimer(signal.ITIMER_VIRTUAL, 1000, v)[1])
    print(signal.setitimer(signal.ITIMER_VIRTUAL, 0)[1])

usr1 = signal.SIGUSR1
signal.pthread_sigmask(signal.SIG_BLOCK, [usr1])
for v in [0, 0.0, 0.01, -1, -0.5, 'x', None, float('nan'), 1e300, 2**70]:
    show('sigtimedwait %r' % v, lambda: signal.sigtimedwait([usr1], v))
os.kill(os.getpid(), usr1)
info = signal.sigtimedwait([usr1], 5)
print(type(info), info.si_signo, info.si_code, info.si_errno, info.si_pid == os.getpid(),
      info.si_uid == os.getuid(), len(info), info[0])
os.kill(os.getpid(), usr1)
print(signal.sigwaitinfo({usr1}).si_signo)
signal.signal(signal.SIGALRM, lambda *args: print('alarm'))
signal.setitimer(signal.ITIMER_REAL, 0.02)
print(signal.sigtimedwait([usr1], 0.1))
signal.signal(signal.SIGALRM, lambda *args: 1 / 0)
show('raising', lambda: (signal.setitimer(signal.ITIMER_REAL, 0.02),
                         signal.sigtimedwait([usr1], 5)))
os.kill(os.getpid(), usr1) # which does not come, even at the end
