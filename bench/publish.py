"""What does it cost to bring the lists up to date when hardly anything changed?

Run: python -m bench.publish [FINDINGS]. Each round is a process of its own: the first publishing, one in
which nothing changed, and one with 100 new findings.
"""

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.listing import AT, HOUR, LABELS, subject
from bench.machine import RESULTS, cpu_s, machine, write_result
from noroshi.jobs.share.publishing import publish
from noroshi.spine.home import Home
from noroshi.spine.model import Finding, Window
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, make_evidence, make_finding

FINDINGS = 300_000
NEW = 100
AT_ONCE = 10_000
TERMS = 5
"""Terms of evidence of each."""

ROUNDS = (("first", 0), ("nothing_new", 0), ("hundred_new", NEW))


def main(findings: int = FINDINGS, results: Path = RESULTS) -> None:
    """Fill a home, publish three times, and write the result."""
    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name)).create()
        home.settings_file.write_text("[share]\nmade_data = true\n")
        fill(home, 0, findings)
        for turn, (title, new) in enumerate(ROUNDS):
            fill(home, findings, findings + new)
            command = [sys.executable, "-m", "bench.publish", "--round", name, str(turn)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            told[title] = json.loads(done.stdout)
    write_result(
        "publish",
        {
            "question": (__doc__ or "").splitlines()[0],
            **machine(),
            "findings": findings,
            "terms": TERMS,
            **told,
        },
        results,
    )


def fill(home: Home, start: int, end: int) -> None:
    """Findings of these numbers, some days old."""
    with Store.open(home.state) as store:
        for first in range(start, end, AT_ONCE):
            run = store.begin_run("bench", detector=DETECTOR, window=None, inputs={}, at=AT)
            last = min(first + AT_ONCE, end)
            store.keep_findings(run, [finding(number) for number in range(first, last)])


def finding(number: int) -> Finding:
    """The finding of a number; every fourth is held."""
    terms = [make_evidence(f"c2.term-{turn}", weight=1.0 + turn) for turn in range(TERMS)]
    start = AT - timedelta(hours=2 + number % 48)
    made = make_finding(subject(number), score=0.5 if number % 4 == 0 else 0.97)
    return replace(
        made,
        label=LABELS[number % len(LABELS)],
        window=Window(start, start + HOUR),
        evidence=tuple(terms),
    )


def one_round(folder: str, turn: int) -> None:
    """Publish once and tell what it took."""
    home = Home(Path(folder))
    with Store.open(home.state) as store:
        began = cpu_s()
        done = publish(home, store, AT + timedelta(minutes=turn))
        took = cpu_s() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"cpu_s": round(took, 2), "peak_rss_mb": round(peak), "added": done.added}
    print(json.dumps(told | {"unchanged": done.unchanged}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--round"]:
        one_round(sys.argv[2], int(sys.argv[3]))
    else:
        main(*map(int, sys.argv[1:2]))
