"""Router options: what is written wrongly is told."""

import pytest

from noroshi.cli.readiness.rpki.router_options import texts_of, wish_of
from noroshi.readiness.rpki.configure import Treatment
from noroshi.spine.model import ConfigError

GIVEN = {
    "asn": 64500, "router_id": "192.0.2.1", "caches": ("192.0.2.9:323",), "neighbours": ("198.51.100.1=AS64501",),
}  # fmt: skip


def test_options_make_a_wish():
    wish = wish_of(GIVEN, Treatment.DROP)
    assert (wish.asn, wish.neighbours[0].asn, wish.caches[0].port) == (64500, 64501, 323)
    assert texts_of(None) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"router_id": "2001:db8::1"},
        {"neighbours": ("198.51.100.1",)},
        {"neighbours": ("198.51.100.1=0",)},
        {"caches": ("x",)},
    ],
)
def test_what_is_written_wrongly_is_told(wrong):
    with pytest.raises(ConfigError):
        wish_of({**GIVEN, **wrong}, Treatment.DROP)
