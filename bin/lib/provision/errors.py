"""Failures that a user can act on."""


class SetupError(Exception):
    """Carries one plain sentence: what went wrong, with what, and what to do."""


class Terminated(BaseException):
    """The process was asked to end (SIGTERM); raised so that clean-up runs as it does for Ctrl-C."""
