"""`noroshi sites range`: the made hosts."""

import json

from click.testing import CliRunner

from noroshi.cli.sites.range import play_range


def run(*options: str):
    return CliRunner().invoke(play_range, options, obj={"home": None, "verbose": False})


def test_hosts_are_listed_for_people_and_machines() -> None:
    rows = [json.loads(line) for line in run("--list", "--json").stdout.splitlines()]
    assert len(rows) >= 120
    assert set(rows[0]) == {"url", "theme", "kind", "truth", "brand"}
    assert len(run("--list").stdout.splitlines()) == len(rows)


def test_another_seed_plays_other_hosts() -> None:
    assert run("--list", "--seed", "2").stdout != run("--list").stdout


def test_it_serves_until_it_is_stopped(monkeypatch) -> None:
    async def stopped(self) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("asyncio.Event.wait", stopped)
    result = run("--port", "0", "--tls-port", "0", "--json")
    assert json.loads(result.stdout)["hosts"] >= 120
    assert "--host-resolver-rules" in result.stderr
