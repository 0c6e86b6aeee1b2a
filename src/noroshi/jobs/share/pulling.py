"""Pulling: lists of others become contributions, from where the last pull ended."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.jobs.share.peer import Batch, Peer, peer_of
from noroshi.jobs.share.pulling_list import list_batches
from noroshi.jobs.share.pulling_misp import misp_batches
from noroshi.jobs.share.pulling_taxii import taxii_batches
from noroshi.spine.home import Home, PeerKind, PeerSettings
from noroshi.spine.model import ConfigError, NoroshiError
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.peers import Peers, Progress

BATCHES: Mapping[PeerKind, Callable[..., Iterator[Batch]]] = {
    PeerKind.TAXII: taxii_batches,
    PeerKind.MISP: misp_batches,
    PeerKind.LIST: list_batches,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull of one peer came to.

    Attributes:
        peer: Its name.
        kind: How it gives its list.
        new: Contributions that were not known.
        renewed: Known ones that it says again.
        withdrawn: Known ones that it takes back.
        held: What it says and has not taken back, after the pull.
        refused: What could not be taken, by reason.
        error: Why the pull ended early; empty where it did not. What came before is kept.
    """

    peer: str
    kind: str
    new: int
    renewed: int
    withdrawn: int
    held: int
    refused: Mapping[str, int]
    error: str = ""


def chosen_peers(home: Home, names: Sequence[str]) -> list[PeerSettings]:
    """Peers of the settings by name; all when none is named.

    Raises:
        ConfigError: There is none, or none of a name.
    """
    peers = {peer.name: peer for peer in home.settings.peers}
    if not peers:
        raise ConfigError(f"there are no peers; add [[peers]] to {home.settings_file}")
    for name in names:
        if name not in peers:
            raise ConfigError(f"there is no peer {name}; choose of {', '.join(peers)}")
    return [peers[name] for name in names] if names else list(peers.values())


def pull(home: Home, database: Database, settings: PeerSettings, at: datetime) -> Pulled:
    """Read what one peer has new. Each batch is kept before the next one is asked for."""
    counted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    error = ""
    try:
        for batch in _batches(home, database, settings, at):
            _keep(database, settings, batch, at, counted)
            refused.update(batch.refused)
    except NoroshiError as raised:
        error = str(raised)
    return Pulled(
        peer=settings.name,
        kind=settings.kind.value,
        new=counted["new"],
        renewed=counted["renewed"],
        withdrawn=counted["withdrawn"],
        held=Contributions(database).count(_source(settings)),
        refused=dict(refused),
        error=error,
    )


def _batches(
    home: Home, database: Database, settings: PeerSettings, at: datetime
) -> Iterator[Batch]:
    peer: Peer = peer_of(home, settings)
    before = Peers(database).progress(settings.name)
    cursor = before.cursor if before is not None and before.origin == _origin(settings) else ""
    submission_id = f"{settings.name}@{at.isoformat()}"
    yield from BATCHES[settings.kind](peer, cursor, submission_id=submission_id, at=at)


def _keep(
    database: Database, settings: PeerSettings, batch: Batch, at: datetime, counted: Counter[str]
) -> None:
    contributions = Contributions(database)
    taken = contributions.take(batch.contributions)
    gone = contributions.withdraw(_source(settings), None, batch.withdrawn)
    if batch.whole:
        gone += contributions.retire(_source(settings), at)
    counted.update(new=taken.new, renewed=taken.renewed, withdrawn=gone)
    Peers(database).advance(
        settings.name, Progress(origin=_origin(settings), cursor=batch.cursor, pulled_at=at)
    )


def _source(settings: PeerSettings) -> str:
    return f"peer:{settings.name}"


def _origin(settings: PeerSettings) -> str:
    """A peer that moves is read from its start."""
    return f"{settings.kind} {settings.url} {settings.collection} {settings.says}"
