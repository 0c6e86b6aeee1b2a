"""Dossier: what is known of one subject."""

import pytest

from noroshi.spine.model import Endpoint, Subject
from noroshi.spine.store import Store
from noroshi.spine.store.dossier import Dossier
from noroshi.testing.hubs import fill_hub


@pytest.fixture
def filled(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        findings = fill_hub(store)
        yield Dossier(store.database), findings


def test_findings_about_a_subject_come_with_their_evidence(filled):
    dossier, findings = filled
    assert dossier.findings(findings[0].subject, kind="c2-server") == [findings[0]]


def test_another_port_is_another_subject(filled):
    dossier, findings = filled
    other = Subject.endpoint(Endpoint(findings[0].subject.as_endpoint().address, 1, "tcp"))
    assert dossier.findings(other, kind="c2-server") == []


def test_lists_that_name_the_address_agree_about_its_ports(filled):
    dossier, findings = filled
    agreeing = dossier.agreements(findings[0].subject)
    assert [(each.source, each.confidence) for each in agreeing] == [
        ("peer-two", 60),
        ("peer-one", 80),
    ]
    assert dossier.agreements(findings[1].subject) == []
