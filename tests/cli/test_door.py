"""The door: machine output is pure, people's output is apart from it."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner

from noroshi.cli.door import Door, with_door


@pytest.fixture(autouse=True)
def fresh_logs() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@click.command()
@click.option("--count", default=2)
@with_door
def speak(door: Door, count: int) -> None:
    """Say something on every channel."""
    structlog.get_logger().warning("a log line")
    door.notices.print("a notice")
    if door.as_json:
        door.emit({"n": n, "text": "狼煙\n"} for n in range(count))
        return
    door.console.print(f"{count} things in {door.home.path}")


def run(*arguments: str):  # type: ignore[no-untyped-def]
    obj = {"home": Path("somewhere"), "verbose": False}
    return CliRunner().invoke(speak, arguments, obj=obj)


def test_json_lines_alone_are_on_stdout() -> None:
    done = run("--json")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"n": 0, "text": "狼煙\n"},
        {"n": 1, "text": "狼煙\n"},
    ]
    assert "a notice" in done.stderr
    assert "a log line" in done.stderr


def test_people_get_their_text_on_stdout() -> None:
    done = run("--count", "3")
    assert done.stdout == "3 things in somewhere\n"
    assert "a log line" in done.stderr


def test_every_command_behind_the_door_offers_json() -> None:
    assert "--json" in run("--help").stdout


def test_the_door_keeps_name_and_help() -> None:
    assert speak.name == "speak"
    assert speak.help == "Say something on every channel."
