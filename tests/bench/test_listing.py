"""Made entries of long lists: each is another, and each is one that a hub would take."""

import importlib
from pathlib import Path

from noroshi.relay.share import RENDERERS

ROOT = Path(__file__).resolve().parents[2]


def test_no_two_entries_are_the_same_and_each_can_be_said(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    listing = importlib.import_module("bench.listing")
    numbers = [*range(2_000), *range(999_000, 1_000_000)]
    made = [listing.change(number).indicator for number in numbers]
    assert len({one.id for one in made}) == len(numbers)
    assert all(RENDERERS["jsonl"].can_say(one.subject) for one in made)
    assert all(one.valid_from < listing.AT < one.valid_until for one in made)
    assert all(one.first_seen < one.last_seen < one.valid_from for one in made)
