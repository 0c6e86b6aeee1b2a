"""Zone files are read with bounds, and what is none is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.net.zone_file import parse_zone, read_zone

GOOD = "@ 300 IN SOA ns hostmaster 1 60 30 604800 300\n@ 300 IN NS ns\nns 300 IN A 192.0.2.1\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("any", "$ORIGIN isp.example.\n" + GOOD),
        ("any", GOOD.replace("@ 300 IN SOA", "isp.example. 300 IN SOA").replace("@ 300 IN NS", "isp.example. 300 IN NS")),
        ("isp.example.zone", GOOD),
        ("db.isp.example", GOOD),
    ],
)  # fmt: skip
def test_the_origin_is_told_by_the_file_or_its_name(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    assert read_zone(path).origin.to_text() == "isp.example."


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", GOOD + "a 300 IN A 300.1.2.3\n", "$INCLUDE other\n" + GOOD,
        "$GENERATE 1-4000000000 h$ A 192.0.2.1\n" + GOOD, GOOD.replace("NS ns", "A 192.0.2.1"),
    ],
)  # fmt: skip
def test_what_is_no_zone_is_refused_in_words(text):
    with pytest.raises(InputError, match=r"isp\.example"):
        parse_zone(text, "isp.example.", "isp.example")


def test_many_small_generates_are_refused_together():
    lines = "".join(f"$GENERATE 1-9000 h{turn}x$ A 192.0.2.1\n" for turn in range(8))
    with pytest.raises(InputError, match="together"):
        parse_zone(GOOD + lines, "isp.example.", "isp.example")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_zone(tmp_path / "nothing")


@given(st.text(max_size=300))
def test_any_text_is_a_zone_or_refused(text):
    try:
        parse_zone(text, "isp.example.", "x")
    except InputError as error:
        reason = str(error)
        assert reason
