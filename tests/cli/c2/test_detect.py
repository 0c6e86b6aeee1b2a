import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from noroshi.cli.c2.detect import ROWS_SHOWN, clients_of, detect, lines_of, reasons_of, show
from noroshi.jobs.c2.detecting import Detected
from noroshi.spine.model import ConfigError, Endpoint, Subject
from noroshi.testing.findings import HOUR, make_evidence, make_finding


def detected(*findings, listed=None):
    return Detected(
        findings=findings,
        listed=len(findings) if listed is None else listed,
        window=HOUR,
        flows=12_345,
        subscribers=40,
        servers=321,
        seconds=1.25,
        threshold=0.5,
    )


@pytest.fixture
def asked(monkeypatch):
    """What the job was asked; it finds two servers."""
    calls = []
    second = make_finding(Subject.endpoint(Endpoint("192.0.2.2", 80, "tcp")), score=0.6)

    def job(home, **options):
        calls.append(options)
        return detected(make_finding(), second)

    monkeypatch.setattr("noroshi.cli.c2.detect.detect_servers", job)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return calls


def run(tmp_path, *arguments):
    obj = {"home": tmp_path / "home", "verbose": False}
    return CliRunner().invoke(detect, list(arguments), obj=obj)


def test_machine_output_is_one_finding_a_line(asked, tmp_path):
    result = run(tmp_path, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["score"] for row in rows] == [0.95, 0.6]
    assert {"id", "kind", "subject", "class", "window", "clients", "evidence", "detector"} <= rows[0].keys()  # fmt: skip
    assert rows[0]["subject"] == {"address": "192.0.2.1", "port": 443, "protocol": "tcp"}


def test_people_read_the_list_and_what_was_looked_at(asked, tmp_path):
    output = run(tmp_path).output
    assert "192.0.2.1:443/tcp" in output
    assert "2 of 321 servers listed at probability 0.5" in output
    assert "noroshi c2 explain ADDRESS" in output


def test_times_and_all_reach_the_job(asked, tmp_path):
    run(tmp_path, "--from", "2026-01-05", "--to", "2026-01-06T00:00:00Z", "--all")
    (call,) = asked
    assert call["start"] == datetime(2026, 1, 5, tzinfo=UTC)
    assert call["end"] == datetime(2026, 1, 6, tzinfo=UTC)
    assert call["everything"] is True
    assert call["progress"] is None


def test_a_wrong_time_is_told_with_the_form_to_write(asked, tmp_path):
    result = run(tmp_path, "--from", "yesterday")
    assert isinstance(result.exception, ConfigError)
    assert "2026-01-01T00:00:00Z" in str(result.exception)
    assert asked == []


def shown(done, language="en"):
    console = Console(width=300, record=True, file=StringIO())
    show(console, done, language)
    return console.export_text()


def test_nothing_found_is_said_without_further_steps(tmp_path):
    text = shown(detected())
    assert text.startswith("0 of 321 servers")
    assert "explain" not in text


def test_a_long_list_is_cut_and_says_so():
    text = shown(detected(*[make_finding()] * (ROWS_SHOWN + 7)))
    assert "7 more; --json gives all" in text


def test_reasons_speak_in_the_direction_of_the_verdict():
    evidence = (make_evidence("c2.a", weight=-3.0), make_evidence("c2.b", weight=2.0))
    c2 = make_finding(evidence=evidence)
    ordinary = make_finding(evidence=evidence, label="web", score=0.1)
    assert [text.en for text in reasons_of(c2)] == ["c2.b differs from the background."]
    assert [text.en for text in reasons_of(ordinary)] == ["c2.a differs from the background."]


def test_a_finding_without_a_speaking_reason_shows_all():
    evidence = (make_evidence("c2.a", weight=-3.0), make_evidence("c2.b", weight=-1.0))
    assert len(reasons_of(make_finding(evidence=evidence))) == 2


@pytest.mark.parametrize(("clients", "ja", "en"), [(1, "加入者1", "1 client"), (1234, "加入者1,234", "1,234 clients"), (None, "加入者0", "0 clients")])  # fmt: skip
def test_clients_are_counted_in_both_languages(clients, ja, en):
    finding = make_finding(clients=clients)
    assert (clients_of(finding, "ja"), clients_of(finding, "en")) == (ja, en)


def test_texts_of_a_finding_are_no_markup():
    finding = make_finding(Subject.endpoint(Endpoint("2001:db8::1", 443, "tcp")))
    assert "[2001:db8::1]:443/tcp" in shown(detected(finding))


def test_japanese_comes_where_it_is_asked():
    head, *reasons = lines_of(1, make_finding(), "ja")
    assert "HTTP(S)ビーコン型、加入者5" in head
    assert all("背景と異なります" in reason for reason in reasons)
