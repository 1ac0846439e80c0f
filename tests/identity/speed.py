"""How fast both compilers make code objects of the whole standard library, in one process each.

    speed.py [ROUNDS]

Each round runs both, one after the other, over the files that libpython3.11-stdlib and -minimal
install; nothing is written. Printed are the medians of the processor time spent in compile(), the
peak memory of the processes, and the ratios: above 1 is better than the oracle.
"""
import os
import statistics
import subprocess
import sys
import time
import warnings


def stdlib_files():
    names = set()
    for package in ("libpython3.11-minimal", "libpython3.11-stdlib"):
        listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True)
        if listing.returncode:
            sys.exit(f"{package} is not installed: make deps")
        names.update(name for name in listing.stdout.splitlines() if name.endswith(".py"))
    return sorted(names)


def measure_oracle():
    """What `server -t` does, here."""
    seconds = 0
    warnings.simplefilter("ignore")
    for name in sys.stdin.read().splitlines():
        with open(name, "rb") as file:
            source = file.read()
        start = time.process_time()
        try:
            compile(source, name, "exec", 0, True, 0)
        except SyntaxError:
            pass
        seconds += time.process_time() - start
    with open("/proc/self/status") as file:
        peak = next(line.split()[1] for line in file if line.startswith("VmHWM"))
    print(f"{seconds:.3f}", peak)


def main():
    if sys.argv[1:] == ["--oracle"]:
        return measure_oracle()
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    names = stdlib_files()
    server = os.path.join(os.environ.get("B", "build"), "identity/server")
    seconds, memory = ([], []), ([], [])
    for _ in range(rounds):
        for i, command in enumerate(([server, "-t"], [sys.executable, "-S", __file__, "--oracle"])):
            output = subprocess.run(command, input="\n".join(names) + "\n", text=True,
                                    stdout=subprocess.PIPE, check=True).stdout.split()
            seconds[i].append(float(output[0]))
            memory[i].append(int(output[1]))
    ours, theirs = map(statistics.median, seconds)
    print(f"{len(names)} files: taipan {ours:.3f} s, oracle {theirs:.3f} s, ratio {theirs / ours:.2f}")
    ours, theirs = map(statistics.median, memory)
    print(f"peak memory: taipan {ours:.0f} KB, oracle {theirs:.0f} KB, ratio {theirs / ours:.2f}")


main()
