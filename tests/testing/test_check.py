"""The detector kit accepts an honest detector and names what each broken one breaks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from noroshi.spine.engine import DuckEngine, Engine, Step
from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text, Window
from noroshi.testing import CheckFailed, check_detector, flow, flow_table

REGULAR = Step(
    name="regular",
    sql="""
        SELECT destinationTransportPort AS port,
               count(DISTINCT epoch_ms(flowStartMilliseconds)) AS contacts,
               min(flowStartMilliseconds) AS first
        FROM flows
        WHERE epoch_ms(flowStartMilliseconds) >= $start AND epoch_ms(flowStartMilliseconds) < $end
        GROUP BY ALL HAVING contacts >= $contacts ORDER BY port
    """,
    inputs=("flows",),
    keys=("port",),
    params=("start", "end", "contacts"),
)

FLOWS = flow_table(
    [flow("100.64.0.1:50000", "192.0.2.1:6667/tcp", at_s=60 * n) for n in range(20)]
    + [flow("100.64.0.2:50001", "198.51.100.7:443/tcp", at_s=7 * n) for n in range(3)]
)


def reason(code: str, value: float, weight: float) -> Evidence:
    text = Text(ja=f"接触 {value}", en=f"{value} contacts")
    return Evidence(code=code, value=value, unit="1", baseline=1.0, weight=weight, text=text)


@dataclass(frozen=True)
class Honest:
    """Lists every port with many contacts at distinct moments."""

    contacts: int = 10
    name: str = "test.regular"
    version: str = "1"

    def detect(self, engine: Engine, window: Window) -> list[Finding]:
        bounds = {"start": window.start_ms, "end": window.end_ms, "contacts": self.contacts}
        engine.step(REGULAR, bounds)
        return [
            self.finding(window, row["port"], row["contacts"])
            for row in engine.fetch(REGULAR.name).to_pylist()
        ]

    def finding(self, window: Window, port: int, contacts: int) -> Finding:
        evidence = (reason("test.contacts", contacts, 2.0), reason("test.port", port, 1.0))
        return Finding(
            kind="c2-server",
            subject=Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")),
            score=contacts / (contacts + 1),
            label="test",
            window=window,
            clients=1,
            evidence=evidence,
            counterfactual=Text(ja="接触が減れば", en="fewer contacts"),
            detector=Detector(name=self.name, version=self.version),
        )


@dataclass(frozen=True)
class Broken(Honest):
    """Honest, with one thing done to what it finds."""

    spoil: Callable[[Engine, Window, list[Finding]], list[Finding]] = field(
        default=lambda engine, window, found: found, repr=False
    )

    def detect(self, engine: Engine, window: Window) -> list[Finding]:
        return self.spoil(engine, window, super().detect(engine, window))


def rows(engine: Engine) -> int:
    return int(engine.query("SELECT count(*) AS n FROM flows")["n"][0].as_py())


def first_bytes(engine: Engine) -> int:
    table = engine.query("SELECT destinationTransportPort AS p FROM flows LIMIT 1")
    return int(table["p"][0].as_py()) if table.num_rows else 0


def spoil_one(**changes: object) -> Callable[[Engine, Window, list[Finding]], list[Finding]]:
    return lambda engine, window, found: [replace(f, **changes) for f in found]


def always(engine: Engine, window: Window, found: list[Finding]) -> list[Finding]:
    return found or [Honest().finding(window, 1, 1)]


def crashes_on_one_row(engine: Engine, window: Window, found: list[Finding]) -> list[Finding]:
    if rows(engine) == 1:
        raise ZeroDivisionError
    return found


def counts_duplicates(engine: Engine, window: Window, found: list[Finding]) -> list[Finding]:
    return found + [Honest().finding(window, 99, 1)] * (rows(engine) > FLOWS.num_rows)


def trusts_the_first_row(engine: Engine, window: Window, found: list[Finding]) -> list[Finding]:
    return [replace(f, label=str(first_bytes(engine))) for f in found]


def knows_the_calendar(engine: Engine, window: Window, found: list[Finding]) -> list[Finding]:
    return found if window.start.month == 1 and window.start.day < 15 else []


def twice(engine: Engine, window: Window, found: list[Finding]) -> list[Finding]:
    return found + found


LAX = Text(ja="same", en="same")

BROKEN = {
    "at least 2 are needed": spoil_one(evidence=(reason("test.contacts", 1.0, 1.0),)),
    "same in both languages": spoil_one(evidence=(replace(reason("a", 1, 1), text=LAX),) * 2),
    "has weight nan": spoil_one(evidence=(reason("a", 1, float("nan")),) * 2),
    "names another detector": spoil_one(detector=Detector(name="other", version="1")),
    "another window": spoil_one(window=Window.of_ms(0, 1)),
    "same id": twice,
    "empty flow table gave a finding": always,
    "repeating every row created a finding: endpoint 192.0.2.1:99/tcp": counts_duplicates,
    "shuffling the rows made": trusts_the_first_row,
    "shifting the clock lost a finding": knows_the_calendar,
}


def test_an_honest_detector_passes() -> None:
    check_detector(Honest(), FLOWS)


@pytest.mark.parametrize("message", BROKEN)
def test_a_broken_detector_fails_with_its_fault(message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        check_detector(Broken(spoil=BROKEN[message]), FLOWS)


def test_a_crash_on_one_row_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        check_detector(Broken(spoil=crashes_on_one_row), FLOWS)


def test_a_detector_that_finds_nothing_proves_nothing() -> None:
    with pytest.raises(CheckFailed, match="prove nothing"):
        check_detector(Honest(contacts=1000), FLOWS)


def test_a_detector_that_learns_from_a_run_fails() -> None:
    class Learning:
        name, version = "test.regular", "1"

        def __init__(self) -> None:
            self.seen = 0

        def __repr__(self) -> str:
            return f"Learning(seen={self.seen})"

        def detect(self, engine: Engine, window: Window) -> list[Finding]:
            self.seen += 1
            return Honest().detect(engine, window)

    with pytest.raises(CheckFailed, match="changed the detector"):
        check_detector(Learning(), FLOWS)


def test_a_detector_with_unstable_order_fails() -> None:
    class Moody:
        name, version, turn = "test.regular", "1", 0

        def detect(self, engine: Engine, window: Window) -> list[Finding]:
            Moody.turn += 1
            found = Honest(contacts=1).detect(engine, window)
            return found[:: 1 if Moody.turn % 2 else -1]

    with pytest.raises(CheckFailed, match="another order"):
        check_detector(Moody(), FLOWS)


def test_engines_must_agree() -> None:
    class Deaf(DuckEngine):
        def step(self, step, params=None):  # type: ignore[no-untyped-def]
            return super().step(step, {**params, "contacts": 10**6})

    makers = {"duckdb": DuckEngine, "deaf": Deaf}
    with pytest.raises(CheckFailed, match="engine deaf lost a finding"):
        check_detector(Honest(), FLOWS, engines=makers)
    check_detector(Honest(), FLOWS, engines={"duckdb": DuckEngine, "again": DuckEngine})


def test_the_window_can_be_given() -> None:
    whole = Window.of_ms(1_767_571_200_000, 1_767_657_600_000)
    check_detector(Honest(), FLOWS, window=whole)
    early = Window(whole.start, whole.start + timedelta(minutes=5))
    with pytest.raises(CheckFailed, match="prove nothing"):
        check_detector(Honest(), FLOWS, window=early)
