# select, fcntl, pwd, grp, resource: what can be told of any system.
import fcntl
import grp
import os
import pwd
import resource
import select


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


for args in ((3, [], []), (["x"], [], []), ([-1], [], []), ([5000], [], []), ([], [], [], "x"), ([], [], [], -1),
             ([], [], [], 0), ([], [])):
    show(select.select, *args)
r, w = os.pipe()
print(select.select([r], [w], [], 0) == ([], [w], []))
os.write(w, b"x")


class File:
    def fileno(self):
        return r


f = File()
print(select.select((f,), iter([w]), [], 0) == ([f], [w], []))
p = select.poll()
print([name for name in dir(p) if name[0] != "_"])
for method, args in ((p.register, ("x",)), (p.unregister, (77,)), (p.modify, (77, 1)), (p.register, (1, -5)),
                     (p.register, (1, 2 ** 40)), (p.poll, ("x",)), (p.register, (w,)), (p.register, (f, select.POLLIN)),
                     (p.unregister, (w,)), (p.modify, (r, select.POLLIN | select.POLLPRI))):
    show(method, *args)
print(p.poll(0) == [(r, select.POLLIN)], p.poll(None) == [(r, select.POLLIN)], p.poll(-1) == [(r, 1)])
e = select.epoll()
print([name for name in dir(e) if name[0] != "_"], e.closed, e.fileno() > 0)
show(e.register, r, select.EPOLLIN)
show(e.register, r)
print(e.poll(0) == [(r, select.EPOLLIN)], e.poll(timeout=1, maxevents=5) == [(r, 1)])
for method, args in ((e.modify, (r, 0)), (e.unregister, (r,)), (e.unregister, (r,)), (e.poll, (0, 0)), (e.close, ()), (e.poll, ()),
                     (e.fileno, ()), (select.epoll, (-2,)), (select.epoll, (0,)), (select.epoll, (5, 1))):
    show(method, *args)
with select.epoll() as e:
    print(e.closed)
print(e.closed, select.EPOLLET, select.error)

for f, args in ((pwd.getpwnam, ("root",)), (pwd.getpwnam, ("nobody_x",)), (pwd.getpwuid, (0,)), (pwd.getpwuid, (1234567,)),
                (pwd.getpwuid, ("x",)), (pwd.getpwuid, (-1,)), (pwd.getpwuid, (2 ** 70,)), (pwd.getpwnam, (3,)),
                (pwd.getpwnam, ("a\0",)), (grp.getgrgid, (0,)), (grp.getgrgid, (9999999,)), (grp.getgrgid, ("x",)),
                (grp.getgrnam, ("root",)), (grp.getgrnam, ("zz_",))):
    show(f, *args)
print(pwd.getpwall()[0].pw_name, any(g.gr_name == "root" for g in grp.getgrall()), os.path.expanduser("~root"))

path = "/tmp/system_modules.%d" % os.getpid()
with open(path, "w") as f:
    print(fcntl.fcntl(f, fcntl.F_GETFD), fcntl.fcntl(f, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY)
    for function, args in ((fcntl.fcntl, ("x", 1)), (fcntl.fcntl, (-1, 1)), (fcntl.fcntl, (999, 1)), (fcntl.flock, (999, 1)),
                           (fcntl.fcntl, (f, 1, b"x" * 2000)), (fcntl.fcntl, (f, 1, 1.5)), (fcntl.lockf, (f, 99)),
                           (fcntl.lockf, (f, fcntl.LOCK_EX)), (fcntl.lockf, (f, fcntl.LOCK_UN)),
                           (fcntl.flock, (f, fcntl.LOCK_EX | fcntl.LOCK_NB)), (fcntl.flock, (f, fcntl.LOCK_UN))):
        show(function, *args)
os.remove(path)
print(fcntl.fcntl(r, fcntl.F_SETFL, os.O_NONBLOCK), fcntl.fcntl(r, fcntl.F_GETFL) & os.O_NONBLOCK == os.O_NONBLOCK)

print(len(resource.getrlimit(resource.RLIMIT_NOFILE)), resource.getrlimit(7) == resource.prlimit(0, 7))
for f, args in ((resource.getrlimit, (99,)), (resource.getrusage, (7,)), (resource.setrlimit, (7, (1,))),
                (resource.setrlimit, (7, 3)), (resource.setrlimit, (7, (100, 50)))):
    show(f, *args)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(type(usage), len(usage), usage.ru_maxrss > 1000, usage.ru_utime >= 0, resource.getpagesize(), resource.RLIM_INFINITY)
