"""Trace: what a page's maker left on it, in a form that is compared fast."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import mmh3
import msgspec

from noroshi.sites.analyse.document import Document, document_of, host_of
from noroshi.sites.analyse.picture import icon_hash
from noroshi.sites.judge.services import CONTENT, belongs
from noroshi.sites.names import is_address, public_suffix, registered_domain
from noroshi.sites.visit import Visit
from noroshi.spine.model import InputError

SIGNATURE = 64
"""Values of a MinHash signature: two skeletons' likeness is told to about 0.06 (1 / (2 √64))."""
_SHINGLE = 3
_MASK = (1 << 32) - 1
_SEEDS = tuple(
    (2 * mmh3.hash(f"a{n}", signed=False) + 1, mmh3.hash(f"b{n}", signed=False))
    for n in range(SIGNATURE)
)
_IDS = re.compile(
    r"\b(?:G-[A-Z0-9]{6,12}|UA-\d{4,10}-\d{1,3}|GTM-[A-Z0-9]{5,9}|AW-\d{8,12}|(?:clarity|hm\.js\?)[\w=./]{6,40})"
)
_TOKEN = re.compile(
    r"(?=[^/]*\d)(?=[^/]*[a-zA-Z])[A-Za-z0-9_-]{6,}|[0-9a-fA-F]{12,}|[A-Za-z0-9_-]{20,}"
)
_LEAST_TOKENS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One page's traces. Empty texts and tuples where it left none.

    Attributes:
        url: Of the page.
        skeleton: MinHash of the DOM's structure; empty where the page is too small to tell.
        tokens: Elements that the skeleton was made of.
        ids: Ids at measuring services.
        resources: SHA-256 of its parts where they were read, and hosts of shared parts.
        icon: Hash of its icon; 0 where it has none.
        endpoint: Where typed words go: host and path, or the path alone on its own host.
        template: Shape of the path; empty for a home page.
        names: Names on its certificate besides its own.
        address: IP address that served it.
        domain: Registered domain.
    """

    url: str
    skeleton: tuple[int, ...]
    tokens: int
    ids: frozenset[str]
    resources: frozenset[str]
    icon: int
    endpoint: str
    template: str
    names: frozenset[str]
    address: str
    domain: str


def trace_of(visit: Visit) -> Trace:
    """Traces of a visit's last page."""
    page = document_of(visit)
    code = page.script.text[:60_000] + " ".join(url for _, url in page.parts)
    own = registered_domain(page.host) if page.host else ""
    names = visit.certificate.names if visit.certificate else ()
    return Trace(
        url=visit.url,
        skeleton=signature(page.tokens),
        tokens=len(page.tokens),
        ids=frozenset(_IDS.findall(code)),
        resources=_resources(page, visit, own),
        icon=icon_hash(visit.favicon),
        endpoint=_endpoint(page),
        template=path_template(visit.url),
        names=frozenset(
            name for name in names[:50] if registered_domain(name.removeprefix("*.")) != own
        ),
        address=next((hop.address for hop in reversed(visit.chain) if hop.address), ""),
        domain=own,
    )


def trace_row(trace: Trace) -> dict[str, Any]:
    """A trace as plain values, to be kept."""
    row = msgspec.to_builtins(trace)
    assert isinstance(row, dict)
    return row | {name: sorted(row[name]) for name in ("ids", "resources", "names")}


def read_trace(row: Mapping[str, Any]) -> Trace:
    """A kept trace.

    Raises:
        InputError: It is none of this version.
    """
    try:
        return msgspec.convert(row, Trace)
    except msgspec.ValidationError as error:
        raise InputError(f"this is no trace of a page: {error}") from error


def signature(tokens: tuple[str, ...]) -> tuple[int, ...]:
    """MinHash (Broder 1997) of runs of three elements; empty below eight elements."""
    if len(tokens) < _LEAST_TOKENS:
        return ()
    runs = {" ".join(tokens[at : at + _SHINGLE]) for at in range(len(tokens) - _SHINGLE + 1)}
    hashed = [mmh3.hash(run, signed=False) for run in sorted(runs)[:4000]]
    return tuple(min((a * one + b) & _MASK for one in hashed) for a, b in _SEEDS)


def skeleton_likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimated share of structure in common; 0 where either is too small to tell."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / SIGNATURE


def path_template(url: str) -> str:
    """The shape of a URL's path and query: digits as `#`, random tokens as `*`; empty for a home page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    shaped = "/".join(
        "*" if _TOKEN.fullmatch(part) else re.sub(r"\d+", "#", part) for part in path.split("/")[:6]
    )
    keys = ",".join(
        sorted({pair.partition("=")[0][:16] for pair in parts.query.split("&")[:8] if pair})
    )
    return f"{shaped}?{keys}" if keys else shaped


def host_template(url: str) -> str:
    """The shape of a host: its suffix, and letters, digits and lengths of the labels before it."""
    host = host_of(url)
    if not host or is_address(host):
        return "address" if host else ""
    suffix = public_suffix(host)
    labels = host.removesuffix(suffix).rstrip(".").split(".")
    shapes = [
        re.sub(r"[a-z]+", lambda m: f"a{len(m[0])}", re.sub(r"\d+", "#", label)) for label in labels
    ]
    return f"{'.'.join(shapes)}.{suffix}"


def _resources(page: Document, visit: Visit, own: str) -> frozenset[str]:
    hosts = {host_of(url) for kind, url in page.parts if kind in {"script", "style", "img", "logo"}}
    shared = {
        f"host:{host}"
        for host in hosts
        if host and registered_domain(host) != own and not belongs(host, CONTENT)
    }
    bodies = {
        one.sha256
        for one in visit.exchanges[:200]
        if one.sha256 and one.resource in {"script", "stylesheet", "image"} and one.size_bytes > 200
    }
    return frozenset(shared | bodies)


def _endpoint(page: Document) -> str:
    for one in page.asked:
        if not one.action:
            continue
        parts = urlsplit(one.action)
        if parts.hostname and parts.hostname != page.host:
            return f"{parts.hostname}{parts.path}"
    return ""
