"""Digest: every change is counted once, whatever the number of parts."""

import pytest

from noroshi.relay.notify import Digester, Happened
from noroshi.relay.notify.digest import MOST_NAMED
from noroshi.spine.model import Standing, Text


def digest(editions, known=(), parts=1):
    digester = Digester()
    for part in range(parts):
        digester.add(editions[part::parts], known=known)
    return digester.digest()


def counts(made):
    return {what: group.count for what, group in made.groups.items()}


def test_what_happened_depends_on_what_was_there(edition_of):
    was_there = [edition_of(n, standing) for n, standing in enumerate(Standing)]
    known = {edition.indicator.id for edition in was_there}
    assert counts(digest(was_there, known)) == {
        Happened.CHANGED: 1,
        Happened.SUSPENDED: 1,
        Happened.WITHDRAWN: 1,
        Happened.EXPIRED: 1,
    }


def test_what_came_and_went_is_not_told(edition_of):
    assert digest([edition_of(1, Standing.WITHDRAWN)]).changes == 0
    assert counts(digest([edition_of(1)])) == {Happened.ADDED: 1}


@pytest.mark.parametrize("parts", [1, 2, 7, 59])
def test_parts_count_as_the_whole(edition_of, parts):
    assert digest([edition_of(n) for n in range(1, 60)], parts=parts).changes == 59


def test_the_most_confident_are_named(edition_of):
    editions = [edition_of(n, confidence=n % 101) for n in range(1, 500)]
    (group,) = digest(editions).groups.values()
    assert group.count == 499
    named = [edition.indicator.confidence for edition in group.named]
    assert named == sorted((n % 101 for n in range(1, 500)), reverse=True)[:MOST_NAMED]


def test_the_most_frequent_reasons_of_additions_are_counted(edition_of):
    often, seldom = (Text(ja=f"{word}。", en=word) for word in ("often", "seldom"))
    editions = [edition_of(n, reasons=(often if n % 3 else seldom,)) for n in range(1, 10)]
    assert digest(editions).reasons == ((often, 6), (seldom, 3))


def test_withdrawals_give_no_reason_of_additions(edition_of):
    editions = [edition_of(1, Standing.WITHDRAWN)]
    assert digest(editions, {editions[0].indicator.id}).reasons == ()
