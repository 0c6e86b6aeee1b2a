"""How many values a second do warning lists match on one core, and how soon does a change hold?"""

import json
import random
import sys
import tempfile
from pathlib import Path
from time import process_time

from bench.machine import RESULTS, machine, summary, write_result
from noroshi.relay.decide.warn import SHIPPED, WarningFolders
from noroshi.spine.model import Subject, SubjectKind

SEED = 20261126
ENTRIES = 400_000
SUBSTRINGS = 1_000
"""Public lists of substrings are short."""
RUNS = 3


def main(values: int = 100_000, results: Path = RESULTS, entries: int = ENTRIES) -> None:
    """Match addresses, domains and URLs against lists of every way; writes the result."""
    dice = random.Random(SEED)  # noqa: S311  # made values, no secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lists(folder, entries, dice)
        lists = WarningFolders([SHIPPED, folder])
        lists.matcher()
        asked = subjects(values, dice)
        runs = [{kind: rate(lists, some) for kind, some in asked.items()} for _ in range(RUNS)]
        changes = [{"change_holds_cpu_s": change(lists, folder, turn)} for turn in range(RUNS)]
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "seed": SEED,
        "entries": entries,
        "values_of_each_kind": values,
        "values_per_cpu_s": summary(runs),
        "change": summary(changes),
    }
    write_result("warning_lists", told, results)


def rate(lists: WarningFolders, asked: list[Subject]) -> float:
    """Values matched in one second of one core."""
    matcher, began = lists.matcher(), process_time()
    for subject in asked:
        matcher.match(subject)
    return len(asked) / (process_time() - began)


def change(lists: WarningFolders, folder: Path, turn: int) -> float:
    """CPU seconds from the asking after a change to its answer, which must name the new list."""
    write(folder / "own.json", "Own", "hostname", [f"changed-{turn}.example"])
    began = process_time()
    named = lists.matcher().match(Subject(SubjectKind.DOMAIN, f"a.changed-{turn}.example"))
    took = process_time() - began
    if "Own" not in named:
        raise SystemExit("the change does not hold")
    return took


def write(path: Path, name: str, matching: str, listed: list[str]) -> None:
    """Write one list."""
    path.write_text(json.dumps({"name": name, "version": 1, "type": matching, "list": listed}))


def write_lists(folder: Path, entries: int, dice: random.Random) -> None:
    """A list of each way."""
    third = entries // 3
    made = {
        "cidr": [f"{address(dice)}/{dice.randint(16, 32)}" for _ in range(third)],
        "hostname": [f"{word(dice)}.example" for _ in range(third)],
        "string": [f"www.{word(dice)}.example" for _ in range(third)],
        "substring": [word(dice) for _ in range(SUBSTRINGS)],
    }
    for matching, listed in made.items():
        write(folder / f"{matching}.json", f"Made {matching}", matching, listed)


def subjects(count: int, dice: random.Random) -> dict[str, list[Subject]]:
    """What is asked, by kind."""
    names = [f"{word(dice)}.{word(dice)}.example" for _ in range(count)]
    return {
        "addresses": [Subject(SubjectKind.IP, address(dice)) for _ in range(count)],
        "domains": [Subject(SubjectKind.DOMAIN, name) for name in names],
        "urls": [Subject(SubjectKind.URL, f"https://{name}/log-in?a=1") for name in names],
    }


def address(dice: random.Random) -> str:
    """Any IPv4 address."""
    return ".".join(str(dice.randint(1, 223)) for _ in range(4))


def word(dice: random.Random) -> str:
    """Six to fourteen letters."""
    return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(6, 14)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
