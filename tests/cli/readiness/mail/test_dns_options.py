"""Who answers is an option of every command that asks."""

import click

from noroshi.cli.readiness.mail.dns_options import dns_options


def test_both_options_are_given():
    @click.command()
    @dns_options
    def command(resolver, zones):
        pass

    assert {param.name for param in command.params} == {"resolver", "zones"}
