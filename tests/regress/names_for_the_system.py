# The bytes of file names and arguments live as long as what leads to them, whatever is collected.
import gc
import os
import subprocess
import tempfile


def make_garbage():
    gc.collect()
    return [b"%d" % i * 3 for i in range(2000)]


with tempfile.TemporaryDirectory() as directory:
    for i in range(50):
        with open(os.path.join(directory, "f%d" % i), "w") as file:
            file.write("x" * i)
    entries = []
    for entry in os.scandir(os.path.join(directory, "")):
        make_garbage()
        entries.append(entry)
    make_garbage()
    print(all(os.path.dirname(entry.path) == directory for entry in entries),
          sum(entry.stat().st_size for entry in entries))

args = ["arg%d" % i for i in range(60000)]
result = subprocess.run(["/bin/echo"] + args, capture_output=True, text=True)
print(result.stdout.split() == args)

reader, writer = os.pipe()
pid = os.fork()
if pid == 0:
    os.dup2(writer, 1)
    os.execve("/bin/echo", ["echo"] + args, {"K%d" % i: "v%d" % i for i in range(20000)})
os.close(writer)
with open(reader, "rb") as pipe:
    print(pipe.read().decode("utf-8", "replace").split() == args)
print(os.waitpid(pid, 0)[1])
