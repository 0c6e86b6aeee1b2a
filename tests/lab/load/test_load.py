import pytest

from noroshi.lab.load import Kind, Load
from noroshi.spine.model import ConfigError


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"flows": 0}, "at least one flow"), ({"rate_pps": 0}, "rate above 0"),
     ({"exporters": 0}, "number of exporters"), ({"exporters": 1001}, "number of exporters"),
     ({"kinds": ()}, "needs a version"), ({"sampling": 16_384}, "up to 16383")],
)  # fmt: skip
def test_a_load_that_cannot_be_is_refused_with_what_to_do(wrong, told):
    with pytest.raises(ConfigError, match=told):
        Load(**({"kinds": (Kind.V5,), "flows": 1} | wrong))


def test_exporters_take_the_versions_in_turn():
    load = Load(kinds=(Kind.V5, Kind.SFLOW), flows=1)
    assert [load.kind_of(n) for n in range(3)] == [Kind.V5, Kind.SFLOW, Kind.V5]
