"""Answer: what a device said, as texts that fingerprints know, bounded in size and count."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

import msgspec

from noroshi.iot.analyse.certificate import names_of
from noroshi.iot.analyse.matcher import MAX_TEXT
from noroshi.spine.model import InputError

MAX_FEATURES = 64
MAX_TOTAL = 8192
"""Characters of all texts of one answer together: what bounds the time that it can take."""
MAX_BODY = 16_384
"""Characters of a page in which its title is looked for."""
MAX_READ = 1000
"""Texts that are read before equal ones are joined."""
MAX_DEPTH = 12

KINDS = {
    "ftp": "ftp.banner",
    "ssh": "ssh.banner",
    "telnet": "telnet.banner",
    "smtp": "smtp.banner",
    "pop3": "pop3.banner",
    "imap": "imap4.banner",
    "rtsp": "rtsp_header.server",
    "snmp": "snmp.sys_description",
    "snmpv3": "snmp.engine",
    "mdns": "mdns.services",
    "coap": "coap.core",
    "dns": "dns.versionbind",
    "ntp": "ntp.readvar",
    "ssdp": "ssdp.server",
    "upnp": "ssdp.server",
    "sip": "sip_header.server",
    "mysql": "mysql.banners",
    "http_server": "http_header.server",
    "http_title": "html_title",
    "favicon": "favicon.md5",
}
"""Protocol of a row to the kind of text that recog's databases match."""

HEADERS = {
    "server": "http_header.server",
    "www-authenticate": "http_header.wwwauth",
    "set-cookie": "http_header.cookie",
    "x-powered-by": "http_header.x-powered-by",
}
_CODE = re.compile(r"^\d{3}(?:[- ]|(?=\r?$))", re.MULTILINE)
_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{1,500})", re.IGNORECASE)
_SSH = re.compile(r"^SSH-[\d.]{1,8}-")
_POP = re.compile(r"^[+]OK ?")
_IMAP = re.compile(r"^\* (?:OK|PREAUTH|BYE) ?(?:\[[^\]]{0,500}\] ?)?")


class Feature(msgspec.Struct, frozen=True, gc=False):
    """One text of an answer, and which databases may know it."""

    kind: str
    text: str


def features_of(row: Mapping[str, object]) -> tuple[Feature, ...]:
    """The texts of one input row: `banner` with `protocol` or `kind`, or zgrab-style `data`.

    `favicon` (MD5) and `certificate` (DER in base64) may stand beside them. A row with neither
    that names an address and a port has no texts: something is open there and said nothing.

    Raises:
        InputError: The row holds neither, or its protocol is unknown.
    """
    data, banner = row.get("data"), row.get("banner")
    if data is not None and isinstance(data, Mapping):
        found = _walk(data, "", 0)
    elif isinstance(banner, str):
        found = _of_banner(_protocol(row), banner)
    elif isinstance(row.get("address"), str) and isinstance(row.get("port"), int):
        found = iter(())
    else:
        raise InputError("no banner (a text) and no data (an object)")
    texts = (one for one in chain(found, _beside(row)) if one.text)
    kept = dict.fromkeys([_bounded(one) for one in islice(texts, MAX_READ)])
    return tuple(kept) if len(kept) == 1 else tuple(_within(kept))


def _bounded(feature: Feature) -> Feature:
    if len(feature.text) <= MAX_TEXT:
        return feature
    return Feature(feature.kind, feature.text[:MAX_TEXT])


def _beside(row: Mapping[str, object]) -> Iterator[Feature]:
    favicon, certificate = row.get("favicon"), row.get("certificate")
    if isinstance(favicon, str):
        yield Feature("favicon.md5", favicon)
    if isinstance(certificate, str):
        for name, text in names_of(certificate).items():
            yield Feature(f"x509.{name}", text)


def _within(features: Iterable[Feature]) -> Iterator[Feature]:
    """Features in order until one would pass a bound of the whole answer."""
    left = MAX_TOTAL
    for feature in islice(features, MAX_FEATURES):
        left -= len(feature.text)
        if left < 0:
            return
        yield feature


def _protocol(row: Mapping[str, object]) -> str:
    named = row.get("protocol") or row.get("kind")
    name = named.lower().removesuffix("_banner") if isinstance(named, str) else ""
    if name not in KINDS and name not in {"http", "https", "cwmp"}:
        raise InputError("unknown-protocol")
    return name


def _of_banner(protocol: str, text: str) -> Iterator[Feature]:
    text = text[:MAX_BODY]
    if protocol in {"http", "https", "cwmp"} or text.startswith("HTTP/"):
        yield from _of_response(text)
        return
    if protocol in {"rtsp", "ssdp", "upnp", "sip"} and "\n" in text:
        yield from (one for one in _headers(text, KINDS[protocol]))
        return
    kind = KINDS[protocol]
    if protocol in {"ftp", "smtp"}:
        whole = _CODE.sub("", text).rstrip("\r\n")
        yield Feature(kind, whole)
        lines = [line.strip() for line in whole.split("\n")]
        yield from (Feature(kind, line) for line in lines[:8] if line)
    elif protocol == "ssh":
        yield Feature(kind, _SSH.sub("", text.split("\n")[0]).strip())
    elif protocol == "pop3":
        yield Feature(kind, _POP.sub("", text).strip())
    elif protocol == "imap":
        yield Feature(kind, _IMAP.sub("", text).strip())
    else:
        yield Feature(kind, text.strip())


def _of_response(text: str) -> Iterator[Feature]:
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    for line in head.split("\n")[:100]:
        name, _, value = line.partition(":")
        if kind := HEADERS.get(name.strip().lower()):
            yield Feature(kind, value.strip())
    yield from _title(body or head)


def _headers(text: str, kind: str) -> Iterator[Feature]:
    for line in text.split("\n")[:100]:
        name, _, value = line.partition(":")
        if name.strip().lower() in {"server", "user-agent"}:
            yield Feature(kind, value.strip())


def _title(body: str) -> Iterator[Feature]:
    if title := _TITLE.search(body[:MAX_BODY]):
        yield Feature("html_title", title[1].strip())


def _walk(value: Mapping[str, object], protocol: str, depth: int) -> Iterator[Feature]:
    """Texts of a nested record; what its maker wrote about it (`metadata`) is no answer."""
    if depth > MAX_DEPTH:
        return
    for name, inner in value.items():
        if name == "metadata":
            continue
        if isinstance(inner, Mapping):
            known = name if name in KINDS or name in _NESTED else protocol
            yield from _table(name, inner)
            yield from _walk(
                inner, known.removesuffix("s") if known in _SECURE else known, depth + 1
            )
        elif isinstance(inner, str):
            yield from _leaf(protocol, name, inner)
        elif isinstance(inner, list):
            texts = (text for text in inner[:8] if isinstance(text, str))
            yield from (one for text in texts for one in _leaf(protocol, name, text))


_NESTED = {"http", "https", "cwmp", "modbus", "fox", "imaps", "pop3s", "smtps"}
_SECURE = {"https", "imaps", "pop3s", "smtps"}


def _table(name: str, inner: Mapping[str, object]) -> Iterator[Feature]:
    if name == "objects":
        vendor = inner.get("vendor")
        product = inner.get("product_name") or inner.get("product_code")
        if isinstance(vendor, str):
            yield Feature(
                "modbus.device", f"{vendor}\n{product or ''}\n{inner.get('revision') or ''}"
            )
    if name == "device_id" and isinstance(brand := inner.get("brand_id"), str):
        yield Feature(
            "fox.device",
            f"{brand}\n{inner.get('app_name') or ''}\n{inner.get('app_version') or ''}",
        )


def _leaf(protocol: str, name: str, text: str) -> Iterator[Feature]:
    header = HEADERS.get(name.replace("_", "-"))
    if protocol in {"http", "cwmp"} and header:
        yield Feature(header, text)
    elif name == "title":
        yield Feature("html_title", text)
    elif name == "body":
        yield from _title(text)
    elif name in {"subject_dn", "issuer_dn"}:
        yield Feature(f"x509.{name.removesuffix('_dn')}", _reordered(text))
    elif name in {"server", "agent"} and protocol in {"upnp", "ssdp", "rtsp"}:
        yield Feature(KINDS[protocol], text)
    elif name in {"banner", "raw_banner", "raw"} and protocol in KINDS:
        yield from _of_banner(protocol, text)


def _reordered(name: str) -> str:
    """A distinguished name as Go prints it, most particular part first, as recog expects."""
    return ",".join(reversed(name.split(", ")))
