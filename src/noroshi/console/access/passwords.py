"""Passwords: argon2id, the same work whether or not there is such an account."""

from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from noroshi.spine.model import InputError

SHORTEST, LONGEST = 12, 1024
"""Characters. Length is what counts (NIST SP 800-63B section 3.1.1.2); the upper bound limits work."""
AT_ONCE = 4
"""Hashes computed at the same time in one process: each takes 64 MiB."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a password.

    Attributes:
        good: Whether it is the one.
        renewed: A fresh hash to keep, where the kept one has parameters of the past.
    """

    good: bool
    renewed: str | None = None


class Passwords:
    """Hashes passwords and checks them."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash("nobody has this password")
        self._turn = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """What is kept of a new password.

        Raises:
            InputError: It is too short or too long.
        """
        if not SHORTEST <= len(password) <= LONGEST:
            raise InputError(f"a password has {SHORTEST} to {LONGEST} characters")
        with self._turn:
            return self._hasher.hash(_octets(password))

    def check(self, kept: str | None, password: str) -> Checked:
        """Hold a password against what is kept; null is checked as long, and never good."""
        if len(password) > LONGEST:
            return Checked(good=False)
        with self._turn:
            try:
                self._hasher.verify(kept or self._nobodys, _octets(password))
            except (VerificationError, InvalidHashError):
                return Checked(good=False)
        if kept is None:
            return Checked(good=False)
        renew = self._hasher.check_needs_rehash(kept)
        return Checked(good=True, renewed=self._hasher.hash(_octets(password)) if renew else None)


def _octets(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@cache
def passwords() -> Passwords:
    """The one of this process: the work for nobody's hash is done once."""
    return Passwords()
