"""Consumers: what reads the list, and the lines that connect it. `{…}` is filled for the reader."""

from dataclasses import dataclass

from noroshi.relay.share import FORMATS
from noroshi.spine.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """One kind of consumer.

    Attributes:
        name: What it is.
        format: The renderer it needs; empty where it speaks TAXII.
        place: Where the lines go.
        lines: The lines, with `{url}`, `{list}` and `{token}`.
    """

    name: Text
    format: str
    place: Text
    lines: str


_SHELL = Text(ja="シェルで実行", en="In a shell")

CONSUMERS: tuple[Consumer, ...] = (
    Consumer(
        name=Text(ja="表計算・スクリプト（CSV）", en="Spreadsheets and scripts (CSV)"),
        format="csv",
        place=_SHELL,
        lines="curl --fail --compressed --user token:{token} \\\n  '{url}/api/v1/lists/{list}?format=csv' --output {list}.csv",
    ),
    Consumer(
        name=Text(ja="プログラム用（JSON Lines）", en="Programs (JSON Lines)"),
        format="jsonl",
        place=_SHELL,
        lines="curl --fail --compressed --user token:{token} \\\n  '{url}/api/v1/lists/{list}?format=jsonl' --output {list}.jsonl",
    ),
    Consumer(
        name=Text(ja="脅威情報基盤（TAXII 2.1）", en="Threat-intelligence platforms (TAXII 2.1)"),
        format="",
        place=Text(ja="Python（taxii2-client）", en="Python (taxii2-client)"),
        lines="from taxii2client.v21 import Server\n\nserver = Server('{url}/taxii2/', user='token', password='{token}')\nfor collection in server.default.collections:\n    print(collection.title, len(collection.get_objects()['objects']))",
    ),
    Consumer(
        name=Text(ja="STIX 2.1 ファイル", en="STIX 2.1 file"),
        format="stix",
        place=_SHELL,
        lines="curl --fail --compressed --user token:{token} \\\n  '{url}/api/v1/lists/{list}?format=stix' --output {list}.stix.json",
    ),
    Consumer(
        name=Text(ja="BIND（RPZ）", en="BIND (RPZ)"),
        format="rpz",
        place=Text(ja="named.conf（ファイルは cron などで更新）", en="named.conf (renew the file by cron)"),
        lines="# curl --fail --user token:{token} '{url}/api/v1/lists/{list}?format=rpz' \\\n#   --output /var/cache/bind/noroshi.rpz && rndc reload noroshi.rpz\noptions {{\n  response-policy {{ zone \"noroshi.rpz\"; }};\n}};\nzone \"noroshi.rpz\" {{ type primary; file \"noroshi.rpz\"; allow-query {{ none; }}; }};",
    ),
    Consumer(
        name=Text(ja="Unbound", en="Unbound"),
        format="unbound",
        place=_SHELL,
        lines="curl --fail --user token:{token} '{url}/api/v1/lists/{list}?format=unbound' \\\n  --output /etc/unbound/unbound.conf.d/noroshi.conf && unbound-control reload",
    ),
    Consumer(
        name=Text(ja="Suricata", en="Suricata"),
        format="suricata",
        place=_SHELL,
        lines="curl --fail --user token:{token} '{url}/api/v1/lists/{list}?format=suricata' \\\n  --output /var/lib/suricata/rules/noroshi.rules && suricatasc -c ruleset-reload-nonblocking",
    ),
    Consumer(
        name=Text(ja="Suricata（IP レピュテーション）", en="Suricata (IP reputation)"),
        format="suricata-reputation",
        place=_SHELL,
        lines="for file in categories.txt reputation.list; do\n  curl --fail --user token:{token} '{url}/api/v1/lists/{list}/suricata-reputation/'$file \\\n    --output /etc/suricata/noroshi/$file\ndone",
    ),
    Consumer(
        name=Text(ja="MISP（フィード）", en="MISP (feed)"),
        format="misp",
        place=Text(ja="Sync Actions → Feeds → Add Feed", en="Sync Actions → Feeds → Add Feed"),
        lines="Source format: MISP Feed\nURL: {url}/api/v1/lists/{list}/misp\nHeaders: Authorization: Bearer {token}",
    ),
    Consumer(
        name=Text(ja="Squid", en="Squid"),
        format="squid",
        place=Text(ja="squid.conf（ファイルは cron などで更新）", en="squid.conf (renew the file by cron)"),
        lines="# curl --fail --user token:{token} '{url}/api/v1/lists/{list}?format=squid' \\\n#   --output /etc/squid/noroshi.txt && squid -k reconfigure\nacl noroshi dstdomain \"/etc/squid/noroshi.txt\"\nhttp_access deny noroshi",
    ),
    Consumer(
        name=Text(ja="hosts ファイル", en="hosts file"),
        format="hosts",
        place=_SHELL,
        lines="curl --fail --user token:{token} '{url}/api/v1/lists/{list}?format=hosts' --output noroshi.hosts",
    ),
)  # fmt: skip
"""All consumers that the page knows."""


def offered() -> list[Consumer]:
    """Consumers whose format this hub speaks."""
    return [each for each in CONSUMERS if not each.format or each.format in FORMATS]


def filled(consumer: Consumer, *, url: str, collection: str, token: str) -> str:
    """A consumer's lines for one reader."""
    return consumer.lines.format(url=url, list=collection, token=token)
