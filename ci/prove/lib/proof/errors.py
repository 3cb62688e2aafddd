"""Why a proof could not be made."""


class ProofError(Exception):
    """One plain sentence: what went wrong, with what, and what to do."""


class DataAbsent(ProofError):
    """The data that a proof is made on are not on this machine."""


class Ended(BaseException):
    """The process was asked to end, or its time is over; raised so that clean-up runs."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status
