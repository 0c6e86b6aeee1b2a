"""Clouds: ranges that anybody can rent by the hour are never allow-listed.

Real C&C servers sit there (an exam server of ours lies in a public cloud's published range), so
such a list would hide what the product is for. Told by the list's own words, or by a wide prefix
over an address that is known to be let.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address

from noroshi.c2.judge.allow.allow_list import AllowClass, AllowEntry
from noroshi.spine.model import ConfigError

_NAMES = re.compile(
    r"amazon|\baws\b|\bec2\b|lightsail|azure|google[ -]?cloud|\bgcp\b|oracle|\boci\b|digital ?ocean|"
    r"\bovh|hetzner|vultr|choopa|linode|alibaba|aliyun|tencent|scaleway|contabo|leaseweb|upcloud|"
    r"ibm cloud|softlayer|huawei cloud|kamatera|ionos|rackspace|sakura (?:internet|vps)|さくらの|conoha",
    re.IGNORECASE,
)

RENTED = tuple(
    (ip_address(address), owner)
    for address, owner in (
        ("52.68.0.1", "Amazon Web Services"),
        ("54.64.0.1", "Amazon Web Services"),
        ("3.112.0.1", "Amazon Web Services"),
        ("13.64.0.1", "Microsoft Azure"),
        ("52.160.0.1", "Microsoft Azure"),
        ("34.64.0.1", "Google Cloud"),
        ("35.192.0.1", "Google Cloud"),
        ("132.145.0.1", "Oracle Cloud"),
        ("140.238.0.1", "Oracle Cloud"),
        ("138.197.0.1", "DigitalOcean"),
        ("159.65.0.1", "DigitalOcean"),
        ("167.99.0.1", "DigitalOcean"),
        ("51.38.0.1", "OVHcloud"),
        ("54.36.0.1", "OVHcloud"),
        ("78.46.0.1", "Hetzner"),
        ("88.198.0.1", "Hetzner"),
        ("95.216.0.1", "Hetzner"),
        ("45.32.0.1", "Vultr"),
        ("45.76.0.1", "Vultr"),
        ("108.61.0.1", "Vultr"),
        ("139.162.0.1", "Akamai Linode"),
        ("172.104.0.1", "Akamai Linode"),
        ("8.208.0.1", "Alibaba Cloud"),
    )
)
"""One address in a range of each that its owner publishes as let to customers."""

SINGLE = {4: 24, 6: 48}
"""Prefixes this long or longer may stand for one's own rented servers."""


def refuse_clouds(
    name: str, words: str, category: AllowClass, entries: Iterable[AllowEntry]
) -> None:
    """Refuse a list of a cloud whose servers anybody can rent.

    Args:
        name: File or list, for the message.
        words: What the list says about itself.
        category: Its class; `none` takes addresses out and may name any range.
        entries: What it holds.

    Raises:
        ConfigError: It is such a list; the message says why and what to do.
    """
    if category is AllowClass.NONE:
        return
    told = _NAMES.search(words)
    owner = told.group() if told else _owner(entries)
    if owner:
        raise ConfigError(
            f"{name} lists a cloud that anybody can rent ({owner}), and C&C servers are rented there; "
            "it would hide them. List only the addresses of the service you mean, under its own name"
        )


def _owner(entries: Iterable[AllowEntry]) -> str:
    for entry in entries:
        if entry.network.prefixlen < SINGLE[entry.network.version]:
            for address, owner in RENTED:
                if address in entry.network:
                    return f"{owner}, {entry.network}"
    return ""
