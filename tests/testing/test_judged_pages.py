from noroshi.testing.judged_pages import article, imitation, judged, own_page, weight


def test_the_three_pages_are_what_they_say() -> None:
    verdicts = [
        judged(visit).called.verdict.value for visit in (imitation(), own_page(), article())
    ]
    assert verdicts == ["phish", "benign", "benign"]
    assert weight(judged(article()), "sites.none") == 0
