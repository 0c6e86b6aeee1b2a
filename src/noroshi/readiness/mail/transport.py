"""Transport: MTA-STS records and policies (RFC 8461) and TLS-RPT records (RFC 8460)."""

import re
from dataclasses import dataclass

from noroshi.readiness.mail.tags import TagFault, parse_tags

LONGEST_AGE_S = 31_557_600
MOST_OCTETS = 64 * 1024
"""Of a policy (RFC 8461 section 3.3)."""

MODES = ("none", "testing", "enforce")
_ID = re.compile(r"[A-Za-z0-9]{1,32}")


class TransportFault(ValueError):  # noqa: N818  # a fault of the text, told to its owner
    """A record or policy is malformed; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StsPolicy:
    """An MTA-STS policy.

    Attributes:
        mode: `none`, `testing` or `enforce`.
        hosts: Patterns of mail exchangers, in lower case.
        max_age_s: How long senders keep it.
    """

    mode: str
    hosts: tuple[str, ...]
    max_age_s: int

    def covers(self, host: str) -> bool:
        """Whether a mail exchanger matches (RFC 8461 section 4.1: `*` is one label)."""
        name = host.lower().removesuffix(".")
        return any(
            name.partition(".")[2] == one[2:] if one.startswith("*.") else name == one
            for one in self.hosts
        )


def parse_sts_id(text: str) -> str:
    """The policy's id of a `_mta-sts` record.

    Raises:
        TransportFault: It is malformed.
    """
    tags = _tags(text, "STSv1")
    if not _ID.fullmatch(tags.get("id", "")):
        raise TransportFault("id= is no 1 to 32 letters and digits")
    return tags["id"]


def parse_sts_policy(text: str) -> StsPolicy:
    """The policy of a file.

    Raises:
        TransportFault: It is malformed.
    """
    if len(text) > MOST_OCTETS:
        raise TransportFault(f"larger than {MOST_OCTETS >> 10} KiB")
    fields: dict[str, str] = {}
    hosts: list[str] = []
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon:
            raise TransportFault(f"{line[:80]!r} is no `name: value`")
        if name.strip() == "mx":
            hosts.append(value.strip().lower())
        else:
            fields.setdefault(name.strip(), value.strip())
    age = fields.get("max_age", "")
    if fields.get("version") != "STSv1":
        raise TransportFault("version is not STSv1")
    if fields.get("mode") not in MODES:
        raise TransportFault(f"mode is none of {', '.join(MODES)}")
    if not (age.isascii() and age.isdecimal() and len(age) <= 10 and int(age) <= LONGEST_AGE_S):
        raise TransportFault(f"max_age is no number up to {LONGEST_AGE_S}")
    if not hosts and fields["mode"] != "none":
        raise TransportFault("no mx is named")
    return StsPolicy(mode=fields["mode"], hosts=tuple(hosts), max_age_s=int(age))


def parse_tls_rpt(text: str) -> tuple[str, ...]:
    """Where TLS reports go.

    Raises:
        TransportFault: The record is malformed.
    """
    tags = _tags(text, "TLSRPTv1")
    places = tuple(place.strip() for place in tags.get("rua", "").split(",") if place.strip())
    wrong = [place for place in places if not place.lower().startswith(("mailto:", "https:"))]
    if not places or wrong:
        raise TransportFault("rua= must hold mailto: or https: addresses")
    return places


def _tags(text: str, version: str) -> dict[str, str]:
    try:
        tags = parse_tags(text)
    except TagFault as fault:
        raise TransportFault(str(fault)) from fault
    if next(iter(tags.items()), None) != ("v", version):
        raise TransportFault(f"it does not start with v={version}")
    return tags
