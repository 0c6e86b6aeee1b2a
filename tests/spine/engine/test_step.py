"""A step declares its name, inputs, keys and parameters in its file."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from noroshi.spine.engine import load_step
from noroshi.spine.model import EngineError

PACKAGE = "stepsfortest"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    sys.modules.pop(PACKAGE, None)


def test_the_header_is_the_declaration(package: Path) -> None:
    (package / "contacts.sql").write_text(
        "-- step: contacts\n-- inputs: flows, names\n--keys: server ,client\n-- params: start\n"
        "SELECT 1 AS n -- inputs of the query: none\n"
    )
    step = load_step(PACKAGE, "contacts")
    assert (step.name, step.inputs) == ("contacts", ("flows", "names"))
    assert (step.keys, step.params) == (("server", "client"), ("start",))
    assert "SELECT 1" in step.sql


def test_absent_lists_are_empty(package: Path) -> None:
    (package / "one.sql").write_text("-- step: one\n-- keys:\nSELECT 1 AS n\n")
    step = load_step(PACKAGE, "one")
    assert (step.inputs, step.keys, step.params) == ((), (), ())


@pytest.mark.parametrize("text", ["SELECT 1", "-- step: other\nSELECT 1", ""])
def test_a_file_without_its_own_name_is_refused(package: Path, text: str) -> None:
    (package / "one.sql").write_text(text)
    with pytest.raises(EngineError, match="does not declare '-- step: one'"):
        load_step(PACKAGE, "one")


def test_a_missing_file_is_refused_by_name(package: Path) -> None:
    with pytest.raises(EngineError, match=r"has no step none: none\.sql is missing"):
        load_step(PACKAGE, "none")
