"""Survey place: where a round lies in the home, and who may work in it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from noroshi.iot.scope import Scope, digest, parse_scope
from noroshi.iot.survey.chosen import ChosenTargets, parse_chosen
from noroshi.iot.survey.listing import NOTHING, Listing
from noroshi.iot.survey.plan import Plan, Shard, make_plan, parse_plan
from noroshi.iot.survey.targets import Targets
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import ConfigError, InputError

SHORT = 12
"""Digits of a scope's digest in the name of its folder."""
MOST_SHARDS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folder of one round.

    Attributes:
        scope_folder: Of all rounds of this exact scope.
        run: Of this round.
    """

    scope_folder: Path
    run: Path

    @property
    def stop_file(self) -> Path:
        """Ends the round while it exists."""
        return self.run / "stop"

    def book_file(self, shard: Shard) -> Path:
        """The book of a shard."""
        return self.run / f"book-{shard}.jsonl"

    def books(self) -> list[Path]:
        """The books of all shards that were worked on here."""
        return sorted(self.run.glob("book-*.jsonl"))

    @property
    def chosen_file(self) -> Path:
        """Addresses of a re-survey, one a line; a round of the whole scope has none."""
        return self.run / "chosen.txt"

    def progress_file(self, shard: Shard) -> Path:
        """How far a shard is, for those who watch."""
        return self.run / f"progress-{shard}.json"


def place_of(home: Home, scope: Scope, name: str) -> Place:
    """Where a round of a scope lies.

    Raises:
        ConfigError: The name is none.
    """
    if not (0 < len(name) <= 40 and name.replace("-", "").isalnum() and name.isascii()):
        raise ConfigError(f"a round is named by letters, digits and -, not {name[:40]!r}")
    folder = home.surveys / f"{scope.id}-{digest(scope)[:SHORT]}"
    return Place(scope_folder=folder, run=folder / name)


def shard_of(text: str) -> Shard:
    """The shard that `i/n` names.

    Raises:
        ConfigError: It names none.
    """
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= MOST_SHARDS):
        raise ConfigError(f"{text!r} is no shard; write 1/4 for the first of four")
    return Shard(number=int(number), of=int(of))


def plan_at(place: Place, scope: Scope, name: str, only: ChosenTargets | None = None) -> Plan:
    """The plan of a round: the one that it began with, or a new one.

    Args:
        place: Where the round lies.
        scope: As signed.
        name: Of the round.
        only: What a re-survey asks; null for the whole scope, or what it began with.

    Raises:
        ConfigError: The folder holds another scope's round, or one with other addresses.
        InputError: Its plan is damaged.
    """
    file = place.run / "plan.json"
    place.run.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        if only is not None:
            write_whole([only.as_file()], place.chosen_file)
        write_whole([msgspec.json.encode(make_plan(scope, name, only)) + b"\n"], file)
    plan = parse_plan(file.read_bytes())
    if (plan.scope, plan.round) != (digest(scope), name):
        raise ConfigError(f"{place.run} holds a round of another scope; move it away")
    if only is not None and plan.chosen != only.digest():
        raise ConfigError(f"round {name} was begun with other addresses; name another round")
    return plan


def listing_at(place: Place, scope: Scope) -> Listing:
    """IPv6 addresses that a round asks; none where it has not begun.

    Raises:
        InputError: A file of the round was changed.
    """
    file = place.run / "plan.json"
    if not file.exists():
        return NOTHING
    return targets_at(place, scope, parse_plan(file.read_bytes())).listing


def targets_at(place: Place, scope: Scope, plan: Plan) -> Targets:
    """What the plan of a round cuts.

    Raises:
        InputError: The file of its addresses is gone, or was changed.
    """
    if not plan.chosen:
        return Targets(scope)
    try:
        targets = ChosenTargets(scope, parse_chosen(place.chosen_file.read_bytes()))
    except OSError as error:
        raise InputError(f"{place.chosen_file} cannot be read: {error.strerror}") from error
    if targets.digest() != plan.chosen:
        raise InputError(f"{place.chosen_file} was changed; take it from the backup")
    return targets


@contextmanager
def held(place: Place, shard: Shard) -> Iterator[None]:
    """Be the only process at a shard of this scope, all of whose processes share in the same number.

    Raises:
        ConfigError: Another process works at it, or with another number of shards.
    """
    place.scope_folder.mkdir(parents=True, exist_ok=True)
    with (
        (place.scope_folder / "shards.lock").open("a+") as whole,
        (place.scope_folder / f"shard-{shard.number}.lock").open("a") as mine,
    ):
        _agree(whole.fileno(), shard)
        try:
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConfigError(f"shard {shard} of this scope is already being surveyed") from error
        yield


def _agree(file: int, shard: Shard) -> None:
    """The first one writes how many share; while one works, nobody joins with another number."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(file, 0)
        os.write(file, str(shard.of).encode())
    except BlockingIOError:
        pass
    fcntl.flock(file, fcntl.LOCK_SH)
    told = os.pread(file, 16, 0).decode("ascii", "replace")
    if told != str(shard.of):
        raise ConfigError(
            f"this scope is being surveyed in {told} shards; {shard.of} would break its caps."
            " Stop the others first"
        )


def scope_at(path: Path) -> Scope:
    """The signed scope in a file.

    Raises:
        InputError: It holds none.
        ConfigError: It cannot be read.
    """
    try:
        return parse_scope(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
