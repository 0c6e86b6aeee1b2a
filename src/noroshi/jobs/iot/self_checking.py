"""Self-checking: a visitor's own address looked at once, at the visitor's wish.

The look is a survey like any other: one address of a scope that an authority signed, through the
same boundary, opt-outs and caps, with a book of its own. Nobody can ask for an address but the own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, ip_network
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from noroshi.iot.notice.notice import TROUBLES
from noroshi.iot.notice.steps import shipped_steps
from noroshi.iot.report import Exposure, read_exposures
from noroshi.iot.scope import Scope
from noroshi.iot.survey.results import delete_part, parts
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.identifying import Identified, Sources, identify
from noroshi.jobs.iot.opening_cases import TOLD, worst
from noroshi.jobs.iot.opting_out import opted_out
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.jobs.iot.survey_place import place_of, scope_at
from noroshi.jobs.iot.surveying import Survey, Wish, utc_now
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError, Text
from noroshi.spine.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One service that answered.

    Attributes:
        port: As people read it, `TCP 80`.
        device: Maker and model; empty where unknown.
        trouble: What is wrong, in plain words.
        weak: Whether something should be done about it.
    """

    port: str
    device: str
    trouble: Text
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a look at one address found.

    Attributes:
        probes: How many questions were asked.
        seen: What answered; empty is good news.
        steps: What to do about the worst of it; empty where nothing is weak.
    """

    probes: int
    seen: tuple[Seen, ...]
    steps: tuple[Text, ...]


def check_scope_of(home: Home) -> Path | None:
    """The scope under which self-checks run; null where they are off."""
    named = home.settings.iot.check_scope
    return home.path / named if named else None


def covers(home: Home, store: Store, address: str) -> bool:
    """Whether an address may be looked at: held by the scope, and not opted out.

    A help for the page alone: the boundary decides again for every probe.
    """
    path = check_scope_of(home)
    if path is None:
        return False
    try:
        one = IPv4Address(address)
    except ValueError:
        return False
    return _holds(scope_at(path), one) and not _has_opted_out(store, one)


def check_address(
    home: Home,
    store: Store,
    address: str,
    *,
    at: datetime,
    wall: Callable[[], datetime] = utc_now,
    engine: str = "connect",
) -> Checked:
    """Look at one address, and say what was seen and what to do.

    Args:
        home: Of the hub.
        store: Its state.
        address: The visitor's own.
        at: Now; names the round, so that each look has a book of its own.
        wall: The clock of the survey.
        engine: Connections, unless a test says otherwise.

    Raises:
        ConfigError: Self-checks are off, or the scope does not hold this address here and now.
        SourceError: The look ended early.
    """
    path = check_scope_of(home)
    if path is None or not covers(home, store, address):
        raise ConfigError(f"{address} lies outside what may be checked")
    name = f"self-{at:%Y%m%d%H%M%S%f}"
    trail_of(home, lambda: at).note("self", "survey.check", "own address", {"round": name})
    lists = tuple(home.path / one for one in home.settings.iot.check_lists)
    wish = Wish(
        scope=path,
        round=name,
        engine=engine,
        only=(IPv4Address(address),),
        lists=lists,
        counted=False,
    )
    progress = list(Survey(home, wish, wall=wall).run())[-1]
    if progress.reason != "complete":
        raise SourceError("the look ended early; try again in a while")
    scope = scope_at(path)
    run = place_of(home, scope, name).run
    rows = list(answer_rows(run, contact=scope.authority.contact))
    for part in parts(run):  # what was seen is the visitor's; the book stays
        delete_part(run, part)
    return _told(_exposures(home, rows), progress.sent)


def _exposures(home: Home, rows: Iterable[Mapping[str, object]]) -> list[Exposure]:
    encode = msgspec.json.Encoder().encode
    named = home.settings.iot.recog
    sources = Sources(recog=home.path / named if named else None)
    lines = (encode(row) for row in rows)
    done = Identified()
    told = [encode(row) for row in identify(lines, sources=sources, done=done)]
    return list(read_exposures(told, done.refused))


def _told(exposures: list[Exposure], probes: int) -> Checked:
    seen = tuple(
        Seen(
            port=f"{one.transport.upper()} {one.port}",
            device=" ".join(filter(None, (one.vendor, one.product))),
            trouble=TROUBLES[one.trouble],
            weak=one.trouble in TOLD,
        )
        for one in exposures
    )
    steps: tuple[Text, ...] = ()
    if exposures:
        first = worst(exposures)
        steps = shipped_steps().for_device(first.vendor or "", first.trouble)
    return Checked(probes=probes, seen=seen, steps=steps)


def _holds(scope: Scope, address: IPv4Address) -> bool:
    networks = map(ip_network, scope.prefixes)
    return any(net.version == address.version and address in net for net in networks)


def _has_opted_out(store: Store, address: IPv4Address) -> bool:
    return bool(opted_out(store).hold(_numbers(address))[0])


def _numbers(address: IPv4Address) -> npt.NDArray[np.int64]:
    return np.array([int(address)], np.int64)
