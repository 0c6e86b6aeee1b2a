"""Opening cases: at the operator, weak devices whose line is certain become cases, each in its arm.

Ambiguous and unmatched exposures never become one: a notice to the wrong home is worse than none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from noroshi.iot.analyse.device_print import own_prints
from noroshi.iot.cases import LineNames, arm_of, make_tracking, next_look
from noroshi.iot.cases.line_name import KEY_BYTES
from noroshi.iot.match import Match, MatchResult
from noroshi.iot.report import Exposure, Severity, Trouble
from noroshi.iot.report.exposure import SEVERITY, model_of
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home import Home, read_or_make_key
from noroshi.spine.model import Case, CaseStanding, InputError, Subject, SubjectKind, rfc3339
from noroshi.spine.model.line_case import LineCase
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases
from noroshi.spine.store.members import Operators

LINE_CASES = UUID("5d1b4c6e-9d52-5b57-8a0f-6f0d0d3f5a17")
"""Namespace of ids of cases on lines (UUIDv5, RFC 9562 section 5.5)."""
KIND = "weak-device"
TOLD = frozenset({
    Trouble.INFECTED, Trouble.WEAK_CREDENTIAL, Trouble.VULNERABLE, Trouble.REFLECTOR,
    Trouble.END_OF_LIFE,
})  # fmt: skip
"""What makes a case. A port that is merely open, or a version that may be mended, does not."""
SOONEST = tuple(Severity)


@dataclass(slots=True)
class Opened:
    """A run.

    Attributes:
        made: Cases that are new.
        known: Devices that were cases already.
        left_out: Exposures that make no case, by reason.
    """

    made: list[LineCase] = field(default_factory=list)
    known: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def names_of_home(home: Home) -> LineNames:
    """Names of lines under the key of a home; the key is made when there is none."""
    return LineNames(read_or_make_key(home.case_key_file, KEY_BYTES))


def open_cases(
    home: Home,
    store: Store,
    answers: Iterable[tuple[Exposure, Match]],
    *,
    operator_id: str,
    by: str,
    at: datetime,
) -> Opened:
    """Make a case of every weak device on a certain line that has none yet.

    Args:
        home: Of the operator.
        store: Its state.
        answers: Exposures with what the session logs say of each.
        operator_id: The operator itself, as this home knows it.
        by: Who does it.
        at: Now.

    Raises:
        InputError: There is no such operator.
    """
    if operator_id not in {one.id for one in Operators(store.database).all()}:
        raise InputError(f"{operator_id} is no operator here; see: noroshi operators list")
    done = Opened()
    names = names_of_home(home)
    devices = _by_device(answers, done)
    cases, desk = LineCases(store.database), home.settings.desk
    pairs = [
        _pair(names, line, device, found, operator_id, at, desk.arms, desk.looks)
        for (line, device), found in sorted(devices.items())
    ]
    pairs = _numbered(cases, names, pairs)
    done.made = cases.open(pairs, by=by)
    done.known = len(pairs) - len(done.made)
    told = {"made": str(len(done.made)), "known": str(done.known)}
    trail_of(home, lambda: at).note(by, "iot.cases.open", operator_id, told)
    return done


def _by_device(
    answers: Iterable[tuple[Exposure, Match]], done: Opened
) -> dict[tuple[str, str], list[Exposure]]:
    """Exposures that make a case, by the name of the line and what tells its devices apart."""
    by_line: defaultdict[str, list[Exposure]] = defaultdict(list)
    for exposure, answer in with_own_prints(answers):
        if exposure.mark:
            done.left_out[exposure.mark] += 1
        elif answer.result is not MatchResult.MATCHED or answer.subscriber is None:
            done.left_out[answer.result.value] += 1
        else:
            by_line[answer.subscriber].append(exposure)
    found: defaultdict[tuple[str, str], list[Exposure]] = defaultdict(list)
    for line, exposures in by_line.items():
        for device, those in devices_of(exposures).items():
            if any(one.trouble in TOLD for one in those):
                found[line, device] += those
            else:
                done.left_out["not-weak"] += len(those)
    return dict(found)


def with_own_prints(
    answers: Iterable[tuple[Exposure, Match]],
) -> list[tuple[Exposure, Match]]:
    """The same without prints that several addresses bear: they tell no device from another."""
    pairs = list(answers)
    own = own_prints((one.device, one.address) for one, _ in pairs)
    return [
        (one if one.device in own else msgspec.structs.replace(one, device=""), answer)
        for one, answer in pairs
    ]


def devices_of(exposures: Sequence[Exposure]) -> dict[str, list[Exposure]]:
    """The devices of one line: by print, else by maker and model, else by port.

    What names nothing belongs to the line's only device where there is but one that has a name.
    """
    named: defaultdict[str, list[Exposure]] = defaultdict(list)
    prints = {_model(one): one.device for one in exposures if one.device and _model(one)}
    nameless: list[Exposure] = []
    for one in exposures:
        key = one.device or prints.get(_model(one), "") or _model(one)
        if key:
            named[key].append(one)
        else:
            nameless.append(one)
    _join(named)
    only = next(iter(named)) if len(named) == 1 else ""
    for one in nameless:
        named[only or f"{one.transport}/{one.port}"].append(one)
    return dict(named)


def _join(named: dict[str, list[Exposure]]) -> None:
    """A print without a model and a model without a print, alone on a line, are one device."""
    bare = [key for key, those in named.items() if not any(map(_model, those))]
    models = [key for key in named if "|" in key]
    if len(named) == 2 and len(bare) == len(models) == 1:
        named[bare[0]] += named.pop(models[0])


def _model(one: Exposure) -> str:
    return f"{one.vendor}|{one.product}" if one.vendor and one.product else ""


def worst(exposures: Iterable[Exposure]) -> Exposure:
    """The one that is to be told first."""
    ranks = {trouble: rank for rank, trouble in enumerate(SEVERITY)}
    return min(exposures, key=lambda one: (SOONEST.index(one.severity), ranks[one.trouble]))


def _pair(  # noqa: PLR0913, PLR0917  # the facts of one case
    names: LineNames,
    line: str,
    device: str,
    found: Sequence[Exposure],
    operator_id: str,
    at: datetime,
    arms: dict[str, float],
    looks: Sequence[int],
) -> tuple[Case, LineCase]:
    first, hashed = worst(found), names.hash(line)
    arm = arm_of(names.draw_key, hashed, arms, urgent=first.severity is Severity.CRITICAL)
    case_id = str(uuid5(LINE_CASES, f"{operator_id}|{hashed}|{device}"))
    model = model_of(found, first)
    tracking = make_tracking(names.draw_key, case_id)
    case = Case(
        id=case_id,
        number=0,
        title=" ".join(filter(None, (model.vendor, model.product, first.trouble.value)))[:200],
        kind=KIND,
        subject=Subject(SubjectKind.DEVICE, tracking),
        operator_id=operator_id,
        standing=CaseStanding.OPEN,
        opened_at=at,
    )
    return case, LineCase(
        case_id=case_id,
        tracking=tracking,
        operator_id=operator_id,
        line=hashed,
        sealed=names.seal(line),
        device=device,
        vendor=model.vendor or "",
        product=model.product or "",
        trouble=first.trouble.value,
        severity=first.severity.value,
        exposures=tuple(_told(one) for one in found[:32]),
        arm=arm.name,
        channel=arm.channel,
        drawn_at=at,
        seen_at=max(one.time for one in found),
        next_at=next_look(at, 0, looks) if arm.channel == "none" else None,
    )


def _told(one: Exposure) -> dict[str, str]:
    return {
        "address": one.address,
        "port": str(one.port),
        "transport": one.transport,
        "protocol": one.protocol,
        "trouble": one.trouble.value,
        "time": rfc3339(one.time),
    }


def _numbered(
    cases: LineCases, names: LineNames, pairs: Sequence[tuple[Case, LineCase]]
) -> list[tuple[Case, LineCase]]:
    """Each with a tracking number that nobody else has."""
    used: set[str] = set()
    held = cases.taken([line.tracking for _, line in pairs])
    owners = {one: cases.by_tracking(one) for one in held}
    made = []
    for case, line in pairs:
        attempt, tracking = 0, line.tracking
        while tracking in used or _is_others(owners.get(tracking), case.id):
            attempt += 1
            tracking = make_tracking(names.draw_key, case.id, attempt)
            if attempt and (found := cases.by_tracking(tracking)):
                owners[tracking] = found
        used.add(tracking)
        subject = Subject(SubjectKind.DEVICE, tracking)
        made.append((replace(case, subject=subject), replace(line, tracking=tracking)))
    return made


def _is_others(owner: LineCase | None, case_id: str) -> bool:
    return owner is not None and owner.case_id != case_id
