# subprocess: output, input, errors, environment, descriptors, signals, time limits.
import os
import signal
import subprocess
import sys


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(subprocess.run(["echo", "hello", "w\xf6rld"], capture_output=True, text=True))
print(subprocess.run(["sh", "-c", "cat; echo err >&2; exit 3"], input=b"in\n", capture_output=True))
print(subprocess.check_output("echo $HOME | tr a-z A-Z; pwd", shell=True, env={"HOME": "/x", "PATH": os.environ["PATH"]}, cwd="/", text=True))
show(subprocess.run, ["/no/such/program"])
show(subprocess.run, ["sh", "-c", "exit 5"], check=True)
show(subprocess.run, ["true"], cwd="/no/such/directory")
try:
    subprocess.run(["sleep", "5"], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print(error.cmd, error.timeout < 0.06)
show(subprocess.run, [])
show(subprocess.run, ["a\0b"])
show(subprocess.run, ["/etc/passwd"])
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
p.stdin.write(b"line\n")
p.stdin.close()
print(p.stdout.read(), p.wait(), p.returncode, p.poll())
p = subprocess.Popen(["sleep", "30"])
p.send_signal(signal.SIGTERM)
print(p.wait())
r, w = os.pipe()
print(subprocess.run(["sh", "-c", f"echo x >&{w}"], pass_fds=[w]).returncode, os.read(r, 10))
print(subprocess.run(["sh", "-c", f"echo x >&{w}"], stderr=subprocess.DEVNULL).returncode != 0)
print(subprocess.run(["sh", "-c", "umask"], umask=0o77, stdout=subprocess.PIPE).stdout)
print(subprocess.run("echo out; echo err >&2", shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
print(subprocess.run(["sh", "-c", "ps -o sid= -p $$ >/dev/null; echo ok"], start_new_session=True, stdout=subprocess.PIPE).stdout)
print(subprocess.run(["echo", "pre"], preexec_fn=lambda: os.write(1, b"in child\n"), stdout=subprocess.PIPE).stdout)
show(subprocess.run, ["echo"], preexec_fn=lambda: 1 / 0)
print(subprocess.getoutput("echo a; echo b"), subprocess.getstatusoutput("exit 3"), subprocess.call(["false"]))
with subprocess.Popen(["sh", "-c", "read x; echo got $x"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as p:
    print(p.communicate("value\n"))
with open("/dev/null") as null:
    print(subprocess.run(["wc", "-c"], stdin=null, stdout=subprocess.PIPE, text=True).stdout.strip())
