"""Declaring: an operator sends its score to a hub of its own accord, and the hub takes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from noroshi.readiness.guide.aggregate import Overview, overview
from noroshi.readiness.guide.catalogue import catalogue
from noroshi.spine.home import read_secret
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound
from noroshi.spine.store import Store
from noroshi.spine.store.readiness_scores import DeclaredScore, ReadinessScores

PATH = "/api/v1/readiness-scores"
LIMITS = Limits(wait_s=20.0, total_s=60.0, size_bytes=1 << 20, redirects=0)

VALID = timedelta(days=100)
"""How long a declaration counts: a quarter and some days to send the next."""

LONGEST_TOKEN = 400
TOLD = 300
"""Signs of a hub's answer that are shown."""


def technology_names() -> frozenset[str]:
    """Technologies that a declaration may name."""
    return frozenset(technology.name for technology in catalogue())


def send_score(
    declaration: Mapping[str, object], hub: str, token_file: Path, *, allow: Sequence[str] = ()
) -> str:
    """Send a declaration to a hub; gives its number there.

    Args:
        declaration: What `Scored.declaration` gives.
        hub: Address of the hub, `https://hub.example`.
        token_file: File with a token that may contribute; not readable by others.
        allow: Networks outside the global ones in which the hub may stand.

    Raises:
        ConfigError: The token's file is missing, open to others, or empty.
        SourceError: The hub refuses, or is unwell.
        InputError: The address is wrong, or leads where nothing may go.
    """
    token = read_secret(token_file)
    if not token.isascii() or not token.isprintable() or " " in token or len(token) > LONGEST_TOKEN:
        raise ConfigError(f"{token_file} holds no token; make one at the hub under Tokens")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    outbound = Outbound(limits=LIMITS, destinations=Destinations(allow=allow))
    answer = outbound.post(f"{hub.rstrip('/')}{PATH}", headers, msgspec.json.encode(declaration))
    if answer.status in {401, 403}:
        raise SourceError(f"the hub refuses the token; it needs the right lists.contribute ({hub})")
    if answer.status != 201:
        said = answer.body[:TOLD].decode("utf-8", "replace")
        raise SourceError(f"the hub answers {answer.status}: {said}")
    try:
        return str(msgspec.json.decode(answer.body)["id"])
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise SourceError(f"{hub} answers as no hub does; is the address right?") from error


def take_score(
    store: Store, operator_id: str, told: Mapping[str, Any], *, received_at: datetime
) -> str:
    """Note what a member declared; gives the declaration's number."""
    declared = DeclaredScore(operator_id=operator_id, received_at=received_at, **told)
    return ReadinessScores(store.database).add(declared)


def overview_of(store: Store, at: datetime) -> Overview:
    """What may be told of the declarations that still count."""
    scores = ReadinessScores(store.database)
    return overview(scores.newest(since=at - VALID, until=at))
