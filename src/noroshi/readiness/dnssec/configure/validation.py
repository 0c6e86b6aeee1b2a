"""Validation: what makes Unbound, BIND and Knot Resolver validate, or only note what would fail."""

from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model import ConfigError


class Mode(StrEnum):
    """Stages of a resolver, in order."""

    OFF = "off"
    LOG = "log"
    """Bogus answers are noted and given; only Unbound can."""
    ENFORCE = "enforce"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationWish:
    """How a resolver is to validate.

    Attributes:
        mode: The stage.
        anchor: File of the root's key; the server keeps it up to date by RFC 5011.
    """

    mode: Mode
    anchor: str = ""

    def __post_init__(self) -> None:
        if any(sign in self.anchor for sign in "\"'\\\n\r\0{}"):
            raise ConfigError(f"{self.anchor!r} is no path for a configuration; use plain signs")


def unbound_validation(wish: ValidationWish) -> str:
    """`unbound.conf`: read by `unbound-checkconf`."""
    if wish.mode is Mode.OFF:
        return 'server:\n    module-config: "iterator"\n'
    anchor = wish.anchor or "/var/lib/unbound/root.key"
    permissive = "yes" if wish.mode is Mode.LOG else "no"
    return (
        'server:\n    module-config: "validator iterator"\n'
        f'    auto-trust-anchor-file: "{anchor}"\n'
        f"    val-permissive-mode: {permissive}\n"
        "    val-log-level: 2\n    ede: yes\n    harden-dnssec-stripped: yes\n"
        "    val-clean-additional: yes\n    edns-buffer-size: 1232\n"
    )


def bind_validation(wish: ValidationWish) -> str:
    """`named.conf`: read by `named-checkconf`. BIND keeps the root's key by itself."""
    if wish.mode is Mode.LOG:
        raise ConfigError(_NO_LOG.format("BIND"))
    value = "no" if wish.mode is Mode.OFF else "auto"
    return (
        f"options {{\n  dnssec-validation {value};\n  edns-udp-size 1232;\n  max-udp-size 1232;\n}};\n\n"
        "logging {\n  channel validation { syslog daemon; severity info; };\n"
        "  category dnssec { validation; };\n};\n"
    )


def kresd_validation(wish: ValidationWish) -> str:
    """`kresd.conf` of Knot Resolver 5, in Lua."""
    if wish.mode is Mode.LOG:
        raise ConfigError(_NO_LOG.format("Knot Resolver"))
    if wish.mode is Mode.OFF:
        return "trust_anchors.remove('.')\n"
    own = (
        f"trust_anchors.remove('.')\ntrust_anchors.add_file('{wish.anchor}')\n"
        if wish.anchor
        else ""
    )
    return (
        "-- validates by itself, with the root's key of its package unless a file is named\n"
        f"{own}modules.load('bogus_log')\nmodules.load('ta_signal_query')\n"
        "modules.load('ta_sentinel')\nnet.bufsize(1232)\n"
    )


_NO_LOG = (
    "{} cannot only note what would fail; rehearse on its query log, then enforce on one server"
)
