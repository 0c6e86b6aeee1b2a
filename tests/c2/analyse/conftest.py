"""Running the analysis' steps over a few rows, in one engine for all tests."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pytest

from noroshi.c2.analyse.plan import FIRST_LOOK, PACKAGE, SECOND_LOOK, SLOTS
from noroshi.c2.analyse.services import port_table
from noroshi.spine.engine import FLOWS, DuckEngine, load_step
from noroshi.spine.model import Window, address_text
from noroshi.testing import flow_table, flow_window

Rows = Sequence[Mapping[str, object]]
Looked = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def engine():
    with DuckEngine(memory_limit="1GB", threads=2) as made:
        made.load("ports", port_table())
        yield made


@pytest.fixture(scope="session")
def looked(engine: DuckEngine) -> Looked:
    """Runs every step up to one over rows of flows; gives that step's rows with plain addresses."""

    def look(
        rows: Rows | pa.Table, last: str, *, window: Window | None = None, crowd: int = 100
    ) -> list[dict[str, Any]]:
        table = rows if isinstance(rows, pa.Table) else flow_table(rows)
        window = window or flow_window(table)
        engine.load(FLOWS, table)
        slots = SLOTS / max(window.end_ms - window.start_ms, 1)
        values = {"from_ms": window.start_ms, "to_ms": window.end_ms, "slots_per_ms": slots}
        steps = (*FIRST_LOOK, *SECOND_LOOK)
        for name in steps[: steps.index(last) + 1]:
            engine.step(load_step(PACKAGE, name), values | {"crowd": crowd})
        return [_named(row) for row in engine.fetch(last).to_pylist()]

    return look


def _named(row: dict[str, Any]) -> dict[str, Any]:
    ends = {
        name: address_text(row[f"{name}_hi"], row[f"{name}_lo"])
        for name in ("cli", "srv")
        if f"{name}_hi" in row
    }
    return row | ends
