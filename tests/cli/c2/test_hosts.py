import json

import pytest
from click.testing import CliRunner

from noroshi.cli.c2.hosts import hosts
from noroshi.jobs.c2.hosting import C2_CONTACT, Host


@pytest.fixture
def asked(monkeypatch):
    """What the job was asked; it tells of one subscriber."""
    calls = []
    found = [
        Host(subscriber="100.64.9.9", score=0.91, symptoms=(("c2-contact", 0.98, C2_CONTACT),))
    ]

    def job(home, **options):
        calls.append(options)
        return found

    monkeypatch.setattr("noroshi.cli.c2.hosts.sick_hosts", job)
    return calls


def run(tmp_path, *arguments):
    obj = {"home": tmp_path / "home", "verbose": False}
    return CliRunner().invoke(hosts, list(arguments), obj=obj)


def test_machine_output_has_the_contract_s_fields(asked, tmp_path):
    (line,) = run(tmp_path, "--json").stdout.splitlines()
    row = json.loads(line)
    assert row["subscriber"] == "100.64.9.9"
    assert row["score"] == 0.91
    (symptom,) = row["symptoms"]
    assert symptom["code"] == "c2-contact"
    assert symptom["text"] == C2_CONTACT.as_dict()


def test_people_are_reminded_that_pseudonyms_stay(asked, tmp_path):
    output = run(tmp_path).output
    assert "100.64.9.9" in output
    assert "1 subscriber. Pseudonyms stay inside the operator." in output


def test_the_asked_probability_reaches_the_job(asked, tmp_path):
    run(tmp_path, "--least", "0.75")
    assert asked[0]["least"] == 0.75


def test_a_probability_above_one_is_wrong_use(asked, tmp_path):
    assert run(tmp_path, "--least", "7").exit_code == 2
    assert asked == []
