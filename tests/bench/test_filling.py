"""A list that is put in in bulk is the list that would have been published."""

import importlib
from pathlib import Path

from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

ROOT = Path(__file__).resolve().parents[2]


def test_a_filled_list_reads_as_a_published_one_and_goes_on(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT))
    filling = importlib.import_module("bench.filling")
    listing = importlib.import_module("bench.listing")
    monkeypatch.setattr(filling, "AT_ONCE", 7)
    changes = [listing.change(number) for number in range(20)]
    with Store.open(tmp_path / "filled.db") as filled, Store.open(tmp_path / "own.db") as own:
        filling.fill(filled, 20)
        SharedList(own.database).publish(changes, filling.SINCE)
        ours, theirs = SharedList(filled.database), SharedList(own.database)
        read, meant = (
            [
                (one.sequence, one.indicator, one.standing)
                for one in shared.since(0, collections=["c2-servers"], limit=100)
            ]
            for shared in (ours, theirs)
        )
        assert read == meant
        (after,) = ours.publish([listing.change(20)], listing.AT)
        assert (after.sequence, ours.head()) == (21, 21)
