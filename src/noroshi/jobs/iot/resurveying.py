"""Resurveying: the looks at told devices, by the clock, where a signed scope covers them.

Nothing is asked without `[desk] look_scope`: then what is due is told (`noroshi doctor`) and left to
a person. With it each look is a round like any other: the scope's signature, validity, hours, lists
and caps, the opt-outs and the boundary decide, and a book is kept. What the scope does not cover,
and what an answer from outside cannot settle (a password, an infection), stays due for a person.

A round that was cut off is gone on with, at the addresses that it began with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_network
from pathlib import Path

import msgspec
import numpy as np

from noroshi.iot.report import Trouble
from noroshi.iot.scope import Scope, digest
from noroshi.iot.survey.chosen import Address, parse_chosen
from noroshi.iot.survey.permission import Permission
from noroshi.iot.survey.ranges import Ranges
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.identifying import Identified, Sources, identify
from noroshi.jobs.iot.looking_again import due_addresses, take_looks
from noroshi.jobs.iot.opting_out import opted_out
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.jobs.iot.survey_place import place_of, scope_at
from noroshi.jobs.iot.surveying import Survey, Wish, asked_addresses, permission_of
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import ConfigError, SourceError, rfc3339
from noroshi.spine.model.line_case import OPEN_STATES
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases, LineChoice

BY, PURPOSE = "system", "look again, by the clock"
FRESH = timedelta(days=1)
"""Age of the newest session log from which lines would be called gone that are not."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A round that was begun and whose answers are not taken yet.

    Attributes:
        name: Of the round.
        scope: Digest of its scope.
        began: When its addresses were chosen.
        operators: Whose devices they are.
    """

    name: str
    scope: str
    began: datetime
    operators: tuple[str, ...]


def due_operators(store: Store, at: datetime) -> dict[str, int]:
    """How many told devices of each operator are due for a look."""
    found: dict[str, int] = {}
    for case in LineCases(store.database).some(LineChoice(states=OPEN_STATES, due_at=at)):
        found[case.operator_id] = found.get(case.operator_id, 0) + 1
    return found


def resurvey_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:
    """Look at what is due, or go on with a look that was cut off.

    Raises:
        ConfigError: The scope does not hold here and now, or the session logs are old.
        InputError: A file is malformed.
        SourceError: The round ended early; the next turn goes on.
    """
    due, begun = due_operators(store, at), _begun(home)
    counts = {"due": sum(due.values())}
    if not home.settings.desk.look_scope or not (due or begun):
        return counts
    wish = _wish(home)
    scope = scope_at(wish.scope)
    permission = permission_of(home, wish, scope, at)
    if not permission.is_open(at):
        return counts
    logs = _fresh_logs(home, at)
    if begun is not None and begun.scope != permission.digest:
        _end(home, begun, "scope replaced", at)
        begun = None
    one = begun or _choose(home, store, permission, tuple(due), logs, at)
    if one is None:
        return counts
    chosen = _chosen(home, scope, one)
    progress = list(Survey(home, replace(wish, round=one.name, only=chosen)).run())[-1]
    if progress.reason != "complete":
        raise SourceError(f"the look ended early: {progress.reason}; the next turn goes on")
    taken = _taken(home, store, scope, one, logs)
    _end(home, one, "complete", at)
    return {**counts, **taken}


def _wish(home: Home) -> Wish:
    desk = home.settings.desk
    return Wish(
        scope=home.path / desk.look_scope,
        lists=tuple(home.path / one for one in desk.look_lists),
        engine="connect",  # few addresses, and no privilege that the clock would need
    )


def _fresh_logs(home: Home, at: datetime) -> list[Path]:
    found = sorted({path for one in home.settings.desk.look_logs for path in _matching(home, one)})
    newest = max((path.stat().st_mtime for path in found), default=0.0)
    if at.timestamp() - newest > FRESH.total_seconds():
        told = rfc3339(datetime.fromtimestamp(newest, at.tzinfo)) if found else "none"
        raise ConfigError(
            f"[desk] look_logs: the newest session log is of {told}; lines that moved since would be"
            " called gone"
        )
    return found


def _matching(home: Home, pattern: str) -> Iterator[Path]:
    path = home.path / pattern
    anchor = Path(path.anchor)
    yield from (one for one in anchor.glob(str(path.relative_to(anchor))) if one.is_file())


def _judged(home: Home) -> frozenset[str]:
    """What may be wrong with a device so that answers from outside tell whether it is mended."""
    desk = home.settings.desk
    told = {Trouble.REFLECTOR}
    if desk.look_nvd:
        told.add(Trouble.VULNERABLE)
    if desk.look_eol:
        told.add(Trouble.END_OF_LIFE)
    return frozenset(one.value for one in told)


def _choose(  # what a choice needs
    home: Home, store: Store, permission: Permission, operators: Sequence[str],
    logs: Sequence[Path], at: datetime,
) -> Round | None:  # fmt: skip
    """Begin a round of the covered addresses that are due; null where there is none."""
    found: set[str] = set()
    for operator in operators:
        found |= set(
            due_addresses(
                home, store, logs, operator_id=operator, by=BY, purpose=PURPOSE, at=at,
                troubles=_judged(home),
            ).addresses
        )  # fmt: skip
    numbers = _covered(permission, opted_out(store), found)
    if not numbers:
        return None
    one = Round(
        name=f"look-{at:%Y%m%d%H%M%S}", scope=digest(permission.scope), began=at,
        operators=tuple(operators),
    )  # fmt: skip
    Survey(home, replace(_wish(home), round=one.name, only=numbers))  # writes its plan
    write_whole([msgspec.json.encode(one) + b"\n"], home.resurvey_file)
    told = {"round": one.name, "addresses": str(len(numbers)), "due": str(len(found))}
    trail_of(home, lambda: at).note(BY, "iot.resurvey.begin", permission.scope.id, told)
    return one


def _covered(permission: Permission, out: Ranges, addresses: set[str]) -> tuple[Address, ...]:
    """Those that the scope holds and nobody excluded. A help: the boundary asks each again."""
    networks = [ip_network(text) for text in permission.scope.prefixes]
    inside = [
        int(one)
        for one in (IPv4Address(text) for text in addresses if ":" not in text)
        if any(net.version == one.version and one in net for net in networks)
    ]
    numbers = np.array(sorted(inside), np.int64)
    free = ~(permission.excluded.hold(numbers) | out.hold(numbers))
    return tuple(IPv4Address(one) for one in numbers[free].tolist())


def _chosen(home: Home, scope: Scope, one: Round) -> tuple[Address, ...]:
    """The addresses that a round began with: a round without them would be the whole scope."""
    file = place_of(home, scope, one.name).chosen_file
    try:
        return tuple(parse_chosen(file.read_bytes()))
    except OSError as error:
        raise SourceError(
            f"{file} cannot be read: {error.strerror}; remove {home.resurvey_file}, and due devices"
            " are asked anew"
        ) from error


def _taken(
    home: Home, store: Store, scope: Scope, one: Round, logs: Sequence[Path]
) -> Mapping[str, int]:
    """What became of the devices of a round that is complete."""
    chosen = {str(each) for each in _chosen(home, scope, one)}
    asked = asked_addresses(home, scope, one.name)
    lines = list(_identified(home, scope, place_of(home, scope, one.name).run))
    seen = mended = 0
    for operator in one.operators:
        done = take_looks(
            home, store, lines, logs, asked=asked, operator_id=operator, by=BY, purpose=PURPOSE,
            at=one.began, chosen=chosen, troubles=_judged(home),
        )  # fmt: skip
        seen += done.seen.total()
        mended += done.states["fixed"]
    return {"asked": len(asked), "looked": seen, "fixed": mended}


def _identified(home: Home, scope: Scope, run: Path) -> Iterator[bytes]:
    encode, desk = msgspec.json.Encoder().encode, home.settings.desk
    sources = Sources(
        recog=home.recog,
        nvd=tuple(home.path / one for one in desk.look_nvd),
        end_of_life=tuple(home.path / one for one in desk.look_eol),
    )
    answers = (encode(row) for row in answer_rows(run, contact=scope.authority.contact))
    for row in identify(answers, sources=sources, done=Identified()):
        yield encode(row)


def _begun(home: Home) -> Round | None:
    try:
        return msgspec.json.decode(home.resurvey_file.read_bytes(), type=Round)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise SourceError(
            f"{home.resurvey_file} cannot be read: {error}; remove it, and due devices are asked anew"
        ) from error


def _end(home: Home, one: Round, reason: str, at: datetime) -> None:
    home.resurvey_file.unlink(missing_ok=True)
    told = {"round": one.name, "reason": reason}
    trail_of(home, lambda: at).note(BY, "iot.resurvey.end", one.scope[:12], told)
