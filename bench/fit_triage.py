"""Which weights does triage ship with, and how much unseen phishing does it put first?

    python bench/fit_triage.py [--data DIR] [--dry-run | --ceiling]

Reads lists of URLs (`NOROSHI_DATA`, by default `../shared/data` beside the checkout). The model learns
from sources whose licence lets it be shipped; every other source only measures. Measured is a model of
URLs reported until CUT on later months, on registered domains it never saw, with thresholds from
harmless domains it never saw. The shipped weights are then fitted the same way to all months.

With --ceiling nothing is shipped: it tells what the same model finds that may learn from every source,
those with a licence for evaluation only included.
"""

import argparse
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from bench.machine import machine, write_result
from noroshi.jobs.sites.training import MOST_OF_A_DOMAIN, score_all
from noroshi.sites.evaluate.figures import Scored, precision_at, rate_above, recall_at, threshold_at
from noroshi.sites.evaluate.fit import fit
from noroshi.sites.evaluate.labelled import (
    Labelled,
    domain_share,
    few_of_each,
    labelled,
    read_rows,
)
from noroshi.sites.judge import TriageModel, write_model
from noroshi.spine.model import InputError

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "noroshi" / "sites" / "judge" / "triage.tsv"
DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data"))
CUT = "2025-05"
"""Months before it are learned from when measuring; the tests are of later ones."""

HELD_OUT = 0.4
SHARES = (0.01, 0.001)
FREE = frozenset({"jdm", "atp", "ytdlp", "tophosts", "2fa", "localgovjp", "apple"})
TRAINED_ON = (
    "TweetFeed posts tagged phishing; MISP warning lists of top hosts, AllThePlaces, localgovjp, yt-dlp,"
    " JustDeleteMe, 2factorauth, password-manager-resources"
)
LICENCE = (
    "CC0-1.0 (TweetFeed, MISP, AllThePlaces, localgovjp), Unlicense (yt-dlp),"
    " MIT (JustDeleteMe, 2factorauth, password-manager-resources)"
)


def reported(folder: Path) -> list[Labelled]:
    """What people posted as phishing."""
    rows = read_rows(folder / "tweetfeed-sns-2023-01_2026-03.csv.zst")
    tagged = ((row["value"], row["ts"]) for row in rows if "phishing" in row["tags"])
    return list(taken(tagged, "tweetfeed"))


def confirmed(folder: Path, name: str, url: str, date: str, source: str) -> list[Labelled]:
    rows = read_rows(folder / name)
    return list(taken(((row[url], row[date]) for row in rows), source))


def harmless(folder: Path) -> tuple[list[Labelled], list[Labelled]]:
    """Harmless URLs, and those on domains where phishing was seen too."""
    told: dict[str, list[Labelled]] = {"0": [], "1": []}
    for row in read_rows(folder / "benign-links.csv.zst"):
        told[row["in_phish_rd"]] += taken([(row["url"], "")], row["source"])
    for row in read_rows(folder / "benign-tophosts.csv.zst"):
        if row["in_phish_rd"] == "0":
            told["0"] += taken([(row["host"], "")], "tophosts")
    return told["0"], told["1"]


def taken(rows: Iterable[tuple[str, str]], source: str) -> Iterator[Labelled]:
    for url, date in rows:
        with suppress(InputError):
            yield labelled(url, date=date, source=source)


def few(rows: Iterable[Labelled], start: str = "", end: str = "9") -> list[Labelled]:
    return few_of_each((row for row in rows if start <= row.date < end), MOST_OF_A_DOMAIN)


def learned(phish: Sequence[Labelled], good: Iterable[Labelled]) -> TriageModel:
    free = few(row for row in good if row.source in FREE)
    return fit(phish, free, trained_on=TRAINED_ON, licence=LICENCE)


def learned_from_all(phish: Sequence[Labelled], good: Iterable[Labelled]) -> TriageModel:
    """For the ceiling: never written to a file."""
    return fit(phish, few(good), trained_on="every source", licence="evaluation only")


def mixed(good: Sequence[Labelled]) -> list[Labelled]:
    """Links of every source, and as many top hosts."""
    links = few(row for row in good if row.source != "tophosts")
    tops = few(row for row in good if row.source == "tophosts")
    return links + tops[: len(links)]


def measure(
    folder: Path, posts: Sequence[Labelled], good: Sequence[Labelled], *, ceiling: bool = False
) -> dict[str, object]:
    """Figures of a model that saw neither the months nor the domains."""
    jpcert = confirmed(
        folder, "jpcert-phish-2019-01_2025-07.csv.zst", "url", "confirmed_jst", "jpcert"
    )
    openphish = confirmed(folder, "openphish-firstseen-2024-10_2026-03.csv.zst", "url", "first_seen", "openphish")  # fmt: skip
    own = [row for row in good if domain_share(row.domain) >= HELD_OUT]
    if ceiling:
        phish = few([*posts, *jpcert, *openphish], end=CUT)
        model = learned_from_all(phish, own)
    else:
        phish = few(posts, end=CUT)
        model = learned(phish, own)
    benign = mixed([row for row in good if domain_share(row.domain) < HELD_OUT])
    scores = score_all(model, benign)
    thresholds = {share: threshold_at(scores.score, share) for share in SHARES}
    known = {row.domain for row in phish}
    told: dict[str, object] = {}
    for name, rows in (("jpcert", jpcert), ("openphish", openphish), ("tweetfeed", posts)):
        fresh = few((row for row in rows if row.domain not in known), start=CUT)
        told[name] = found(model, fresh, scores)
    return {
        "learned_from": model.card.trained_on,
        "months_measured": f"{CUT} and later",
        "signs": len(model.weights),
        "phishing_found": told,
        "harmless_put_first": by_source(model, benign, thresholds),
    }


def found(model: TriageModel, fresh: Sequence[Labelled], good: Scored) -> dict[str, object]:
    scored = score_all(model, fresh)
    page = np.array([row.is_page for row in fresh])
    kinds = {"all": np.ones(len(page), bool), "home_pages": ~page, "deep_links": page}
    told: dict[str, object] = {}
    for kind, mask in kinds.items():
        domains = [row.domain for row, own in zip(fresh, mask.tolist(), strict=True) if own]
        part = Scored(score=scored.score[mask], domain=domains)
        for share in SHARES:
            rate = recall_at(part, good, share)
            precision = precision_at(rate.rate, share, 1000)
            told[f"{kind}_at_{share:g}"] = rate.as_dict() | {
                "precision_1_in_1000": round(precision, 3)
            }
    return told


def by_source(
    model: TriageModel, benign: Sequence[Labelled], thresholds: dict[float, float]
) -> dict[str, object]:
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for row in benign:
        groups[row.source].append(row)
    return {
        source: {
            "learned_from": source in FREE,
            **{
                f"at_{share:g}": rate_above(score_all(model, rows), threshold).as_dict()
                for share, threshold in thresholds.items()
            },
        }
        for source, rows in sorted(groups.items())
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds web/")
    parser.add_argument("--dry-run", action="store_true", help="measure only; write nothing")
    parser.add_argument(
        "--ceiling", action="store_true", help="learn from every source; measure only"
    )
    given = parser.parse_args()
    folder = given.data / "web"
    posts = reported(folder)
    good, shared = harmless(folder)
    told = measure(folder, posts, good, ceiling=given.ceiling)
    question = (__doc__ or "").splitlines()[0]
    if given.dry_run:
        print(told)
        return
    if given.ceiling:
        write_result("fit_triage_ceiling", {"question": question, **machine(), **told})
        return
    model = learned(few(posts), [*good, *shared])
    write_model(model, WEIGHTS)
    shipped = {"signs": len(model.weights), "octets": WEIGHTS.stat().st_size}
    strongest = np.abs(np.array(list(model.weights.values()))).max()
    write_result(
        "fit_triage",
        {
            "question": question,
            **machine(),
            **told,
            "shipped": {**shipped, "strongest": float(strongest)},
        },
    )


if __name__ == "__main__":
    main()
