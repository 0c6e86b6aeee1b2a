"""What is kept of a validation: counts, and the own routes that are not valid, the invalid first."""

from datetime import UTC, datetime

from noroshi.jobs.readiness.route_states import state_rows
from noroshi.jobs.readiness.validating import validate_file

NOW = datetime(2026, 1, 6, tzinfo=UTC)


def validated(folder):
    (folder / "r.csv").write_text(
        "prefix,origin\n192.0.2.0/26,64500\n198.51.100.0/24,64500\n192.0.2.0/25,64500\n203.0.113.0/24,64501\n"
    )
    (folder / "v.csv").write_text("ASN,IP Prefix,Max Length\nAS64500,192.0.2.0/25,25\n")
    return validate_file(folder / "v.csv", folder / "r.csv", now=NOW, at=None, own_as=None)


def test_counts_and_own_routes(tmp_path):
    states, own, *routes = state_rows(validated(tmp_path), 64500)
    assert (states["routes"], states["valid"], states["invalid"], states["not-found"]) == (4, 1, 1, 2)  # fmt: skip
    assert (own["routes"], own["valid"], own["invalid"], own["not-found"]) == (3, 1, 1, 1)
    assert [(row["prefix"], row["state"]) for row in routes] == [
        ("192.0.2.0/26", "invalid"), ("198.51.100.0/24", "not-found"),
    ]  # fmt: skip
    assert routes[0]["reason"]["en"].startswith("/26 is too long")


def test_without_an_own_as_only_the_table_is_told(tmp_path):
    assert [row["kind"] for row in state_rows(validated(tmp_path), None)] == ["states"]
