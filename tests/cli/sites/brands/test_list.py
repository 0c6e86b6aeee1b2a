import json
from pathlib import Path

from click.testing import CliRunner

from noroshi.cli.sites.brands.list import list_brands


def run(home: Path, *options: str):
    return CliRunner().invoke(list_brands, options, obj={"home": home, "verbose": False})


def test_brands_are_told_with_domains_and_source(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in run(tmp_path, "--json").stdout.splitlines()]
    card = next(row for row in rows if row["name"] == "楽天カード")
    assert "rakuten-card.co.jp" in card["domains"]
    assert card["source"].startswith("https://")


def test_a_sector_narrows_the_list(tmp_path: Path) -> None:
    lines = run(tmp_path, "--sector", "bank").stdout.splitlines()
    assert lines
    assert all("[bank]" in line for line in lines)
