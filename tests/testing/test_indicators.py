"""Made indicators: they hold, and change only where asked."""

from noroshi.spine.model import Subject
from noroshi.testing.indicators import make_indicator


def test_only_what_is_asked_changes():
    assert make_indicator(revoked=True).revoked
    assert make_indicator(revoked=True).id == make_indicator().id
    assert make_indicator(Subject.ip("192.0.2.9")).subject == Subject.ip("192.0.2.9")


def test_it_ends_after_it_begins():
    assert make_indicator().valid_from < make_indicator().valid_until
