"""Survey tidying: answers older than their scope lets them be kept are deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.iot.scope import Scope
from noroshi.iot.survey.results import delete_part, newest_at, parts
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.survey_place import place_of
from noroshi.spine.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What was deleted.

    Attributes:
        round: Name of the round.
        deleted: Parts whose last answer was older than the scope allows.
        octets: What they took on the disk.
        kept: Parts that are younger.
    """

    round: str
    deleted: int
    octets: int
    kept: int


def tidy_answers(home: Home, scope: Scope, *, by: str, now: datetime) -> list[Tidied]:
    """Delete the answers of every round of a scope that are past its `retention_days`.

    The book stays: it holds no answer, and proves who was asked.

    Raises:
        InputError: A part is damaged; what came before it is deleted.
        SourceError: The disk does not let go of one.
    """
    until = now - timedelta(days=scope.retention_days)
    folder = place_of(home, scope, "1").scope_folder
    names = sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    done = [_tidied(home, scope, name, until) for name in names]
    for one in done:
        if one.deleted:
            detail = {"round": one.round, "parts": str(one.deleted)}
            trail_of(home, lambda: now).note(by, "survey.tidy", scope.id, detail)
    return done


def _tidied(home: Home, scope: Scope, name: str, until: datetime) -> Tidied:
    run = place_of(home, scope, name).run
    deleted = octets = kept = 0
    for part in parts(run):
        newest = newest_at(part)
        if newest is not None and newest < until:
            octets += delete_part(run, part)
            deleted += 1
        else:
            kept += 1
    return Tidied(round=name, deleted=deleted, octets=octets, kept=kept)
