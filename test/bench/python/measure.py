"""Runs one program and prints the time and the memory that it used: {exit, seconds, cpu_seconds, peak_mebibytes}.

The kernel measures them for this child and the processes that it waited for (wait4), from its start to its end; Node
does not report them for a child. On Linux the peak of a child includes the memory of its parent before the program
starts (about 10 MiB here), so a smaller peak cannot be measured.

Usage: python measure.py STDOUT_FILE STDERR_FILE PROGRAM [ARGUMENT...]
"""

import json
import os
import sys
import time


def main(stdout: str, stderr: str, program: str, *arguments: str) -> None:
    """Starts the program in this folder with this environment, and waits until it ends."""
    create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, stdout, create, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, stderr, create, 0o644),
    ]
    started = time.monotonic()
    child = os.posix_spawnp(program, [program, *arguments], os.environ, file_actions=files)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - started
    result = {
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": round(seconds, 4),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 4),
        "peak_mebibytes": round(usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2), 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
