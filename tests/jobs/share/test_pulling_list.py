"""Pulling lists: validators go there and back; what is no list takes nothing back."""

from types import SimpleNamespace

import pytest

from noroshi.jobs.share.pulling_list import list_batches
from noroshi.spine.model import SourceError
from noroshi.spine.net.http import Answer
from noroshi.testing.findings import MADE_AT


def pull(body, cursor="", status=200, **headers):
    asked = []

    def ask(url, conditions):
        asked.append(conditions)
        return Answer(status=status, headers=headers, body=body, url=url)

    settings = SimpleNamespace(name="l", url="https://l.example/list.csv", says="c2-server")
    peer = SimpleNamespace(settings=settings, ask=ask, source="peer:l")
    return list(list_batches(peer, cursor, submission_id="s", at=MADE_AT)), asked


def test_a_list_is_whole_and_is_asked_for_by_its_validators():
    (batch,), asked = pull(b"203.0.113.1\n", etag='"a"')
    assert batch.whole
    assert asked == [{}]
    none, asked = pull(b"", batch.cursor, status=304)
    assert none == []
    assert asked == [{"if-none-match": '"a"'}]


def test_times_and_words_of_a_table_are_kept():
    table = b"# Firstseen,DstIP,DstPort\n2026-01-04 00:00:00,203.0.113.1,443\n"
    (batch,), _ = pull(table)
    (one,) = batch.contributions
    assert one.subject.value == "203.0.113.1:443/tcp"
    assert one.first_seen is not None


@pytest.mark.parametrize("body", [b"", b"\x00\x01", b"<html>sorry</html>"])
def test_what_is_no_list_is_told(body):
    with pytest.raises(SourceError):
        pull(body)
