"""RDAP: mail addresses by role, entities inside entities too."""

import json

import pytest

from noroshi.readiness.manrs.sense.rdap import read_rdap
from noroshi.spine.model import InputError


def entity(role, mail, inner=()):
    card = ["vcard", [["version", {}, "text", "4.0"], ["email", {}, "text", mail]]]
    return {"roles": [role], "vcardArray": card, "entities": list(inner)}


def test_mails_by_role(tmp_path):
    file = tmp_path / "as.json"
    entities = [
        entity("registrant", "", [entity("abuse", "abuse@example.com")]),
        entity("technical", "noc@example.com"),
        7,
    ]
    file.write_text(json.dumps({"startAutnum": 64500, "endAutnum": 64500, "entities": entities}))
    assert read_rdap(file) == (
        64500,
        {"abuse": ("abuse@example.com",), "technical": ("noc@example.com",)},
    )


@pytest.mark.parametrize("text", ["{}", "[", '{"startAutnum": 1, "endAutnum": 9}'])
def test_another_answer_is_refused(tmp_path, text):
    file = tmp_path / "as.json"
    file.write_text(text)
    with pytest.raises(InputError):
        read_rdap(file)
