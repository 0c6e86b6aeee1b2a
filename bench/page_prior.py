"""Which precision of the prior do labelled pages speak for, and how well does it do where no choice has looked?

    python -m bench.page_prior MEASURED...

Files are those of `noroshi sites labels train --measured FILE` or `sites labels export`. The first figure
tells each precision on the domains that choose among them, which flatters; the second one does not.
"""

import sys
from pathlib import Path

from bench.machine import RESULTS, machine, write_result
from noroshi.sites.evaluate.measured import read_measured
from noroshi.sites.evaluate.page_prior import PRECISIONS, chosen_precision, nested


def main(files: list[Path], among: tuple[float, ...] = PRECISIONS, results: Path = RESULTS) -> None:
    examples = [row.example() for path in files for row in read_measured(path)]
    trust, errors = chosen_precision(examples, among)
    apart = nested(examples, among)
    told = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "pages": len(examples),
        "domains": len({one.domain for one in examples}),
        "flattering": {f"{one:g}": found.as_dict() for one, found in errors.items()},
        "chosen": trust,
        "nested": {"chosen": list(apart.chosen), **apart.errors.as_dict()},
    }
    write_result("page_prior", told, results)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
