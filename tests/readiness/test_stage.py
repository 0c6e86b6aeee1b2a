"""The shape that all technologies share."""

from noroshi.readiness.stage import Stage
from noroshi.spine.model import Text


def test_machines_read_where_it_stands_and_why():
    found = Stage(subject="isp.example", step=None, following="signed", is_open=False, why=Text(ja="否", en="no"), publish="x", back="")  # fmt: skip
    assert found.as_dict() == {
        "subject": "isp.example", "stage": None, "next": "signed", "open": False,
        "why": {"ja": "否", "en": "no"}, "publish": "x", "back": "",
    }  # fmt: skip
