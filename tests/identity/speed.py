"""How fast both compilers make code objects of the whole standard library, in one process each.

    speed.py [ROUNDS]

Each round runs both, one after the other, over the files that libpython3.11-stdlib and -minimal
install; nothing is written. Printed are the medians of the processor time spent in compile(), the
peak memory of the processes, and the ratios: above 1 is better than the oracle.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time
import warnings


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=15)
    rounds = parser.parse_args().rounds
    import files        # not by the oracle's process, whose memory is measured
    names = files.installed_files(files.LIBRARY)
    server = os.path.join(os.environ.get("B", "build"), "identity/server")
    seconds, memory = ([], []), ([], [])
    for _ in range(rounds):
        for i, command in enumerate(([server, "-t"], [sys.executable, "-S", __file__, "--oracle"])):
            output = subprocess.run(command, input="\n".join(names) + "\n", text=True,
                                    stdout=subprocess.PIPE, check=True).stdout.split()
            seconds[i].append(float(output[0]))
            memory[i].append(int(output[1]))
    ours, theirs = map(statistics.median, seconds)
    print(f"{len(names)} files: taipan {ours:.3f} s, oracle {theirs:.3f} s, "
          f"ratio {theirs / ours:.2f}")
    ours, theirs = map(statistics.median, memory)
    print(f"peak memory: taipan {ours:.0f} KB, oracle {theirs:.0f} KB, ratio {theirs / ours:.2f}")


main()
