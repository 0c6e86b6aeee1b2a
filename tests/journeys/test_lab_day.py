"""A made day from datagrams to a shared list; nobody who lives in it is named on the way out."""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.lab import SUBSCRIBER_RANGES, Plan, make_day
from noroshi.lab.population import is_subscriber
from noroshi.spine.model import address_halves

pytestmark = pytest.mark.slow

SEED, SUBSCRIBERS = 5, 300
THE_NEXT_DAY = "2026-04-02T00:00:00Z"
V4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)")
V6 = re.compile(r"[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")
LONG_NUMBER = re.compile(r"-?\d{9,}")

Halves = tuple[int, int]
FORMATS = ("csv", "jsonl", "stix")


@dataclass
class Walked:
    """A walk through the day: what every command said, by a name of its own."""

    home: Path
    out: dict[str, str] = field(default_factory=dict)
    err: dict[str, str] = field(default_factory=dict)

    def step(self, name: str, *arguments: object) -> str:
        done = CliRunner().invoke(cli, ["--home", str(self.home), "-v", *map(str, arguments)])
        assert done.exit_code == 0, (name, done.stderr, done.exception)
        self.out[name], self.err[name] = done.stdout, done.stderr
        return done.stdout

    def rows(self, name: str) -> list[dict]:
        return [json.loads(line) for line in self.out[name].splitlines()]


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Walked:
    folder = tmp_path_factory.mktemp("day")
    walk = Walked(folder / "home")
    made = folder / "made"
    walk.step("make", "demo", "--make-only", "--day", "2026-04-01", "--seed", SEED, "--subscribers", SUBSCRIBERS, "--out", made, "--json")  # fmt: skip
    (walk.home / "noroshi.toml").write_text("[share]\nmade_data = true\nmin_score = 0.5\n")
    ranges = [part for network in SUBSCRIBER_RANGES for part in ("--subscribers", network)]
    walk.step("import", "flows", "import", *sorted(made.glob("*.pcap")), *ranges, "--json")
    walk.step("all", "c2", "detect", "--all", "--json")
    walk.step("detect", "c2", "detect", "--json")
    walk.step("list", "c2", "detect")
    walk.step("hosts", "c2", "hosts", "--json")
    address = walk.rows("detect")[0]["subject"]["address"]
    walk.step("explain", "c2", "explain", address, "--json", "--html", folder / "inside.html")
    walk.step("outside", "c2", "explain", address, "--outside", "--html", folder / "outside.html")
    for name in ("inside", "outside"):
        walk.out[f"{name}.html"] = (folder / f"{name}.html").read_text(encoding="utf-8")
    for name in FORMATS:
        walk.step(name, "share", "export", "--format", name, "--at", THE_NEXT_DAY)
    return walk


@pytest.fixture(scope="module")
def people() -> set[Halves]:
    """Every subscriber's real address that the day's records bear."""
    records = make_day(Plan(seed=SEED, subscribers=SUBSCRIBERS)).records()
    found: set[Halves] = set()
    for ends in (records.source, records.destination):
        mine = is_subscriber(ends)
        found |= set(zip(ends.hi[mine].tolist(), ends.lo[mine].tolist(), strict=True))
    return found


@pytest.fixture(scope="module")
def pseudonyms(walked) -> set[Halves]:
    """What the lake holds in their place."""
    found: set[Halves] = set()
    for file in (walked.home / "lake").rglob("*.parquet"):
        table = pq.read_table(file)
        side = table["subscriberSide"].to_numpy()
        for bit, end in ((1, "source"), (2, "destination")):
            mine = (side & bit) > 0
            hi, lo = (table[f"{end}Address{half}"].to_numpy()[mine] for half in ("Hi", "Lo"))
            found |= set(zip(hi.tolist(), lo.tolist(), strict=True))
    return found


def addresses(text: str) -> Iterator[Halves]:
    """Every address in a text, in whatever form it stands there."""
    for token in (*V4.findall(text), *V6.findall(text)):
        try:
            yield address_halves(str(ip_address(token.strip(".").rstrip(":") or token)))
        except ValueError:
            try:
                yield address_halves(str(ip_address(token)))
            except ValueError:
                continue


def named(text: str, planted: set[Halves]) -> set[object]:
    """Planted addresses that a text names, as an address or as a number."""
    low = {lo for _, lo in planted} | {hi for hi, _ in planted if hi}
    numbers = {int(number) for number in LONG_NUMBER.findall(text)}
    return (set(addresses(text)) & planted) | (numbers & low)


def test_the_search_finds_what_is_planted():
    planted = {address_halves(a) for a in ("100.64.3.7", "2001:db8:8000::7")}
    for text in ("x 100.64.3.7.", '"2001:DB8:8000:0::7"', f"n={0xFFFF << 32 | 0x64400307}"):
        assert named(text, planted), text
    assert not named("100.64.3.70 2001:db8:8000::77 12:30:45", planted)


def test_people_of_both_versions_live_in_the_day(people, pseudonyms):
    for planted in (people, pseudonyms):
        assert sum(hi == 0 for hi, _ in planted) > 100
        assert sum(hi != 0 for hi, _ in planted) > 100
    assert len(people & pseudonyms) < 0.02 * len(people)


def test_no_subscriber_is_in_any_output(walked, people, pseudonyms):
    told = {name: text for name, text in walked.out.items() if name != "hosts"}
    assert len(told) >= 11
    leaks = {name: named(text, people | pseudonyms) for name, text in told.items()}
    assert {name: found for name, found in leaks.items() if found} == {}


def test_no_subscriber_is_in_any_log(walked, people, pseudonyms):
    leaks = {name: named(text, people | pseudonyms) for name, text in walked.err.items()}
    assert {name: found for name, found in leaks.items() if found} == {}


def test_no_subscriber_is_in_the_store(walked, people, pseudonyms):
    with sqlite3.connect(walked.home / "state.db") as state:
        dump = "\n".join(state.iterdump())
    state.close()
    assert "c2-server" in dump
    assert named(dump, people | pseudonyms) == set()


def test_hosts_are_told_by_pseudonym_only(walked, people, pseudonyms):
    rows = walked.rows("hosts")
    told = {address_halves(row["subscriber"]) for row in rows}
    assert told
    assert told <= pseudonyms
    assert not named(walked.out["hosts"], people - pseudonyms)


def test_every_record_of_the_captures_is_kept(walked):
    made = {row["file"]: row["records"] for row in walked.rows("make") if "records" in row}
    kept = {Path(row["file"]).name: row["kept"] for row in walked.rows("import")}
    assert sum(kept.values()) == sum(made.values()) > 10_000
    assert all(row["refused"] == {} for row in walked.rows("import"))


def test_true_controllers_lead_the_list(walked):
    truth = walked.home.parent / "made" / "truth.jsonl"
    planted = {json.loads(row)["address"] for row in truth.read_text().splitlines()}
    first = [row["subject"]["address"] for row in walked.rows("all")[:5]]
    assert sum(address in planted for address in first) >= 3


def test_the_list_is_the_head_of_the_ranking(walked):
    listed, ranked = walked.rows("detect"), walked.rows("all")
    assert [row["id"] for row in listed] == [row["id"] for row in ranked[: len(listed)]]
    scores = [row["score"] for row in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(len(row["evidence"]) >= 2 for row in ranked)


def test_what_leaves_was_found_and_nothing_else(walked):
    found = {row["subject"]["address"] for row in walked.rows("detect")}
    left = {row["address"] for row in walked.rows("jsonl") if "address" in row}
    bundle = json.loads(walked.out["stix"])
    assert bundle["type"] == "bundle"
    assert left <= found
    for name in FORMATS:
        assert any(address in walked.out[name] for address in found), name


def test_the_page_for_outside_shows_no_client_rows(walked):
    assert "client 1" in walked.out["inside.html"]
    assert "client 1" not in walked.out["outside.html"]


def test_the_page_needs_no_network(walked):
    page = walked.out["inside.html"]
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", page)
    assert "<svg" in page


def test_the_demo_is_whole_and_names_nobody(tmp_path):
    walk = Walked(tmp_path / "home")
    walk.step("demo", "demo", "--subscribers", 400, "--json")
    *found, total = walk.rows("demo")
    assert total["imported"] == total["records"] > 0
    assert total["found"] + len({row["address"] for row in total["missed"]}) == total["to_find"]
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    assert sum(row["truth"] is None for row in found) == total["false"] <= len(found) / 2
    assert total["found"] >= 1
    page = Path(total["report"]).read_text(encoding="utf-8")
    records = make_day(Plan(seed=1, subscribers=400)).records()
    mine = is_subscriber(records.source)
    people = set(zip(records.source.hi[mine].tolist(), records.source.lo[mine].tolist(), strict=True))  # fmt: skip
    for text in (walk.out["demo"], walk.err["demo"], page):
        assert named(text, people) == set()
