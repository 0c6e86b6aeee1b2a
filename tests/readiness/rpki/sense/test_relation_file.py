"""Relation file: what a neighbour is must be said, never guessed."""

import pytest

from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.sense.relation_file import read_relations
from noroshi.spine.model import InputError


def test_rows_are_read(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("neighbour,relation\nAS64501,provider\n64502, Peer\n")
    assert read_relations(file) == {64501: Relation.PROVIDER, 64502: Relation.PEER}


@pytest.mark.parametrize(
    "text", ["neighbour,relation\n64501,upstream\n", "neighbour,relation\nx,peer\n", "neighbour,role\n1,peer\n", "", "neighbour,relation\n1,peer,2\n"]
)  # fmt: skip
def test_what_is_unclear_is_refused(tmp_path, text):
    file = tmp_path / "r.csv"
    file.write_text(text)
    with pytest.raises(InputError):
        read_relations(file)
