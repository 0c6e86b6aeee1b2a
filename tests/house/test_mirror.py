"""Every source file has its own test file, or stands in a list that only gets shorter."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "noroshi"

EXCEPTIONS = {
    "spine/engine/detector.py": "a protocol; tests/testing/test_check.py implements it",
    "spine/engine/protocol.py": "a protocol; tests/spine/engine/test_duck.py implements it",
    "spine/model/collecting.py": "fields only; tests/spine/store/test_collections.py makes them",
    "spine/model/column.py": "declarations only; tests/spine/model/test_flow.py reads them",
    "spine/model/decision.py": "fields only; tests of relay/decide make them",
    "spine/model/observation.py": "fields only; tests of c2/evaluate make them",
}
"""Source file -> why it has no test file of its own."""


def sources() -> set[str]:
    files = (path.relative_to(SOURCES) for path in SOURCES.rglob("*.py"))
    return {file.as_posix() for file in files if file.name != "__init__.py"}


def test_file_of(source: str) -> Path:
    path = Path(source)
    name = path.stem.strip("_")
    return ROOT / "tests" / path.parent / f"test_{name}.py"


test_file_of.__test__ = False  # type: ignore[attr-defined]


def test_every_source_file_has_its_test_file() -> None:
    alone = {source for source in sources() if not test_file_of(source).exists()}
    assert sorted(alone - EXCEPTIONS.keys()) == []


def test_no_exception_is_out_of_date() -> None:
    stale = {
        source
        for source in EXCEPTIONS
        if not (SOURCES / source).exists() or test_file_of(source).exists()
    }
    assert sorted(stale) == []
