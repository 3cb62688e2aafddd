"""The figures of ci/prove/cluster-faults."""

import time
from collections.abc import Callable

from faults import others
from faults.house import STEPS, TABLES, Content, House
from faults.moments import kill_at_moments
from proof import Proof, ProofError

FAULTS: dict[str, Callable[[Proof, House, Content, dict[str, float]], None]] = {
    "kills": kill_at_moments,
    "store-errors": lambda proof, house, expected, _: others.store_with_faults(proof, house, expected),
    "store-away": others.store_away,
    "tracking-away": others.tracking_away,
    "full-disk": lambda proof, house, expected, _: others.full_disk(proof, house, expected),
    "lost-shuffle": lambda proof, house, expected, _: others.lost_shuffle(proof, house, expected),
    "clocks": lambda proof, house, expected, _: others.skewed_clocks(proof, house, expected),
    "twice": lambda proof, house, expected, _: others.twice_at_once(proof, house, expected),
    "speculation": lambda proof, house, expected, _: others.speculation(proof, house, expected),
}
QUICK = ("kills", "store-errors")


def measure(proof: Proof) -> None:
    """Every step undisturbed, then the faults."""
    chosen = proof.options.only or (QUICK if proof.quick else tuple(FAULTS))
    with proof.temporary() as folder:
        house = House(proof, folder, clips=3 if proof.quick else 6, pattern="[A-C]", epochs=2 if proof.quick else 3)
        try:
            expected, seconds = _undisturbed(proof, house)
            for name in chosen:
                began = time.monotonic()
                proof.say(f"fault: {name}")
                try:
                    FAULTS[name](proof, house, expected, seconds)
                except ProofError as error:
                    # What the others have shown is not lost.
                    proof.say(f"{name}: {error}")
                    proof.yes(f"{name}: judged to its end", False)
                proof.detail(f"seconds of {name}", round(time.monotonic() - began))
        finally:
            house.close()
    proof.note(
        "Standalone Spark with two workers of one core, tables in PostgreSQL's catalog on an S3 server, jars of"
        " spark-submit read in place. The same content: rows to the last bit but for times, and of samples,"
        " examples and labels their order too; of a training the variables of its model."
    )


def _undisturbed(proof: Proof, house: House) -> tuple[Content, dict[str, float]]:
    seconds = {}
    for step in STEPS:
        seconds[step] = house.run(step, name=f"{step}-undisturbed").seconds
        proof.say(f"undisturbed {step}: {seconds[step]:.0f} s")
        proof.figure(f"undisturbed {step}", seconds[step], unit="s")
    content = house.content()
    for step in STEPS:
        for name in TABLES[step]:
            proof.figure(f"undisturbed: rows of {name}", len(content.tables[name]))
            if not content.tables[name] and name != "failures":
                raise ProofError(f"the undisturbed {step} has left no row in {name}.")
    if not content.model:
        raise ProofError("the undisturbed training has left no model.")
    return content, seconds
