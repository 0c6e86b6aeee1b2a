"""Registry: every format that `share export` knows, in one place."""

from collections.abc import Callable

from noroshi.relay.share import bird, exabgp, gobgp
from noroshi.relay.share.blocking import Say
from noroshi.relay.share.lines import as_jsonl
from noroshi.relay.share.misp import ATTRIBUTE_TYPES, as_misp, owns
from noroshi.relay.share.names import (
    as_adguard,
    as_hosts,
    as_unbound,
    say_adguard,
    say_hosts,
    say_unbound,
)
from noroshi.relay.share.plain import is_readable
from noroshi.relay.share.renderer import Folder, Renderer
from noroshi.relay.share.reputation import CATEGORIES, REPUTATION, as_reputation, can_rate
from noroshi.relay.share.rpz import as_rpz, say_rpz
from noroshi.relay.share.squid import as_squid, say_squid
from noroshi.relay.share.stix import STIX_KINDS, as_stix
from noroshi.relay.share.suricata import as_suricata, say_match
from noroshi.relay.share.table import HEADING, as_csv
from noroshi.spine.model import Subject, SubjectKind, Text

PLAIN = "text/plain; charset=utf-8"
NAMES = frozenset({SubjectKind.DOMAIN})
NETWORKS = frozenset({SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.PREFIX})


def _has_words(say: Say) -> Callable[[Subject], bool]:
    return lambda subject: bool(say(subject))


RENDERERS: dict[str, Renderer] = {
    renderer.name: renderer
    for renderer in (
        Renderer(
            name="csv",
            media_type="text/csv; charset=utf-8",
            suffix=".csv",
            kinds=frozenset(SubjectKind),
            says=is_readable,
            tombstones=True,
            of_stretch=as_csv,
            begin=HEADING,
            meant_for=Text(ja="人と表計算ソフト", en="people and spreadsheets"),
        ),
        Renderer(
            name="jsonl",
            media_type="application/jsonl",
            suffix=".jsonl",
            kinds=frozenset(SubjectKind),
            says=is_readable,
            tombstones=True,
            of_stretch=as_jsonl,
            meant_for=Text(ja="プログラム（一行に一件）", en="programs, one object a line"),
        ),
        Renderer(
            name="stix",
            media_type="application/stix+json;version=2.1",
            suffix=".stix.json",
            kinds=STIX_KINDS,
            says=is_readable,
            tombstones=True,
            of_columns=as_stix,
            meant_for=Text(ja="脅威情報基盤（STIX 2.1）", en="threat platforms (STIX 2.1)"),
        ),
        Renderer(
            name="rpz",
            media_type="text/dns",
            suffix=".rpz",
            kinds=NAMES | NETWORKS,
            says=_has_words(say_rpz),
            of_subjects=as_rpz,
            meant_for=Text(
                ja="RPZ 対応リゾルバー（BIND、Unbound、Knot Resolver、PowerDNS）",
                en="resolvers with response policy zones: BIND, Unbound, Knot Resolver, PowerDNS",
            ),
        ),
        Renderer(
            name="unbound",
            media_type=PLAIN,
            suffix=".conf",
            kinds=NAMES,
            says=_has_words(say_unbound),
            of_subjects=as_unbound,
            meant_for=Text(ja="Unbound（local-zone）", en="Unbound, as local zones"),
        ),
        Renderer(
            name="hosts",
            media_type=PLAIN,
            suffix=".hosts",
            kinds=NAMES,
            says=_has_words(say_hosts),
            of_subjects=as_hosts,
            meant_for=Text(
                ja="hosts ファイル、Pi-hole、dnsmasq", en="hosts files, Pi-hole, dnsmasq"
            ),
        ),
        Renderer(
            name="adguard",
            media_type=PLAIN,
            suffix=".txt",
            kinds=NAMES,
            says=_has_words(say_adguard),
            of_subjects=as_adguard,
            meant_for=Text(
                ja="AdGuard、AdGuard Home、uBlock Origin", en="AdGuard, AdGuard Home, uBlock Origin"
            ),
        ),
        Renderer(
            name="squid",
            media_type=PLAIN,
            suffix=".conf",
            kinds=NAMES | NETWORKS,
            says=_has_words(say_squid),
            of_subjects=as_squid,
            meant_for=Text(
                ja="プロキシ Squid（アクセスリスト）", en="the proxy Squid, as access lists"
            ),
        ),
        Renderer(
            name="suricata",
            media_type=PLAIN,
            suffix=".rules",
            kinds=NAMES | NETWORKS | {SubjectKind.URL},
            doubtful=frozenset({SubjectKind.URL}),  # what is encrypted cannot be matched
            says=_has_words(say_match),
            of_columns=as_suricata,
            untold=frozenset({"first_seen", "valid_from", "valid_until", "reasons"}),
            meant_for=Text(ja="Suricata（ルール）", en="Suricata, as rules"),
        ),
        Renderer(
            name="flowspec",
            media_type=PLAIN,
            suffix=".bird.conf",
            kinds=NETWORKS,
            says=_has_words(bird.say_flowspec),
            of_subjects=bird.as_flowspec,
            meant_for=Text(ja="BIRD 2（FlowSpec 経路）", en="BIRD 2, as FlowSpec routes"),
        ),
        Renderer(
            name="flowspec-exabgp",
            media_type=PLAIN,
            suffix=".exabgp",
            kinds=NETWORKS,
            says=_has_words(exabgp.say_flowspec),
            of_subjects=exabgp.as_flowspec,
            meant_for=Text(ja="ExaBGP 4（FlowSpec 命令）", en="ExaBGP 4, as FlowSpec commands"),
        ),
        Renderer(
            name="flowspec-gobgp",
            media_type=PLAIN,
            suffix=".gobgp",
            kinds=NETWORKS,
            says=_has_words(gobgp.say_flowspec),
            of_subjects=gobgp.as_flowspec,
            meant_for=Text(ja="GoBGP 3（FlowSpec 命令）", en="GoBGP 3, as FlowSpec commands"),
        ),
        Renderer(
            name="rtbh",
            media_type=PLAIN,
            suffix=".bird.conf",
            kinds=NETWORKS,
            says=_has_words(bird.say_rtbh),
            of_subjects=bird.as_rtbh,
            meant_for=Text(ja="BIRD 2（ブラックホール経路）", en="BIRD 2, as blackhole routes"),
        ),
        Renderer(
            name="rtbh-exabgp",
            media_type=PLAIN,
            suffix=".exabgp",
            kinds=NETWORKS,
            says=_has_words(exabgp.say_rtbh),
            of_subjects=exabgp.as_rtbh,
            meant_for=Text(
                ja="ExaBGP 4（ブラックホール命令）", en="ExaBGP 4, as blackhole commands"
            ),
        ),
        Renderer(
            name="rtbh-gobgp",
            media_type=PLAIN,
            suffix=".gobgp",
            kinds=NETWORKS,
            says=_has_words(gobgp.say_rtbh),
            of_subjects=gobgp.as_rtbh,
            meant_for=Text(ja="GoBGP 3（ブラックホール命令）", en="GoBGP 3, as blackhole commands"),
        ),
    )
}
"""Formats of one file by the name that `--format` takes."""

FOLDERS: dict[str, Folder] = {
    folder.name: folder
    for folder in (
        Folder(
            name="misp",
            media_type="application/json",
            kinds=frozenset(ATTRIBUTE_TYPES),
            says=is_readable,
            tombstones=True,
            owns=owns,
            render=as_misp,
            meant_for=Text(ja="MISP（フィード）", en="MISP, as a feed"),
        ),
        Folder(
            name="suricata-reputation",
            media_type=PLAIN,
            kinds=NETWORKS,
            says=can_rate,
            owns={CATEGORIES, REPUTATION}.__contains__,
            render=as_reputation,
            meant_for=Text(ja="Suricata（IP レピュテーション）", en="Suricata, as IP reputation"),
        ),
    )
}
"""Formats of several files by the name that `--format` takes."""

FORMATS: dict[str, Renderer | Folder] = {**RENDERERS, **FOLDERS}
"""All formats."""
