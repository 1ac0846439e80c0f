# os as it is built on posix: files, directories, descriptors, processes, the environment.
import os, sys
d = os.environ.get("TMPDIR", "/tmp") + "/taipan_os_%d" % os.getpid()
os.mkdir(d)
os.chdir(d)
print(os.path.basename(os.getcwd()) == os.path.basename(d))
with open("a.txt", "w") as f:
    f.write("hello\n" * 10)
print(sorted(os.listdir()), os.listdir(b"."))
s = os.stat("a.txt")
print(s.st_size, oct(s.st_mode & 0o777) , s[6], len(s), type(s).__name__)
for bad in (lambda: os.stat("nope"), lambda: os.mkdir(d), lambda: os.rmdir("a.txt"), lambda: os.stat([]), lambda: os.mkdir(1), lambda: os.rename("x", "y"), lambda: os.open("nope", os.O_RDONLY), lambda: os.close(99), lambda: os.stat("a\0b"), lambda: os.listdir("a.txt")):
    try:
        bad()
        print("??")
    except (OSError, TypeError, ValueError) as e:
        print(type(e).__name__, str(e).replace(d, "D"))
os.symlink("a.txt", "ln")
os.makedirs("x/y/z")
print(os.readlink("ln"), os.path.islink("ln"), os.path.isdir("x"), os.path.getsize("ln"))
for e in sorted(os.scandir("."), key=lambda e: e.name):
    print(e, e.path, e.is_dir(), e.is_file(), e.is_symlink(), e.stat().st_size if e.is_file() else "-", os.fspath(e))
for top, dirs, files in os.walk("."):
    print(top, sorted(dirs), sorted(files))
fd = os.open("b.bin", os.O_RDWR | os.O_CREAT, 0o600)
print(os.write(fd, b"abcdef"), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 3))
os.ftruncate(fd, 4); os.close(fd)
print(os.path.getsize("b.bin"))
os.utime("b.bin", (1000000000, 1000000000.5))
print(os.stat("b.bin").st_mtime, os.stat("b.bin").st_mtime_ns, os.stat("b.bin")[8])
os.rename("b.bin", "c.bin"); os.remove("c.bin"); os.unlink("ln"); os.remove("a.txt"); os.removedirs("x/y/z")
print(os.listdir())
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, b"from child")
    os._exit(7)
os.close(w)
os.register_at_fork(before=lambda: print("before"), after_in_parent=lambda: print("parent"))
print(os.read(r, 100), os.waitpid(pid, 0)[1] >> 8)
sys.stdout.flush()
if os.fork() == 0:
    os._exit(0)
os.wait()
os.environ["TAIPAN_X"] = "yes"
sys.stdout.flush()
print(os.system("echo $TAIPAN_X; exit 3") >> 8, os.getenv("TAIPAN_X"), os.environ.get("NOPE"))
del os.environ["TAIPAN_X"]
print("TAIPAN_X" in os.environ, len(os.urandom(5)), os.strerror(2), os.sep, os.name, os.cpu_count() > 0)
print(os.access("/", os.R_OK), os.path.join("a", "/b", "c"), os.path.normpath("a//b/../c/."), os.path.splitext("x.tar.gz"))
print(os.fsencode("é"), os.fsdecode(b"\xff") == "\udcff", os.uname().sysname, os.terminal_size((80, 24)))
os.chdir("/"); os.rmdir(d)
print(os.path.exists(d), os.supports_dir_fd >= {os.stat, os.open}, os.WEXITSTATUS(256))
