"""Every source file has its own test file, or stands in a list that only gets shorter."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "noroshi"

EXCEPTIONS = {
    "spine/engine/detector.py": "a protocol; tests/testing/test_check.py implements it",
    "spine/engine/protocol.py": "a protocol; tests/spine/engine/test_duck.py implements it",
    "console/api/answer.py": "headers and codings; tests/console/api/test_lists.py reads each",
    "console/api/formats.py": "tests/console/api/test_lists.py asks for every format",
    "console/api/problem.py": "tests/console/api/test_routes.py makes the hub fail in every way",
    "console/api/reach.py": "tests/console/api/test_lists.py reads as every kind of member",
    "console/api/whole_list.py": "tests/console/api/test_lists.py reads whole lists",
    "testing/world.py": "tests/console/test_matrix.py asks every route in it",
    "console/app.py": "tests/console/conftest.py builds every client with it",
    "console/caller.py": "fields only; tests/console/test_permit.py makes them",
    "console/hub.py": "fields only; tests/console/conftest.py makes one",
    "spine/model/access.py": "declarations; tests/console/test_permit.py lives by them",
    "spine/model/edition.py": "fields only; tests of the shared list make them",
    "spine/model/member.py": "fields only; tests of members make them",
    "spine/model/sighting.py": "fields only; tests of sightings make them",
    "spine/store/choice.py": "tests/spine/store/test_lists.py narrows by every field",
    "spine/store/edition_rows.py": "tests/spine/store/test_lists.py takes editions there and back",
    "spine/store/list_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/member_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/work_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/database.py": "tests/spine/store/test_store.py opens, locks and breaks it",
    "spine/store/migrations/versions/r0004_members.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0005_list.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0006_work.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/model/collecting.py": "fields only; tests/spine/store/test_collections.py makes them",
    "spine/model/column.py": "declarations only; tests/spine/model/test_flow.py reads them",
    "spine/model/decision.py": "fields only; tests of relay/decide make them",
    "lab/export/form.py": "a protocol; tests of v5, v9 and IPFIX implement it",
    "lab/load/forms.py": "a part of the load; tests/lab/load/test_stream.py decodes every form",
    "lab/load/sflow.py": "a part of the load; tests/lab/load/test_stream.py decodes it",
    "lab/load/writer.py": "a part of the load; tests/lab/load/test_stream.py decodes what it writes",
    "spine/flows/decode/agent.py": "a part of sFlow; test_sampled.py holds the whole against a slow oracle",
    "spine/flows/decode/flow_samples.py": "a part of sFlow; test_sampled.py holds the whole against a slow oracle",
    "spine/flows/decode/sflow.py": "a part of sFlow; test_sampled.py holds the whole against a slow oracle",
    "spine/flows/decode/sflow_view.py": "a part of the view; test_view.py holds it against the golden files",
    "spine/flows/importers/source.py": "fields and a type; tests/spine/flows/importers/test_readers.py reads all formats by it",
    "spine/model/counters.py": "a declaration; tests/spine/flows/decode/test_counters.py fills every column",
    "spine/model/importing.py": "fields only; tests/spine/store/test_store.py keeps them",
    "spine/store/migrations/env.py": "run by alembic only; tests/spine/store/test_migrate.py migrates",
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
