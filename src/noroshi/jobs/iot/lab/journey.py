"""Journey: signed scope, survey, devices, reports, lines, notices, repairs, looks, curve and figures.

Nobody in it knows more than in life: the coordinator never sees a line, an operator sees its own
lines only, and the truth is held back until the end, when everything is counted against it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import msgspec

from noroshi.iot.report import Sender
from noroshi.jobs.iot.attributing import Attributed, Written, open_attribution, write_reports
from noroshi.jobs.iot.desk import followed_rows, progress_of
from noroshi.jobs.iot.figures_shared import share_figures, take_figures
from noroshi.jobs.iot.identifying import Identified, Sources, identify
from noroshi.jobs.iot.lab.capture import Captured, count_capture
from noroshi.jobs.iot.lab.ground import Ground
from noroshi.jobs.iot.lab.homes import (
    Signed,
    log_of,
    make_coordinator,
    make_operator_home,
    sign_scope,
)
from noroshi.jobs.iot.lab.stand import write_stand
from noroshi.jobs.iot.looking_again import due_addresses, take_looks
from noroshi.jobs.iot.naming_lines import Named, name_lines
from noroshi.jobs.iot.opening_cases import names_of_home, open_cases
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.jobs.iot.survey_place import place_of, scope_at
from noroshi.jobs.iot.surveying import asked_addresses
from noroshi.jobs.iot.telling_lines import tell_lines
from noroshi.jobs.sites.lines import opened_lines
from noroshi.lab.survey import Plan, World, make_world
from noroshi.lab.survey.knowledge import write_knowledge
from noroshi.lab.survey.people import mends_at
from noroshi.lab.survey.world import Place
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model.line_case import LineCase
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases

BY, PURPOSE = "user:lab", "journey of the lab"
FIRST = "first"
NOTICE_DAY = timedelta(days=1)
OPT_OUTS = 8
SENDER = Sender(
    organisation="Example Coordinator",
    contact="survey@coordinator.example",
    domain="coordinator.example",
)
Tell = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Round:
    """One round as it went.

    Attributes:
        name: Of the round.
        day: Days after the first survey.
        asked: Addresses that were asked.
        answers: Services that answered.
        wire: What the capture shows; null without one.
        seen: What was seen of due devices; empty in the first round.
    """

    name: str
    day: float
    asked: int
    answers: int
    wire: Captured | None
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Journey:
    """Everything that the lab did, for those who count.

    Attributes:
        world: The truth.
        coordinator: Its home.
        operators: Homes of the operators, by name.
        scope: As signed.
        rounds: In order.
        findings: Rows of the first round, as the operators got them, by operator.
        named: What the session logs said of each, by operator.
        opted_out: Addresses that opted out before the first round.
        notices: Notices by channel.
    """

    world: World
    coordinator: Home
    operators: dict[str, Home]
    scope: Signed
    rounds: list[Round] = field(default_factory=list)
    findings: dict[str, Path] = field(default_factory=dict)
    named: dict[str, Named] = field(default_factory=dict)
    opted_out: tuple[str, ...] = ()
    notices: dict[str, int] = field(default_factory=dict)

    @property
    def unwished(self) -> tuple[str, ...]:
        """Networks that nobody may ask."""
        return (*(f"{one}/32" for one in self.opted_out), *self.scope.networks)

    def cases(self) -> Iterator[tuple[str, LineCase]]:
        """Every case with the name of its operator."""
        for name, home in self.operators.items():
            with Store.open(home.state) as store:
                yield from ((name, case) for case in LineCases(store.database).some())

    def followed(self) -> Iterator[bytes]:
        """Every device as `iot followup` reads it."""
        for home in self.operators.values():
            with Store.open(home.state) as store:
                yield from map(msgspec.json.encode, followed_rows(store))


def play(
    folder: Path, ground: Ground, *, seed: int, devices: int, began: datetime, tell: Tell
) -> Journey:
    """Play the whole journey in an empty folder.

    Raises:
        ConfigError: The ground cannot be had, or a round fails.
    """
    tell("making the country")
    plan = Plan(seed=seed, network=ground.network, devices=devices, began=began, ports=ground.ports)
    journey = _begin(folder, ground, make_world(plan))
    tell(f"surveying {ground.network} with {len(journey.world.devices):,} devices")
    rows = _round(folder, ground, journey, FIRST, timedelta())
    _report(folder, journey, rows)
    tell("naming lines, opening cases, writing notices")
    for name, home in journey.operators.items():
        _tell_lines(folder, journey, name, home)
    _draw_fates(journey)
    looks = next(iter(journey.operators.values())).settings.desk.looks
    for day in looks:
        tell(f"looking again, day {day}")
        _look(folder, ground, journey, day)
    _count(journey)
    return journey


def _begin(folder: Path, ground: Ground, world: World) -> Journey:
    coordinator = make_coordinator(folder, world)
    began = world.plan.began
    operators = {
        name: make_operator_home(folder, one, began) for name, one in world.operators.items()
    }
    write_knowledge(folder / "knowledge")
    last = list(ground.network.subnets(new_prefix=28))[-1]
    scope = sign_scope(coordinator, ground, began, (str(last),))
    opted_out = tuple(_some_weak(world, last))
    with Store.open(coordinator.state) as store:
        for one in opted_out:
            opt_out(store, one, by="self", note="", at=began)
    return Journey(
        world=world, coordinator=coordinator, operators=operators, scope=scope, opted_out=opted_out
    )


def _some_weak(world: World, excluded: IPv4Network) -> list[str]:
    """Addresses of some weak devices whose holders opt out."""
    at = world.plan.began
    found = (world.address_at(one.device.number, at) for one in world.weak_at(at))
    those = sorted({one for one in found if one and IPv4Address(one) not in excluded})
    step = max(1, len(those) // OPT_OUTS)
    return [str(IPv4Address(one)) for one in those[::step][:OPT_OUTS]]


def _round(  # one round is told all this
    folder: Path,
    ground: Ground,
    journey: Journey,
    name: str,
    after: timedelta,
    only: Path | None = None,
) -> Path:
    """Run a round, and identify what answered; gives the file of rows."""
    at = journey.world.plan.began + after
    stand, wire = folder / f"{name}.stand.jsonl", folder / f"{name}.pcap"
    alive = write_stand(journey.world, at, stand)
    scope, home = journey.scope, journey.coordinator
    with ground.standing(stand, alive, wire) as asker:
        asker.survey(home.path, scope.scope, name, at, lists=[scope.excluded], only=only)
    signed = scope_at(scope.scope)
    answers = answer_rows(place_of(home, signed, name).run, contact=signed.authority.contact)
    out = folder / f"{name}.devices.jsonl"
    count = _identify(folder / "knowledge", answers, out)
    allowed = [str(ground.network)] if only is None else only.read_text().split()
    captured = (
        count_capture(wire, allowed=allowed, unwished=journey.unwished) if wire.exists() else None
    )
    asked = asked_addresses(home, signed, name)
    journey.rounds.append(
        Round(name=name, day=after.days, asked=len(asked), answers=count, wire=captured)
    )
    return out


def _identify(knowledge: Path, answers: Iterator[dict[str, object]], out: Path) -> int:
    encode = msgspec.json.Encoder().encode
    done = Identified()
    sources = Sources(
        recog=knowledge / "recog", nvd=(knowledge / "nvd.json",), kev=knowledge / "kev.json",
        end_of_life=(knowledge / "eol.json",),
    )  # fmt: skip
    rows = identify(map(encode, answers), sources=sources, done=done)
    write_whole((encode(row) + b"\n" for row in rows), out)
    return done.read


def _report(folder: Path, journey: Journey, rows: Path) -> None:
    """One report an operator, in its own form and as Shadowserver's CSV."""
    attribution = open_attribution(journey.coordinator, None)
    written: tuple[Written, ...] = ()
    for form in ("shadowserver", "noroshi"):
        done = Attributed()
        written = write_reports(
            opened_lines(str(rows)), attribution, folder=folder / "reports", form=form,
            sender=SENDER, done=done,
        ).written  # fmt: skip
    journey.findings = {one.operator.id: one.file for one in written}


def _tell_lines(folder: Path, journey: Journey, name: str, home: Home) -> None:
    """At one operator: lines, cases, arms and notices."""
    if name not in journey.findings:
        return
    at = journey.world.plan.began + NOTICE_DAY
    lines = opened_lines(str(journey.findings[name]))
    named = name_lines(home, lines, [log_of(home)], by=BY, skew_s=60, purpose=PURPOSE)
    journey.named[name] = named
    with Store.open(home.state) as store:
        open_cases(home, store, named.answers, operator_id=name, by=BY, at=at)
        told = tell_lines(
            home, store, folder / "notices" / name, operator_id=name, by=BY, purpose=PURPOSE, at=at
        )
    for channel, count in told.by_channel.items():
        journey.notices[channel] = journey.notices.get(channel, 0) + count


def _draw_fates(journey: Journey) -> None:
    """People read their notices, or have none: when each mends its device."""
    world = journey.world
    at = world.plan.began + NOTICE_DAY
    arms = {
        Place(
            name, line_number(names_of_home(journey.operators[name]).unseal(case.sealed))
        ): case.arm
        for name, case in journey.cases()
    }
    for weak in list(world.weak_at(world.plan.began)):
        arm = arms.get(weak.place, "none")
        if (mended := mends_at(world.plan.seed, weak.device.number, arm, at)) is not None:
            world.fates[weak.device.number] = mended


def line_number(name: str) -> int:
    """The number in a made operator's name of a line."""
    return int(name.rpartition("-")[2])


def _look(folder: Path, ground: Ground, journey: Journey, day: int) -> None:
    """One re-survey: operators say where, the coordinator asks, operators read the answers."""
    after = NOTICE_DAY + timedelta(days=day)
    at = journey.world.plan.began + after
    name, wanted = f"day-{day}", set[str]()
    for operator, home in journey.operators.items():
        with Store.open(home.state) as store:
            wanted |= set(
                due_addresses(
                    home, store, [log_of(home)], operator_id=operator, by=BY, purpose=PURPOSE, at=at
                ).addresses
            )
    if not wanted:
        return
    only = folder / f"{name}.addresses"
    only.write_text("\n".join(sorted(wanted)) + "\n", encoding="ascii")
    rows = _round(folder, ground, journey, name, after, only)
    asked = asked_addresses(journey.coordinator, scope_at(journey.scope.scope), name)
    _report(folder / name, journey, rows)
    seen: dict[str, int] = {}
    for operator, home in journey.operators.items():
        file = journey.findings.get(operator)
        with Store.open(home.state) as store:
            done = take_looks(
                home, store, opened_lines(str(file)) if file else [], [log_of(home)], asked=asked,
                operator_id=operator, by=BY, purpose=PURPOSE, at=at,
            )  # fmt: skip
        for what, count in done.seen.items():
            seen[what] = seen.get(what, 0) + count
    journey.rounds[-1].seen = seen


def _count(journey: Journey) -> None:
    """Operators share their counts, and the coordinator takes them."""
    at = journey.world.plan.began + timedelta(days=100)
    for name, home in journey.operators.items():
        with Store.open(home.state) as store:
            row = share_figures(store, progress_of(store), operator_id=name, at=at)
        with Store.open(journey.coordinator.state) as store:
            take_figures(store, msgspec.json.encode(row), at=at)
