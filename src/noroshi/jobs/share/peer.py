"""Peer: one list of others as `share pull` meets it: how to ask, and what an asking brought."""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noroshi.spine.home import Home, PeerSettings
from noroshi.spine.model import ConfigError, Contribution, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Answer, Limits, Outbound

LIMITS = Limits(wait_s=30.0, total_s=300.0, size_bytes=64 * 1024 * 1024)
"""One request to a peer."""

LONGEST_SECRET = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one answer of a peer brought.

    Attributes:
        contributions: What it says.
        withdrawn: Ids of objects that it takes back.
        refused: What could not be taken, by reason.
        cursor: Where to go on after it.
        whole: It is all that the list carries now; what it lacks is taken back.
    """

    contributions: Sequence[Contribution] = ()
    withdrawn: Sequence[str] = ()
    refused: Mapping[str, int] = field(default_factory=Counter)
    cursor: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A peer with its way out.

    Attributes:
        settings: What the settings say of it.
        outbound: The client.
        headers: What it is shown.
    """

    settings: PeerSettings
    outbound: Outbound
    headers: Mapping[str, str]

    @property
    def source(self) -> str:
        """How its contributions name it."""
        return f"peer:{self.settings.name}"

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """An answer of the peer that is one; 304 where nothing is new.

        Raises:
            SourceError: It refuses or is unwell.
            InputError: Its address may not be reached.
        """
        answer = self.outbound.get(url, {**self.headers, **(headers or {})})
        if answer.status in {401, 403}:
            raise SourceError(f"{self.settings.name} refuses us; check its user and secret")
        if answer.status not in {200, 304}:
            raise SourceError(f"{self.settings.name} answers {answer.status} for {answer.url}")
        return answer


def peer_of(home: Home, settings: PeerSettings) -> Peer:
    """The peer of some settings, with its secret read.

    Raises:
        ConfigError: The secret is missing, readable by others, or no line of text.
    """
    return Peer(
        settings=settings,
        outbound=Outbound(limits=LIMITS, destinations=Destinations(allow=settings.allow)),
        headers=_authorization(home, settings),
    )


def _authorization(home: Home, settings: PeerSettings) -> dict[str, str]:
    if not settings.secret:
        return {}
    path = home.pseudonym_key_file.parent / settings.secret
    try:
        if path.stat().st_mode & 0o077:
            raise ConfigError(f"{path} is readable by others; run: chmod 600 {path}")
        secret = path.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(
            f"the secret of peer {settings.name} cannot be read: {path}: {error.strerror}"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is no text; write the password or token in it") from error
    if not secret or len(secret) > LONGEST_SECRET or not secret.isprintable():
        raise ConfigError(f"{path} holds no one line of text; write the password or token in it")
    if not settings.user:
        return {"authorization": f"Bearer {secret}"}
    pair = base64.b64encode(f"{settings.user}:{secret}".encode()).decode()
    return {"authorization": f"Basic {pair}"}
