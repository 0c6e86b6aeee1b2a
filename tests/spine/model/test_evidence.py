"""Evidence carries its number, what it is held against, and its sentence."""

from noroshi.spine.model import Evidence, Text


def test_machine_output_has_the_contract_s_fields() -> None:
    evidence = Evidence(
        code="c2.periodicity",
        value=0.02,
        unit="1",
        baseline=None,
        weight=-0.5,
        text=Text(ja="規則的", en="regular"),
        source="step channels",
    )
    assert evidence.as_dict() == {
        "code": "c2.periodicity",
        "value": 0.02,
        "unit": "1",
        "baseline": None,
        "weight": -0.5,
        "text": {"ja": "規則的", "en": "regular"},
        "source": "step channels",
    }
