"""The frame of every program: its command line, its exit status, its clean-up."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from proof import environments, places
from proof.errors import DataAbsent, Ended, ProofError
from proof.processes import Processes
from proof.proof import Proof

_INSIDE = "POSE2GLOSS_PROVE_ENVIRONMENT"

_EPILOG = """exit status: 0 every target holds, 1 one does not or the program failed, 2 wrong usage,
3 the data are absent, 130 interrupted"""


def program(
    measure: Callable[[Proof], None],
    description: str,
    *,
    arguments: Callable[[argparse.ArgumentParser], None] | None = None,
    needs: tuple[str, ...] = (),
    environment: str | None = None,
    limit: int = 3600,
) -> int:
    """Runs a proof and gives back the exit status.

    The first line of the description is the title. needs names data that must be there before anything is made
    ("wlasl-clips/videos"). With an environment the program goes on in that environment's Python, so that measure
    can import its packages. limit is the time in seconds after which the program is ended and counts as failed.
    """
    options = _parse(description, arguments, limit)
    name = Path(sys.argv[0]).name
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    signal.signal(signal.SIGALRM, _end)
    signal.alarm(options.limit)
    processes = Processes(places.RESULTS / name / "logs")
    proof = None
    try:
        for part in needs:
            places.data(*part.split("/"))
        if environment is not None:
            _enter(environment, name, processes)
        proof = Proof(name, description.strip().splitlines()[0], options)
        measure(proof)
        return proof.finish()
    except DataAbsent as absent:
        print(f"{name}: {absent}", file=sys.stderr)
        return 3
    except ProofError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{name}: interrupted.", file=sys.stderr)
        return 130
    except Ended as ended:
        print(f"{name}: {ended}", file=sys.stderr)
        return ended.status
    finally:
        signal.alarm(0)
        processes.end_all()
        if proof is not None:
            proof.processes.end_all()


def _parse(
    description: str, arguments: Callable[[argparse.ArgumentParser], None] | None, limit: int
) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=description, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a small part, in about a minute: for development")
    parser.add_argument("--limit", type=int, default=limit, metavar="SECONDS", help="longest time; default %(default)s")
    if arguments is not None:
        arguments(parser)
    options = parser.parse_args()
    if options.limit < 1:
        parser.error(f"--limit is 1 second or more, not {options.limit}")
    return options


def _enter(environment: str, name: str, processes: Processes) -> None:
    """Starts this program anew in the environment's Python, unless it is there."""
    if os.environ.get(_INSIDE) == environment:
        return

    def say(sentence: str) -> None:
        print(f"{name}: {sentence}", file=sys.stderr, flush=True)

    python = environments.environment(environment, processes, say)
    os.execve(python, [str(python), *sys.argv], {**os.environ, _INSIDE: environment})


def _end(kind: int, _frame: FrameType | None) -> None:
    if kind == signal.SIGALRM:
        raise Ended("the time that it may take is over (--limit).", 1)
    raise Ended(f"ended by {signal.Signals(kind).name}.", 128 + kind)
