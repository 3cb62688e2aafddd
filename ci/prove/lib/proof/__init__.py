"""What the programs of ci/prove have in common. Standard library only; the programs say what they measure."""

from proof.errors import DataAbsent, ProofError
from proof.frame import program
from proof.proof import Proof

__all__ = ["DataAbsent", "Proof", "ProofError", "program"]
