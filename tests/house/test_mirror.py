"""Every source file has its own test file, or stands in a list that only gets shorter."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "noroshi"

EXCEPTIONS = {
    "sites/range/names.py": "made names; tests/sites/range/test_corpus.py holds them to reserved suffixes",
    "sites/range/kits.py": "made pages; tests/sites/range/test_corpus.py makes one of every kit and trick",
    "sites/range/honest.py": "made pages; tests/sites/range/test_corpus.py makes one of every kind",
    "sites/range/scams.py": "made pages; tests/sites/range/test_corpus.py makes one of every kind",
    "sites/range/scene.py": "fields and answers; tests/sites/range/test_scenes.py asks every host",
    "sites/range/cloaks.py": "tests/sites/range/test_scenes.py looks from both sides",
    "sites/range/hostile.py": "tests/sites/range/test_scenes.py asks every host",
    "sites/takedown/facts.py": "fields only; tests/sites/takedown/test_draft.py makes them",
    "sites/takedown/wording.py": "tests/sites/takedown/test_draft.py reads every sentence",
    "testing/followed_pages.py": "tests of followed pages live by it",
    "sites/range/lives.py": "tests/jobs/sites/test_following.py follows each",
    "spine/engine/detector.py": "a protocol; tests/testing/test_check.py implements it",
    "spine/engine/protocol.py": "a protocol; tests/spine/engine/test_duck.py implements it",
    "console/api/answer.py": "headers and codings; tests/console/api/test_lists.py reads each",
    "console/api/formats.py": "tests/console/api/test_lists.py asks for every format",
    "console/api/problem.py": "tests/console/api/test_routes.py makes the hub fail in every way",
    "spine/net/datagrams.py": "tests/jobs/iot/test_surveying.py asks devices on loopback by it",
    "spine/net/grab.py": "tests/jobs/iot/test_surveying.py and tests/iot/survey/test_banners.py ask by it",
    "spine/net/namespace.py": "tests/iot/survey/test_sweep.py makes networks with it",
    "spine/net/raw.py": "tests/iot/survey/test_sweep.py reads what it sent from the wire",
    "iot/survey/asked.py": "tests/jobs/iot/test_surveying.py asks of every address, test_sweep.py of the wire",
    "iot/survey/chunk.py": "a part of the runner; tests/jobs/iot/test_surveying.py goes, stops and kills it",
    "iot/survey/questions.py": "tests/jobs/iot/test_surveying.py asks devices on loopback by it",
    "iot/survey/runner.py": "tests/jobs/iot/test_surveying.py runs, stops and kills it",
    "spine/home/desk_settings.py": "tests/jobs/iot/test_telling_lines.py and test_opening_cases.py set them",
    "spine/store/line_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/migrations/versions/r0014_line_cases.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0015_site_batches.py": "tests/spine/store/test_migrate.py goes up and down",
    "testing/lines.py": "tests of cases live by it",
    "testing/devices.py": "tests of kept devices live by it",
    "testing/followed.py": "tests of curves live by it",
    "lab/survey/speech.py": "tests/lab/survey/test_device.py reads every answer with the survey's own readers",
    "lab/survey/knowledge.py": "tests/lab/survey/test_device.py identifies by it",
    "jobs/iot/lab/homes.py": "tests/journeys/test_iot_lab.py plays in them",
    "jobs/iot/lab/journey.py": "tests/journeys/test_iot_lab.py plays it",
    "jobs/iot/lab/figures.py": "tests/journeys/test_iot_lab.py holds them against the truth",
    "cli/iot/diff.py": "tests/jobs/iot/test_differing.py calls it",
    "cli/iot/letters.py": "tests/cli/iot/test_cases.py writes notices by it",
    "cli/iot/lab.py": "names only; tests/journeys/test_iot_lab.py calls each",
    "cli/iot/lab_run.py": "tests/journeys/test_iot_lab.py plays by it",
    "cli/iot/lab_ask.py": "tests/journeys/test_iot_lab.py asks by it",
    "cli/iot/lab_serve.py": "tests/journeys/test_iot_lab.py serves by it",
    "jobs/kpi/counted.py": "fields only; tests/jobs/kpi/test_counting.py counts by it",
    "jobs/iot/survey_place.py": "tests/jobs/iot/test_surveying.py and tests/cli/iot/test_survey.py go through it",
    "jobs/iot/opting_out.py": "tests/cli/iot/test_exclude.py and tests/console/survey ask by it",
    "spine/store/opt_outs.py": "tests/cli/iot/test_exclude.py and tests/console/survey keep them",
    "spine/store/survey_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/migrations/versions/r0009_opt_outs.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0010_list_counts.py": "tests/spine/store/test_migrate.py goes up and down; test_list_counts.py counts",
    "testing/signed_world.py": "tests/readiness/dnssec/test_validator.py holds every case to a real Unbound",
    "testing/signed_servers.py": "tests/conftest.py serves the signed world with it",
    "spine/store/readiness_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/migrations/versions/r0013_readiness.py": "tests/spine/store/test_migrate.py goes up and down",
    "testing/readiness.py": "tests/jobs/readiness/test_guiding.py lives by it",
    "spine/model/outlet.py": "words only; tests/spine/home/test_acts.py writes and reads them",
    "cli/readiness/outlet/speak.py": "tests/journeys/test_outlet_routers.py has ExaBGP run it",
    "testing/command.py": "tests of commands live by it",
    "testing/surveys.py": "tests of surveys live by it",
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
    "spine/store/site_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/follow_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/migrations/versions/r0011_follow.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/site_verdict_rows.py": "tests/spine/store/test_site_verdicts.py and test_site_proposals.py write by it",
    "spine/store/migrations/versions/r0012_site_cases.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/model/site_proposal.py": "fields only; tests/spine/store/test_site_proposals.py makes them",
    "testing/site_cases.py": "tests of cases live by it",
    "spine/store/site_lock.py": "tests/spine/store/test_site_queue.py has workers at once",
    "spine/model/site_queue.py": "fields only; tests/spine/store/test_site_queue.py makes them",
    "console/public/open_door.py": "tests/console/public/test_report.py finds it shut",
    "spine/store/work_tables.py": "declarations; tests/spine/store/test_migrate.py holds migrations to them",
    "spine/store/database.py": "tests/spine/store/test_store.py opens, locks and breaks it",
    "spine/store/migrations/versions/r0004_members.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0005_list.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0006_work.py": "tests/spine/store/test_migrate.py goes up and down",
    "spine/store/migrations/versions/r0007_contributions.py": "tests/spine/store/test_migrate.py goes up and down",
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
