"""A small labelled day: three captures with a beacon each, and ordinary web traffic around them."""

from datetime import timedelta

import pyarrow as pa
import pytest

from noroshi.c2.analyse import AnalysisParameters, analyse
from noroshi.c2.evaluate.folds import cross_fit
from noroshi.c2.evaluate.labelled import label
from noroshi.c2.evaluate.thin import COLUMNS
from noroshi.c2.evaluate.truth import Controller, Truth
from noroshi.spine.engine import DuckEngine
from noroshi.spine.model import Window
from noroshi.testing.flows import MONDAY, flow, flow_table

DAY = Window(MONDAY, MONDAY + timedelta(days=1))
SCENARIOS = ("one", "two", "three")


def _capture(number):
    bot, victim = f"100.64.{number}.1", f"100.64.{number}.2"
    for n in range(300):
        yield flow(f"{bot}:{40000 + n}", f"192.0.2.{number}:{4000 + number}/tcp", at_s=120 * n, sent=(420, 12), answered=(420, 12))  # fmt: skip
    for n in range(60):
        web = f"198.51.100.{10 * number + n % 10}:443/tcp"
        for client in (bot, victim, f"100.64.{number}.{3 + n % 5}"):
            yield flow(f"{client}:{50000 + n}", web, at_s=(n * n * 37) % 80_000, sent=(900 + 7 * n, 9), answered=(90_000 + n, 70))  # fmt: skip


def labelled_day(*, condition="biflow", without=()):
    flows = small_flows(without)
    truth = Truth(
        controllers={
            f"192.0.2.{n}": Controller(scenario=name, family=f"family {n}", kind="TCP")
            for n, name in enumerate(SCENARIOS, 1)
        },
        scenarios={
            f"198.51.100.{10 * n + k}": name
            for n, name in enumerate(SCENARIOS, 1)
            for k in range(10)
        },
        left_out=frozenset({"198.51.100.39"}),
    )
    return label(
        analyse_flows(flows, DAY), truth, name=condition, condition=condition, importance=1.0
    )


def small_flows(without=()):
    rows = [r for n, name in enumerate(SCENARIOS, 1) if name not in without for r in _capture(n)]
    return flow_table(rows).select(list(COLUMNS))


def analyse_flows(flows: pa.Table, window: Window):
    with DuckEngine(memory_limit="512MB", threads=1) as engine:
        engine.load("flows", flows)
        return analyse(engine, window, AnalysisParameters())


@pytest.fixture(scope="session")
def day():
    return labelled_day()


@pytest.fixture(scope="session")
def folds(day):
    return cross_fit([day], version="0", trained_on="a small made day")


@pytest.fixture(scope="session")
def half_a_day():
    """The same truth where no flow touched the third capture."""
    return labelled_day(without=("three",))


@pytest.fixture(scope="session")
def flows():
    return small_flows()


@pytest.fixture(scope="session")
def analyser():
    return analyse_flows
