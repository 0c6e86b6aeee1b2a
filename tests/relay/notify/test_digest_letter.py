"""Digest letter: counts in the subject, entries defanged, reasons where it matters; both languages."""

from datetime import timedelta

import pytest

from noroshi.relay.notify import Digester, Happened, Occasion, digest_letter, plain_text
from noroshi.relay.notify.digest_letter import HEADINGS
from noroshi.spine.model import Standing, Text
from noroshi.testing.findings import MADE_AT

OCCASION = Occasion(
    hub="Hub",
    operator="Alpha",
    start=MADE_AT,
    end=MADE_AT + timedelta(days=1),
    url="https://hub.example/list",
)
WRONG = Text(ja="誤りの報告がありました。", en="Reported wrong, see http://evil.example/.")


@pytest.fixture
def digest(edition_of):
    editions = [edition_of(n) for n in range(1, 31)]
    editions.append(edition_of(40, Standing.SUSPENDED, reason=WRONG))
    digester = Digester()
    digester.add(editions, known={editions[-1].indicator.id})
    return digester.digest()


def test_the_subject_counts(digest):
    assert digest_letter(digest, OCCASION, "en").subject == (
        "[Hub] Changes of the shared list: 30 added, 1 suspended"
    )
    assert digest_letter(digest, OCCASION, "ja").subject == (
        "［Hub］共有リストの変更：追加 30、一時停止 1"
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_entries_are_named_defanged_and_the_rest_counted(digest, language):
    text = plain_text(digest_letter(digest, OCCASION, language))
    assert "192[.]0[.]2[.]30:443/tcp" in text
    assert "192.0.2." not in text
    assert {"ja": "ほか 10 件", "en": "and 10 more"}[language] in text
    assert "https://hub.example/list" in text


def test_a_suspension_says_why_without_a_link(digest):
    assert "Reported wrong, see hxxp://evil.example/." in plain_text(
        digest_letter(digest, OCCASION, "en")
    )


def test_the_most_frequent_reasons_are_told(digest):
    assert "30 × Contacts are regular." in plain_text(digest_letter(digest, OCCASION, "en"))
    assert "30 × 規則的な接続です。" in plain_text(digest_letter(digest, OCCASION, "ja"))


def test_everything_that_can_happen_has_a_heading():
    assert HEADINGS.keys() == set(Happened)
