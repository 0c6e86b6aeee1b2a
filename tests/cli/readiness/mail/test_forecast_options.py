"""Options of forecasts become one value."""

import click
from click.testing import CliRunner

from noroshi.cli.readiness.mail.forecast_options import forecast_options


def test_options_become_what_is_asked():
    asked = []

    @click.command()
    @forecast_options
    def inner(*_):
        pass

    wrapped = forecast_options(lambda door, asked_for: asked.append(asked_for))
    command = click.command()(lambda **options: wrapped(None, **options))
    command.params = inner.params
    CliRunner().invoke(command, ["--domain", "isp.example", "--own", "192.0.2.0/24", "--from", "2026-09-01", "--resolver", "127.0.0.1"])  # fmt: skip
    assert (asked[0].domain, asked[0].own) == ("isp.example", ("192.0.2.0/24",))
    assert asked[0].start.year == 2026
    assert asked[0].lookup is not None
