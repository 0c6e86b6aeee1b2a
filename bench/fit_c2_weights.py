"""Which weights does the C&C detector ship with, and how good are they on what they never saw?

    python bench/fit_c2_weights.py [--data DIR] [--dry-run]

Reads the labelled composite day (`NOROSHI_DATA`, by default `../shared/data` beside the checkout),
makes two days in the lab, fits with every capture held out in turn, prints the held-out figures, and
writes `src/noroshi/c2/judge/weights.json`. The same input gives the same octets.
"""

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter

import msgspec

from noroshi.c2.judge import Weights
from noroshi.c2.judge.terms import TERMS
from noroshi.jobs.c2.evaluating import CONDITIONS, EvaluationOptions, prepare, report

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "noroshi" / "c2" / "judge" / "weights.json"
DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data"))
SUBSCRIBERS = ("100.64.0.0/10",)
SHOWN = ("ap", "ap_low", "ap_high", "p5", "r10", "r20", "seen", "listed", "true", "ece")


def as_octets(weights: Weights) -> bytes:
    """The file: terms sorted by code, one a line."""
    text = msgspec.json.encode(weights, order="sorted")
    return msgspec.json.format(text, indent=2) + b"\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds flows/")
    parser.add_argument("--dry-run", action="store_true", help="print only; write nothing")
    given = parser.parse_args()
    began = perf_counter()
    bench = prepare(
        EvaluationOptions(
            flows=given.data / "flows" / "composite_day.parquet",
            servers=given.data / "flows" / "composite_day_c2.csv",
            subscribers=SUBSCRIBERS,
        ),
        lambda stage, done, total: print(f"{stage} {done}/{total}", file=sys.stderr),
    )
    print("condition " + " ".join(f"{name:>8}" for name in SHOWN))
    for condition in CONDITIONS:
        row = report(bench, condition).figures.as_row()
        print(f"{condition:9} " + " ".join(f"{row[name]!s:>8}" for name in SHOWN))
    weights = bench.folds.whole
    print(f"\nbias {weights.bias}")
    for term in TERMS:
        print(f"{term.code:20} prior {term.prior:5.2f}  weight {weights.terms[term.code]:6.3f}")
    print(f"{perf_counter() - began:.0f} s", file=sys.stderr)
    if not given.dry_run:
        WEIGHTS.write_bytes(as_octets(weights))


if __name__ == "__main__":
    main()
