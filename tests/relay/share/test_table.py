"""CSV: one line per indicator, and no cell is a formula."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share import RENDERERS, Edition
from noroshi.relay.share.table import COLUMNS
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import hostile_lists, hostile_texts

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


editions = st.builds(Edition, producer=hostile_texts, at=st.just(HOUR.end))


@given(hostile_lists(), editions)
def test_csv_keeps_one_line_and_one_row_per_indicator(made, edition):
    text = rendered("csv", made, edition).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(text.splitlines()) == len(made) + 1
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[0] for row in rows[1:]] == [one.id for one in made]


@given(hostile_lists(), editions)
def test_no_csv_cell_is_a_formula(made, edition):
    for row in csv.reader(io.StringIO(rendered("csv", made, edition).decode())):
        assert not any(
            cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row
        )
