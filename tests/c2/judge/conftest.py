"""The scene of one botnet, judged once for all tests that only read."""

from collections.abc import Callable

import pyarrow as pa
import pytest

from noroshi.c2.judge import Judgement, ServerDetector
from noroshi.spine.engine import FLOWS, DuckEngine
from noroshi.spine.model import Window
from noroshi.testing import flow_window
from noroshi.testing.scenes import Scene, botnet_scene

Judged = Callable[..., tuple[ServerDetector, Judgement]]


@pytest.fixture(scope="session")
def scene() -> Scene:
    return botnet_scene()


@pytest.fixture(scope="session")
def judged() -> Judged:
    """Judges a flow table with a detector."""

    def judge(
        flows: pa.Table, detector: ServerDetector | None = None, window: Window | None = None
    ) -> tuple[ServerDetector, Judgement]:
        detector = detector or ServerDetector()
        with DuckEngine(memory_limit="1GB", threads=2) as engine:
            engine.load(FLOWS, flows)
            return detector, detector.judge(engine, window or flow_window(flows))

    return judge


@pytest.fixture(scope="session")
def judgement(scene: Scene, judged: Judged) -> Judgement:
    return judged(scene.flows)[1]
