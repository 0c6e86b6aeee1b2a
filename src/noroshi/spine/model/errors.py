"""What can go wrong, drawn by what the caller can do about it.

NoroshiError
├── ConfigError     a setting, path or option is wrong: fix it (exit code 2)
├── InputError      this file or record is bad: count it, go on (exit code 1)
├── SourceError     something outside is unwell: retry later (exit code 3)
├── EngineError     the query engine failed: report it (exit code 3)
└── Cancelled       the user stopped the work: nothing is half-written
"""


class NoroshiError(Exception):
    """The root of every error that Noroshi raises on purpose."""

    exit_code = 3


class ConfigError(NoroshiError):
    """A setting, path or option is wrong; the message says how to mend it."""

    exit_code = 2


class InputError(NoroshiError):
    """One file or record cannot be read; what lies around it is unharmed."""

    exit_code = 1


class SourceError(NoroshiError):
    """Something outside the process is missing or unwell; trying later may help."""


class EngineError(NoroshiError):
    """The query engine refused or failed a step."""


class Cancelled(NoroshiError):  # noqa: N818  # a wish of the user, not a fault
    """The user interrupted the work; what was complete is kept."""

    exit_code = 130
