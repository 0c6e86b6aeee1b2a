"""JSON Lines: one object per indicator."""

import json

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share import RENDERERS, Edition
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import hostile_lists, hostile_texts

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


editions = st.builds(Edition, producer=hostile_texts, at=st.just(HOUR.end))


@given(hostile_lists(), editions)
def test_jsonl_keeps_one_object_per_indicator(made, edition):
    text = rendered("jsonl", made, edition).decode()
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["id"] for row in rows] == [one.id for one in made]
