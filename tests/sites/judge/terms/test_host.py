from dataclasses import replace
from datetime import timedelta

from noroshi.sites.visit import Certificate, Hop, HopKind
from noroshi.testing.judged_pages import JUDGE, imitation, judged, weight
from noroshi.testing.visits import WHEN, page_visit


def on(host: str, code: str) -> float:
    return weight(judged(imitation(host)), code)


def test_random_names_count_and_words_do_not() -> None:
    assert on("x7k2q9.test", "sites.random-host") > on("yamada-shoten.test", "sites.random-host")
    assert on("yamada-shoten.test", "sites.random-host") == 0


def test_places_for_anybody_and_cheap_suffixes_count() -> None:
    assert on("abc.workers.dev", "sites.cheap-host") > on("abc.top", "sites.cheap-host") > 0
    assert on("abc.com", "sites.cheap-host") == 0


def test_checked_suffixes_speak_against() -> None:
    assert on("www.yamada.co.jp", "sites.checked-suffix") < 0


def test_bait_in_a_name_counts() -> None:
    assert on("rakuten-card-login.test", "sites.bait-host") > 0


def test_a_way_over_many_domains_counts() -> None:
    hops = tuple(
        Hop(url=f"https://h{n}.test/", kind=HopKind.HTTP, status=302, address=None)
        for n in range(4)
    )
    led = replace(imitation(), chain=(*hops, *imitation().chain))
    assert weight(judged(led), "sites.way") > 0


def test_a_young_or_broken_certificate_counts() -> None:
    new = Certificate(
        subject="x",
        issuer="y",
        names=(),
        not_before=WHEN - timedelta(days=1),
        not_after=WHEN + timedelta(days=80),
        problem="",
    )
    assert weight(judged(replace(imitation(), certificate=new)), "sites.young") > 0
    assert (
        weight(
            judged(replace(imitation(), certificate=replace(new, problem="self-signed"))),
            "sites.broken-tls",
        )
        > 0
    )
    assert weight(judged(imitation()), "sites.young") == 0


def test_the_address_s_text_counts_a_little() -> None:
    found = JUDGE.judge([page_visit("https://x1.test/", "<p>x")], triage=6.0)
    assert 0 < weight(found, "sites.address") < 1
