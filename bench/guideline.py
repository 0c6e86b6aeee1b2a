"""How long does the guideline take, from kept results to the PDF, in both languages?

Run: python -m bench.guideline
The made operator of `noroshi.testing.readiness`: its results are computed first and not counted. Each paper is
made by the command in a process of its own, as a person does. Writes bench/results/guideline.json.
"""

import sys
import tempfile
from pathlib import Path

from bench.machine import machine, measured, summary, write_result
from noroshi.testing.readiness import NAME, keep_results, make_operator

ROUNDS = 5


def main() -> None:
    """Write both papers some times over."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_operator(Path(folder))
        keep_results(made)
        papers = {}
        for language in ("ja", "en"):
            out = Path(folder) / f"plan-{language}.pdf"
            command = [
                sys.executable, "-m", "noroshi", "--home", str(made.home.path), "readiness", "guideline",
                "--operator", NAME, "--out", str(out), "--language", language,
            ]  # fmt: skip
            runs = [measured(command)[0] for _ in range(ROUNDS)]
            papers[language] = {**summary(runs), "octets": out.stat().st_size}
    write_result("guideline", {"machine": machine(), "goal_s": 10, "papers": papers})


if __name__ == "__main__":
    main()
