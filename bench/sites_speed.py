"""How many posts are read, and how many URLs are scored, a second on one core?"""

import random
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import msgspec

from bench.machine import RESULTS, Figures, cpu_s, machine, summary, write_result
from noroshi.jobs.sites.extracting import extract_posts
from noroshi.jobs.sites.triaging import triage_urls
from noroshi.sites.judge import shipped_model

POSTS, URLS, RUNS = 20_000, 30_000, 3
WORDS = [
    "偽サイト",
    "注意",
    "フィッシング",
    "を騙る",
    "メール",
    "が来た",
    "カード",
    "再配達",
    "未納",
    "確認",
    "SMS",
    "詐欺",
]
FORMS = (
    "hxxps://{host}[.]test/{path}",
    "https://{host}.test/{path}です",
    "ｈｔｔｐｓ：／／{host}．ｔｅｓｔ／",
    "「https://{host}.test/{path}」",
    "{host}[.]test/{path}",
    '<a href="https://{host}.test/{path}?a=1&amp;b=2">{host}.test/…</a>',
    "",
)


def posts(count: int, seed: int = 7) -> list[bytes]:
    """Posts made of words and of one disarmed URL each, some without."""
    dice = random.Random(seed)  # noqa: S311  # made data, no secret
    rows = []
    for number in range(count):
        words = dice.choices(WORDS, k=dice.randint(5, 25))
        form = dice.choice(FORMS).format(host=name(dice), path=name(dice))
        words.insert(dice.randrange(len(words)), form)
        rows.append(msgspec.json.encode({"id": number, "text": " ".join(words)}))
    return rows


def urls(count: int, seed: int = 7) -> list[bytes]:
    """URLs whose hosts all differ, so that no look-up of a suffix is remembered."""
    dice = random.Random(seed)  # noqa: S311  # made data, no secret
    paths = ("", "/", "/login", "/ja/account/login.php?step=2", "/2026/01/story-of-the-day.html")
    return [
        f"https://{name(dice)}.{name(dice)}.test{dice.choice(paths)}".encode() for _ in range(count)
    ]


def name(dice: random.Random) -> str:
    return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=dice.randint(4, 14)))


def timed(work: Callable[[], Iterator[object]], count: int) -> Figures:
    began, before = perf_counter(), cpu_s()
    rows = sum(1 for _ in work())
    if rows != count:
        raise SystemExit(f"{count} rows went in, {rows} came out")
    cpu = cpu_s() - before
    return {"per_wall_s": count / (perf_counter() - began), "per_cpu_s": count / cpu}


def main(posted: int = POSTS, scored: int = URLS, results: Path = RESULTS) -> None:
    lines, links, model = posts(posted), urls(scored), shipped_model()
    told = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "posts": summary(
            [timed(lambda: extract_posts(lines, Counter()), posted) for _ in range(RUNS)]
        ),
        "urls": summary(
            [timed(lambda: triage_urls(links, model, Counter()), scored) for _ in range(RUNS)]
        ),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
    }
    write_result("sites_speed", told, results)


if __name__ == "__main__":
    main()
