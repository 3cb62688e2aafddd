"""Keeps an MLflow server exactly as long as the process that started it.

Arguments: log file, then the server's command. The server gets a session of its own; its process
group's number is printed. When standard input ends, which it does however the starter dies, the
whole group is stopped. The word "leave" on standard input lets the server live on without us.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def gone(group):
    reap()
    try:
        os.killpg(group, 0)
        return False
    except (ProcessLookupError, PermissionError):
        return True


def stop(group):
    for word, patience in ((signal.SIGTERM, 8), (signal.SIGKILL, 5)):
        if gone(group):
            return
        os.killpg(group, word)
        end = time.monotonic() + patience
        while time.monotonic() < end and not gone(group):
            time.sleep(0.05)


def main():
    os.setsid()  # Ctrl-C in the starter's terminal is for the starter
    for word in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(word, signal.SIG_IGN)
    if sys.platform == "linux":
        # Workers whose parent died first come to us and leave no zombies.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with open(sys.argv[1], "ab") as log:
        server = subprocess.Popen(
            sys.argv[2:],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=lambda: [
                signal.signal(word, signal.SIG_DFL)
                for word in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
            ],
        )
    print(server.pid, flush=True)
    while server.poll() is None:
        if select.select([0], [], [], 0.1)[0]:
            if os.read(0, 16).startswith(b"leave"):
                os._exit(0)
            break
    status = server.poll()
    stop(server.pid)
    sys.exit(0 if status is None else 1)


main()
