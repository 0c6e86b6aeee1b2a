"""Figures: what the journey did, against the truth that it did not know."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from noroshi.iot.match import Match, MatchResult
from noroshi.iot.report import Exposure
from noroshi.jobs.iot.following_up import follow_up
from noroshi.jobs.iot.lab.journey import FIRST, NOTICE_DAY, Journey, line_number
from noroshi.jobs.iot.opening_cases import TOLD, names_of_home
from noroshi.jobs.kpi.counting import count_figures
from noroshi.lab.survey.device import HOSTILE, WEAK
from noroshi.lab.survey.operator import Lending, holds_port
from noroshi.lab.survey.people import RESPONSES, mended_by
from noroshi.lab.survey.world import Place, World
from noroshi.spine.model import fiscal_year, year_window
from noroshi.spine.model.line_case import LineCase, LineState
from noroshi.spine.store import Store

CURVE_DAY = 30


def figures_of(journey: Journey) -> dict[str, object]:
    """All figures of a journey, for machines and the table."""
    return {
        "country": _country(journey),
        "boundary": _boundary(journey),
        "survey": _survey(journey),
        "lines": _lines(journey),
        "notices": journey.notices,
        "looks": [{"round": one.name, "day": one.day, "asked": one.asked, **one.seen} for one in journey.rounds if one.name != FIRST],
        "outcome": _outcome(journey),
        "curves": _curves(journey),
        "programme": _programme(journey),
    }  # fmt: skip


def _country(journey: Journey) -> dict[str, object]:
    world = journey.world
    kinds = Counter(one.kind.value for one in world.devices.values())
    return {
        "addresses": world.plan.network.num_addresses,
        "lines": sum(one.lines for one in world.operators.values()),
        "devices": len(world.devices),
        "kinds": dict(kinds),
    }


def _boundary(journey: Journey) -> dict[str, object]:
    """What the wire says; null where nobody could listen."""
    wires = [one.wire for one in journey.rounds]
    seen = [one for one in wires if one is not None]
    if len(seen) < len(wires) or not wires:
        return {"packets": None, "outside_scope": None, "to_unwished": None}
    return {
        "packets": sum(one.packets for one in seen),
        "outside_scope": sum(one.outside for one in seen),
        "to_unwished": sum(one.unwished for one in seen),
    }


def _survey(journey: Journey) -> dict[str, object]:
    """Weak devices found in the first round, out of those that could be asked.

    A line's second device may hold the very port, or answer everything: then the first is hidden
    from everybody outside. One that is alone at its address and was not found was missed.
    """
    world, at = journey.world, journey.world.plan.began
    unwished = [ip_network(one) for one in journey.unwished]
    answers = [answer for named in journey.named.values() for answer in named.answers]
    found = {one.address for one, _ in answers if one.trouble in TOLD}
    weak = [
        str(IPv4Address(address))
        for one in world.weak_at(at)
        if (address := world.address_at(one.device.number, at))
        and not any(ip_address(address) in network for network in unwished)
    ]
    lost = [one for one in weak if one not in found]
    hit = len(weak) - len(lost)
    bearers = Counter(address for address, _ in world.standing_at(at))
    asked = journey.rounds[0]
    decoys = _decoys(world)
    return {
        "asked": asked.asked,
        "services": asked.answers,
        "weak_devices": len(weak),
        "found": hit,
        "recall": hit / len(weak) if weak else None,
        "behind_another": sum(bearers[one] > 1 for one in lost),
        "missed": sum(bearers[one] == 1 for one in lost),
        "decoys_told": len(found & decoys),
    }


def _decoys(world: World) -> set[str]:
    """Addresses that only hostile devices have: whoever is told of one is told wrongly."""
    true: set[str] = set()
    hostile: set[str] = set()
    for address, device in world.standing_at(world.plan.began):
        (hostile if device.kind in HOSTILE else true).add(address)
    return hostile - true


def _lines(journey: Journey) -> dict[str, object]:
    """What the session logs said, and how often it was somebody else."""
    results: Counter[str] = Counter()
    wrong = 0
    for name, named in journey.named.items():
        bearers = _bearers(journey.world, name)
        for exposure, answer in named.answers:
            results[answer.result.value] += 1
            wrong += _is_wrong(journey, name, bearers, exposure, answer)
    return {**{one.value: results[one.value] for one in MatchResult}, "wrong_subscribers": wrong}


def _bearers(world: World, name: str) -> Mapping[str, list[int]]:
    """Lines that have devices, by their address at the first survey."""
    operator, at = world.operators[name], world.plan.began
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place in set(world.homes.values()):
        if place.operator == name and (address := operator.address_at(place.line, at)):
            found[str(IPv4Address(address))].append(place.line)
    return found


def _is_wrong(
    journey: Journey,
    name: str,
    bearers: Mapping[str, Iterable[int]],
    exposure: Exposure,
    answer: Match,
) -> bool:
    if answer.result is not MatchResult.MATCHED or answer.subscriber is None:
        return False
    operator = journey.world.operators[name]
    shared = operator.lending is Lending.SHARED
    true = {
        operator.line_name(line)
        for line in bearers.get(exposure.address, ())
        if not shared or holds_port(line, exposure.port)
    }
    return answer.subscriber not in true


def _outcome(journey: Journey) -> dict[str, object]:
    """States at the end, and how many of them the truth denies."""
    world = journey.world
    last = world.plan.began + timedelta(days=journey.rounds[-1].day)
    states: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    weak_on = _weak_by_place(world)
    for name, case in journey.cases():
        states[case.state.value] += 1
        place = _place_of(journey, name, case)
        if not weak_on.get(place):
            wrong["cases on lines without a weak device"] += 1
            continue
        still = [
            number
            for number in weak_on[place]
            if world.place_at(number, last) == place
            and not world.device_at(number, last).mended
            and world.address_at(number, last) is not None
        ]
        if case.state is LineState.FIXED and len(still) == len(weak_on[place]):
            wrong["fixed, and weak in truth"] += 1
    return {"states": dict(states), "wrong": dict(wrong)}


def _curves(journey: Journey) -> list[dict[str, object]]:
    """Share mended by a day in each arm: as estimated, its interval, and in truth.

    `truth` is what these very devices did, `expected` what people of the arm do on average.
    """
    refused: Counter[str] = Counter()
    truth = _mended_in_truth(journey)
    rows = []
    for one in follow_up(journey.followed(), by="arm", control="none", refused=refused):
        curve = one.curve
        at = max((n for n, day in enumerate(curve.times) if day <= CURVE_DAY), default=None)
        rows.append({
            "arm": one.group,
            "devices": curve.number,
            "fixed": curve.ended,
            "mended_by_day": CURVE_DAY,
            "estimated": 1 - curve.left_at(CURVE_DAY),
            "low": None if at is None else 1 - curve.high[at],
            "high": None if at is None else 1 - curve.low[at],
            "truth": truth.get(one.group),
            "expected": mended_by(one.group, CURVE_DAY) if one.group in RESPONSES else None,
            "p_against_control": one.against_control.p if one.against_control else None,
        })  # fmt: skip
    return rows


def _mended_in_truth(journey: Journey) -> dict[str, float]:
    """Share of each arm's devices that were mended by the day of the curves, in truth."""
    world = journey.world
    until = world.plan.began + NOTICE_DAY + timedelta(days=CURVE_DAY)
    weak = _weak_by_place(world)
    devices: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    for name, case in journey.cases():
        numbers = weak.get(_place_of(journey, name, case), [])
        devices[case.arm] += 1
        mended[case.arm] += any(world.device_at(one, until).mended for one in numbers)
    return {arm: mended[arm] / count for arm, count in devices.items()}


def _weak_by_place(world: World) -> dict[Place, list[int]]:
    """Numbers of the devices of weak kinds, by the line that they began on."""
    found: defaultdict[Place, list[int]] = defaultdict(list)
    for number, place in world.homes.items():
        if world.devices[number].kind in WEAK:
            found[place].append(number)
    return dict(found)


def _place_of(journey: Journey, name: str, case: LineCase) -> Place:
    names = names_of_home(journey.operators[name])
    return Place(name, line_number(names.unseal(case.sealed)))


def _programme(journey: Journey) -> list[dict[str, object]]:
    """Figures of the programme as the coordinator counts them."""
    at = journey.world.plan.began + NOTICE_DAY + timedelta(days=101)
    year = fiscal_year(journey.world.plan.began)
    with Store.open(journey.coordinator.state) as store:
        until = min(at, year_window(year).end)
        measures = count_figures(store, year, until)
    return [
        {"name": one.name, "numerator": one.numerator, "denominator": one.denominator}
        for one in measures
        if one.name.startswith("iot.")
    ]
