"""Record: an SPF record taken apart, or what is wrong with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from noroshi.readiness.mail.spf.macro import is_domain_spec, is_macro_string

VERSION = "v=spf1"
LONGEST = 8_192
"""Characters of a record that are read."""

MOST_TERMS = 512

_MECHANISM = re.compile(r"([+\-~?]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?=[:/]|$)(.*)", re.I)
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE | re.DOTALL)
_CIDR = re.compile(r"(?:/(0|[1-9]\d?))?(?://(0|[1-9]\d{0,2}))?$")
_LENGTH = re.compile(r"/(0|[1-9]\d{0,2})$")


class Fault(ValueError):  # noqa: N818  # a fault of the text, told to its owner
    """The record is malformed; its message says which term and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A mechanism.

    Attributes:
        qualifier: `+`, `-`, `~` or `?`.
        name: In lower case.
        spec: Domain-spec or address; empty where the current domain is meant.
        bits4: Prefix length for IPv4.
        bits6: Prefix length for IPv6.
    """

    qualifier: str
    name: str
    spec: str = ""
    bits4: int = 32
    bits6: int = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A whole record.

    Attributes:
        terms: Mechanisms in their order.
        redirect: Domain-spec of `redirect=`; empty without one.
        explanation: Domain-spec of `exp=`; empty without one.
    """

    terms: tuple[Term, ...]
    redirect: str = ""
    explanation: str = ""


def select_record(texts: Iterable[str]) -> list[str]:
    """Those TXT records that are SPF records (RFC 7208 section 4.5); one is right."""
    found = (text for text in texts if text[: len(VERSION)].lower() == VERSION)
    return [text for text in found if text[len(VERSION) : len(VERSION) + 1] in ("", " ")]


def parse_record(text: str) -> Record:
    """A record taken apart.

    Raises:
        Fault: It breaks the grammar (RFC 7208 section 12).
    """
    if len(text) > LONGEST:
        raise Fault(f"longer than {LONGEST:,} characters")
    if not text.isascii() or not text.isprintable():
        raise Fault("holds characters that are not ASCII or not printable")
    terms: list[Term] = []
    once: dict[str, str] = {}
    words = text[len(VERSION) :].split()
    if len(words) > MOST_TERMS:
        raise Fault(f"more than {MOST_TERMS} terms")
    for word in words:
        if found := _MECHANISM.fullmatch(word):
            terms.append(_term(found[1] or "+", found[2].lower(), found[3], word))
        else:
            _modifier(word, once)
    return Record(
        terms=tuple(terms), redirect=once.get("redirect", ""), explanation=once.get("exp", "")
    )


def _modifier(word: str, once: dict[str, str]) -> None:
    found = _MODIFIER.fullmatch(word)
    if found is None:
        raise Fault(f"{word!r} is neither a mechanism nor a modifier")
    name, value = found[1].lower(), found[2]
    if name not in ("redirect", "exp"):
        if not is_macro_string(value):
            raise Fault(f"{word!r} holds a malformed macro")
        return
    if name in once:
        raise Fault(f"{name}= stands twice")
    if not is_domain_spec(value):
        raise Fault(f"{word!r} names no domain")
    once[name] = value


def _term(qualifier: str, name: str, rest: str, word: str) -> Term:
    if name == "all":
        if rest:
            raise Fault(f"{word!r}: all takes nothing")
        return Term(qualifier=qualifier, name=name)
    if name in ("ip4", "ip6"):
        return _network(qualifier, name, rest, word)
    bits4, bits6 = 32, 128
    if name in ("a", "mx") and (found := _CIDR.search(rest)):
        bits4, bits6 = int(found[1] or 32), int(found[2] or 128)
        rest = rest[: found.start()]
        if bits4 > 32 or bits6 > 128 or (found[1] is None and found[0].startswith("/0/")):
            raise Fault(f"{word!r}: a prefix is too long")
    if rest[:1] == "/" or (rest and not is_domain_spec(rest[1:])):
        raise Fault(f"{word!r} names no domain")
    if not rest and name in ("include", "exists"):
        raise Fault(f"{word!r} needs a domain")
    return Term(qualifier=qualifier, name=name, spec=rest[1:], bits4=bits4, bits6=bits6)


def _network(qualifier: str, name: str, rest: str, word: str) -> Term:
    if rest[:1] != ":":
        raise Fault(f"{word!r} needs an address")
    address, longest = rest[1:], 32 if name == "ip4" else 128
    bits = longest
    if found := _LENGTH.search(address):
        address, bits = address[: found.start()], int(found[1])
    try:
        _ = IPv4Address(address) if name == "ip4" else IPv6Address(address)
    except AddressValueError as error:
        raise Fault(f"{word!r} holds no address: {error}") from error
    if bits > longest or "%" in address:
        raise Fault(f"{word!r}: the prefix is too long")
    return Term(qualifier=qualifier, name=name, spec=address, bits4=bits, bits6=bits)
