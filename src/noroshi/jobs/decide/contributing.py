"""Contributing: objects that a member posts become contributions; each refused one says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.relay.share.observed import Observed, observed
from noroshi.relay.share.simple_pattern import Refused
from noroshi.spine.model import Contribution, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions

SOURCE = "taxii"

KINDS = {"c2-servers": "c2-server", "malicious-sites": "malicious-site"}
"""Collection -> what a member says of a subject by posting it there."""

UNSURE = 50
"""Confidence where an object gives none: neither for nor against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """On whose behalf something is posted, and where.

    Attributes:
        operator_id: The member.
        collection: Where it was posted to.
        submission_id: The post.
        at: When.
    """

    operator_id: str
    collection: str
    submission_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one object.

    Attributes:
        object_id: Its id; empty where it has none.
        version: Its `modified`, or `created`; empty where it has none.
        refused: Why it was refused; empty for a taken one.
    """

    object_id: str
    version: str
    refused: str = ""


def contribute(database: Database, objects: Sequence[object], giver: Giver) -> list[Fate]:
    """Take what can be taken; good objects around a bad one are kept. One fate per object."""
    fates: list[Fate] = []
    taken: list[Contribution] = []
    revoked: list[str] = []
    for made in objects:
        try:
            told, fate = _told(made)
        except Refused as error:
            fates.append(_fate(made, refused=error.reason))
            continue
        fates.append(fate)
        if told.revoked:
            revoked.append(fate.object_id)
            taken = [one for one in taken if one.object_id != fate.object_id]
        else:
            taken += _contributions(told, fate, giver)
    store = Contributions(database)
    store.withdraw(SOURCE, giver.operator_id, revoked)
    if taken:
        store.take(taken)
    return fates


def _told(made: object) -> tuple[Observed, Fate]:
    fate = _fate(made)
    if not isinstance(made, Mapping) or "--" not in fate.object_id:
        raise Refused("no-object")
    told = observed(made)
    if told.tlp is Tlp.RED:
        raise Refused("tlp-red")
    return told, fate


def _fate(made: object, refused: str = "") -> Fate:
    told = made if isinstance(made, Mapping) else {}
    version = told.get("modified") or told.get("created")
    return Fate(object_id=_short(told.get("id")), version=_short(version), refused=refused)


def _short(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""


def _contributions(told: Observed, fate: Fate, giver: Giver) -> list[Contribution]:
    return [
        Contribution(
            subject=subject,
            kind=KINDS[giver.collection],
            source=SOURCE,
            operator_id=giver.operator_id,
            label=told.label,
            confidence=UNSURE if told.confidence is None else told.confidence,
            tlp=told.tlp or Tlp.AMBER,
            first_seen=told.first_seen,
            valid_until=told.valid_until,
            object_id=fate.object_id,
            submission_id=giver.submission_id,
            received_at=giver.at,
        )
        for subject in told.subjects
    ]
