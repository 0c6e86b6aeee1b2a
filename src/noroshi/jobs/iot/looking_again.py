"""Looking again: which addresses to ask for devices that were told, and what the answers say of each.

The operator alone knows which line a device is on. It gives the survey bare addresses that its
lines hold now, and holds what came back against its session logs. No name of a line leaves.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from noroshi.iot.cases import LineNames, Look, after_look
from noroshi.iot.match import Match, MatchResult, SessionFile
from noroshi.iot.match.line_addresses import addresses_of_lines
from noroshi.iot.report import Exposure
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.naming_lines import name_lines
from noroshi.jobs.iot.opening_cases import TOLD, devices_of, names_of_home, with_own_prints
from noroshi.spine.home import Home
from noroshi.spine.model import CaseVerb
from noroshi.spine.model.line_case import OPEN_STATES, LineCase, LineState
from noroshi.spine.store import Store
from noroshi.spine.store.cases import Step
from noroshi.spine.store.line_cases import LineCases, LineChoice

JOB = "iot looks"


@dataclass(slots=True)
class Due:
    """Devices whose look is due.

    Attributes:
        addresses: Where their lines are now, ascending, each once.
        cases: How many devices are due.
        without_address: Of them, those whose line is nowhere.
    """

    addresses: list[str] = field(default_factory=list)
    cases: int = 0
    without_address: int = 0


@dataclass(slots=True)
class Looked:
    """A run of looks.

    Attributes:
        seen: How many devices were seen in each way.
        states: How many are in each state now.
        refused: Rows that are none, by reason.
    """

    seen: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def due_addresses(  # noqa: PLR0913  # what one look is told
    home: Home,
    store: Store,
    logs: Iterable[Path],
    *,
    operator_id: str,
    by: str,
    purpose: str,
    at: datetime,
    troubles: Collection[str] | None = None,
) -> Due:
    """Where the devices are that are due by now. Who asked and why is audited first.

    Args:
        home: Of the operator.
        store: Its state.
        logs: Session logs that cover the moment.
        operator_id: The operator itself.
        by: Who asks.
        purpose: Why; kept in the audit.
        at: Now.
        troubles: What may be wrong with them; null for anything.

    Raises:
        InputError: A log is no session log.
        SourceError: A log cannot be read.
    """
    trail_of(home.create(), lambda: at).note(by, "iot.cases.due", operator_id, {"purpose": purpose})
    due = _due(store, operator_id, at, troubles)
    places = _places(logs, names_of_home(home), {case.line for case in due}, at)
    found = {address for those in places.values() for address in those}
    gone = sum(case.line not in places for case in due)
    return Due(addresses=sorted(found), cases=len(due), without_address=gone)


def take_looks(  # noqa: PLR0913  # what one look is told
    home: Home,
    store: Store,
    lines: Iterable[bytes | None],
    logs: Sequence[Path],
    *,
    asked: Collection[str],
    operator_id: str,
    by: str,
    purpose: str,
    at: datetime,
    skew_s: int = 60,
    chosen: Collection[str] | None = None,
    troubles: Collection[str] | None = None,
) -> Looked:
    """Hold the answers of a re-survey against the devices that are due.

    Args:
        home: Of the operator.
        store: Its state.
        lines: What answered, as `iot identify` tells it.
        logs: Session logs that cover the re-survey.
        asked: Addresses that were asked.
        operator_id: The operator itself.
        by: Who does it.
        purpose: Why; kept in the audit.
        at: When the re-survey asked.
        skew_s: How far the clocks may differ, in seconds.
        chosen: Addresses that the round was to ask; devices on lines elsewhere stay due. Null: all
            devices are looked at.
        troubles: As with `due_addresses`; the others stay due.

    Raises:
        InputError: A log is no session log.
        SourceError: A log cannot be read.
    """
    named = name_lines(home, lines, logs, by=by, skew_s=skew_s, purpose=purpose)
    names, due = names_of_home(home), _due(store, operator_id, at, troubles)
    places = _places(logs, names, {case.line for case in due}, at)
    sight = _Sight(named.answers, names, places, frozenset(asked))
    done = Looked(refused=named.refused + named.refused_sessions)
    changed: list[tuple[LineCase, Step | None]] = []
    for case in due:
        if chosen is not None and _is_elsewhere(places.get(case.line, ()), chosen):
            continue
        look = sight.of(case)
        after = after_look(case, look, at, home.settings.desk.looks)
        step = Step(verb=CaseVerb.COMMENTED, by=by, at=at, text=f"look {after.looks}: {look}")
        changed.append((after, step))
        done.seen[look.value] += 1
        done.states[after.state.value] += 1
    LineCases(store.database).keep(changed)
    _record(store, done, operator_id, at)
    return done


class _Sight:
    """What answered, by line and device."""

    def __init__(
        self,
        answers: Iterable[tuple[Exposure, Match]],
        names: LineNames,
        places: Mapping[str, Sequence[str]],
        asked: frozenset[str],
    ) -> None:
        by_line: defaultdict[str, list[Exposure]] = defaultdict(list)
        hashes: dict[str, str] = {}
        for exposure, answer in with_own_prints(answers):
            if answer.result is MatchResult.MATCHED and answer.subscriber and not exposure.mark:
                line = hashes.setdefault(answer.subscriber, names.hash(answer.subscriber))
                by_line[line].append(exposure)
        self._devices = {line: devices_of(those) for line, those in by_line.items()}
        self._bearers = {device for those in self._devices.values() for device in those}
        self._places, self._asked = places, asked

    def of(self, case: LineCase) -> Look:
        """What was seen of the device of a case."""
        exposures = self._same(case)
        if exposures:
            weak = any(one.trouble in TOLD for one in exposures)
            return Look.WEAK if weak else Look.MENDED
        if _is_print(case.device) and case.device in self._bearers:
            return Look.ELSEWHERE
        where = self._places.get(case.line, ())
        if not where:
            return Look.NO_LINE
        return Look.SILENT if self._asked.intersection(where) else Look.NOT_ASKED

    def _same(self, case: LineCase) -> list[Exposure]:
        """What answered on the line of the case and is its device, as far as anybody can tell."""
        devices = self._devices.get(case.line, {})
        if case.device in devices:
            return devices[case.device]
        ports = {(one["transport"], one["port"]) for one in case.exposures}
        return [
            one
            for key, those in devices.items()
            for one in those
            if not (_is_print(key) and _is_print(case.device))
            and ((one.transport, str(one.port)) in ports or _is_model(one, case))
        ]


def _is_print(device: str) -> bool:
    return "|" not in device and "/" not in device


def _is_model(one: Exposure, case: LineCase) -> bool:
    return bool(case.product) and (one.vendor, one.product) == (case.vendor, case.product)


def _due(
    store: Store, operator_id: str, at: datetime, troubles: Collection[str] | None
) -> list[LineCase]:
    choice = LineChoice(states=OPEN_STATES, operator_id=operator_id, due_at=at)
    found = LineCases(store.database).some(choice)
    return [case for case in found if troubles is None or case.trouble in troubles]


def _is_elsewhere(where: Sequence[str], chosen: Collection[str]) -> bool:
    """Whether a line has addresses, and none of them was to be asked."""
    return bool(where) and not set(where).intersection(chosen)


def _places(
    logs: Iterable[Path], names: LineNames, wanted: Collection[str], at: datetime
) -> dict[str, list[str]]:
    """Addresses of lines at a moment, by the hash of their names."""
    sessions = chain.from_iterable(SessionFile(path).sessions() for path in logs)
    found = addresses_of_lines(
        sessions, lambda name: names.hash(name) in wanted, at_ms=round(at.timestamp() * 1000)
    )
    return {names.hash(name): those for name, those in found.items()}


def _record(store: Store, done: Looked, operator_id: str, at: datetime) -> None:
    counts = {f"seen {name}": count for name, count in done.seen.items()}
    counts |= {"fixed": done.states[LineState.FIXED], "looked": done.seen.total()}
    run = store.begin_run(JOB, detector=None, window=None, inputs={"operator": operator_id}, at=at)
    store.end_run(run, outcome="done", counts=counts, at=at)
