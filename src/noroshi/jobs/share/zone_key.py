"""Zone key: the secret that this hub and the primary of its policy zone share."""

import os
from pathlib import Path

from noroshi.spine.home import Home, read_secret
from noroshi.spine.model import ConfigError
from noroshi.spine.net.tsig_key import TsigKey

NAME = "noroshi-feed"
"""What both call it."""


def zone_key_file(home: Home) -> Path:
    """Where it is kept."""
    return home.path / home.settings.zone.key_file


def zone_key_of(home: Home) -> TsigKey:
    """The key that signs what the primary is told.

    Raises:
        ConfigError: It is missing, readable by others, or no key.
    """
    path = zone_key_file(home)
    if not path.exists():
        raise ConfigError(f"there is no key {path}; make one by: noroshi share feed --make-key")
    return TsigKey.parse(read_secret(path))


def make_zone_key(home: Home) -> Path:
    """Write a fresh key, in the words of Knot's configuration, mode 0600; gives where.

    Raises:
        ConfigError: There is one; resolvers and primary hold to it.
    """
    path = zone_key_file(home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"{path} is there already; remove it first if the primary shall get another key") from error  # fmt: skip
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(str(TsigKey.make(NAME)))
    return path


def knot_snippet(home: Home) -> str:
    """What Knot's configuration needs for the zone; the key is included, never shown."""
    zone = home.settings.zone
    name = zone.name or "rpz.example"
    place = f"{zone.server}@{zone.port}"
    return f"""\
include: /etc/knot/noroshi-feed.key
server:
    listen: {place}
acl:
  - id: noroshi-feed
    key: {NAME}
    action: [query, update, transfer]
zone:
  - domain: {name}
    file: /var/lib/knot/{name}.zone
    zonefile-sync: 1h
    journal-max-usage: 500M
    acl: [noroshi-feed]
"""
