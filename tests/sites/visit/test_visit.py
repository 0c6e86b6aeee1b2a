from datetime import UTC, datetime

from noroshi.sites.visit import Hop, HopKind, Outcome, Visit

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def visit(*statuses: int | None) -> Visit:
    return Visit(
        url="https://shop.example/",
        profile="mobile-ja",
        started=WHEN,
        ended=WHEN,
        outcome=Outcome.PAGE,
        detail="",
        chain=tuple(
            Hop(url="https://shop.example/", kind=HopKind.START, status=status, address=None)
            for status in statuses
        ),
        final_url="https://shop.example/",
        title="",
        html="",
        text="",
        fields=(),
        links=(),
        exchanges=(),
        certificate=None,
        downloads=(),
        favicon=b"",
        screenshot=b"",
        dialogs=(),
    )


def test_status_is_that_of_the_last_document():
    assert visit(302, 404).status == 404


def test_a_visit_without_an_answer_has_no_status():
    assert visit(None).status is None
    assert visit().status is None
