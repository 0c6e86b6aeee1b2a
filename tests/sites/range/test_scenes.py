import asyncio
from collections import Counter

from noroshi.sites.judge.verdict import SiteVerdict
from noroshi.sites.range.scenes import Range
from noroshi.spine.net.web_server import WebAnswer, WebRequest


def ask(played: Range, host: str, path: str = "/", **headers: str) -> WebAnswer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = WebRequest(
        method="GET", scheme="https", host=host, path=path, query="", headers=named
    )
    return asyncio.run(played.answer(request))


def test_about_a_hundred_and_twenty_hosts_of_every_theme() -> None:
    themes = Counter(scene.theme for scene in Range().scenes)
    assert themes.total() >= 120
    assert set(themes) == {
        "official",
        "kit",
        "parts",
        "chain",
        "cloak",
        "scam",
        "honest",
        "hostile",
        "life",
    }


def test_all_names_are_reserved_and_truths_are_verdicts() -> None:
    for scene in Range().scenes:
        assert scene.host.endswith((".test", ".example"))
        assert not scene.truth or SiteVerdict(scene.truth)


def test_every_host_answers_its_first_path() -> None:
    played = Range()
    answers = [ask(played, scene.host, scene.path.partition("?")[0]) for scene in played.scenes]
    assert all(answer.status in {200, 301, 302, 401, 403, 404, 503} for answer in answers)


def test_a_chain_of_twelve_ends_at_an_imitation() -> None:
    played, host, hops = Range(), "hop1.chain.test", 0
    while (answer := ask(played, host)).status == 302:
        host, hops = dict(answer.headers)["Location"].split("/")[2], hops + 1
    assert hops == 12
    assert b"password" in answer.body or b"input" in answer.body


def test_cloaks_hide_from_whom_they_mean_to() -> None:
    played = Range()

    def shown(host: str, **headers: str) -> bool:
        body = ask(played, f"veil-{host}.test", **headers).body
        return isinstance(body, bytes) and b"<input" in body

    assert shown("agent", user_agent="Mozilla Mobile")
    assert not shown("agent", user_agent="Mozilla")
    assert shown("referer-search", referer="https://www.google.com/")
    assert not shown("referer-search")
    assert not shown("referer-none", referer="https://x.test/")
    assert shown("address", x_forwarded_for="203.0.113.9")
    assert not shown("address", x_forwarded_for="198.51.100.9")
    assert [shown("one-time"), shown("one-time")] == [True, False]
    assert [shown("dead-then-alive"), shown("dead-then-alive")] == [False, True]
    assert shown("second-visit", cookie="back=1")
    assert not shown("fence", accept_language="en")


def test_a_stranger_is_not_found() -> None:
    assert ask(Range(), "nobody.test").status == 404


def test_files_are_dummies() -> None:
    played = Range()
    assert b"no program" in ask(played, "pushed-file.test").body
    assert ask(played, "open-folder.test", "/kit.zip").body[:2] == b"PK"
    assert b"no program" in ask(played, "false-update1.test", "/files/update-setup.exe").body
