"""Identity: which device or product an answer comes from, with the rules that say so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import as_file, files
from itertools import chain
from typing import TypeVar

import msgspec

from noroshi.iot.analyse.answer import Feature
from noroshi.iot.analyse.claim import Aspect, Claim
from noroshi.iot.analyse.cpe import Cpe
from noroshi.iot.analyse.makers import are_related, maker_name, shipped_makers
from noroshi.iot.analyse.matcher import Matcher
from noroshi.iot.analyse.proof import Proof
from noroshi.iot.analyse.recog import Database, read_databases

K = TypeVar("K")
V = TypeVar("V")

MAX_REMEMBERED = 100_000
"""Texts whose answer is kept; real banners repeat, and a hostile feed cannot fill the memory."""

ALIASES = {"telnet_banners": "telnet.banner"}
"""Databases whose file does not say what it matches."""

MAKER_TEXTS = {
    "ftp.banner", "telnet.banner", "http_header.server", "http_header.wwwauth", "html_title",
    "ssdp.server", "rtsp_header.server", "snmp.sys_description", "x509.subject", "modbus.device",
    "fox.device", "sip_header.server", "coap.core",
}  # fmt: skip
"""Kinds of text in which a maker's name is the maker's own word."""


GREETINGS = {"ftp.banner", "telnet.banner", "snmp.sys_description"}
"""Kinds of text that bear the host's name."""
_HOST = re.compile(
    r"(?<![\w.@-])(?!www\.)(?:[\w-]{1,63}\.){1,8}(?:com|net|org|edu|gov|info|biz|local|lan|[a-z]{2})\b"
)
"""A host's name: it says whose the host is, and not who made it."""


class Confidence(StrEnum):
    """How much the answer tells."""

    VERSION = "exact version"
    PRODUCT = "product only"
    VENDOR = "vendor only"
    CONTRADICTED = "contradicted"
    """Texts name different makers; the first stands, and nobody should build on it."""
    SOFTWARE = "software only"
    """A program that runs on machines of many makers; who made this one is not known."""
    NONE = "none"


class Identity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of whoever answered; empty texts where nothing is.

    Attributes:
        vendor: Who made the device. The makers of a server or a general system on it are not.
        product: The device; where only its software is known, that.
        about: What product and version are of.
        contradicted: Whether another text names another maker.
        cpes: Names under which weaknesses may be listed: the device's first, then its software's.
    """

    vendor: str = ""
    product: str = ""
    version: str = ""
    cpes: tuple[Cpe, ...] = ()
    proofs: tuple[Proof, ...] = ()
    about: Aspect = Aspect.DEVICE
    contradicted: bool = False

    @property
    def confidence(self) -> Confidence:
        """What the vendor, product and version amount to."""
        if self.about in {Aspect.SYSTEM, Aspect.SERVICE}:
            return Confidence.SOFTWARE if self.product else Confidence.NONE
        if self.contradicted:
            return Confidence.CONTRADICTED
        if self.product:
            return Confidence.VERSION if self.version else Confidence.PRODUCT
        return Confidence.VENDOR if self.vendor else Confidence.NONE


@dataclass
class Identifier:
    """Fingerprint databases at work; every text is asked once.

    Attributes:
        matchers: Databases by kind of text; of several the first that knows a text wins.
        makers: Names of makers, asked last.
    """

    matchers: Mapping[str, Sequence[Matcher]]
    makers: Matcher
    _known: dict[tuple[Feature, ...], Identity] = field(default_factory=dict)
    _texts: dict[Feature, tuple[Proof, ...]] = field(default_factory=dict)

    def identify(self, features: tuple[Feature, ...]) -> Identity:
        """The identity behind an answer's texts."""
        known = self._known.get(features)
        if known is None:
            known = _joined([proof for one in features for proof in self._proofs(one)])
            _remember(self._known, features, known)
        return known

    def _proofs(self, feature: Feature) -> tuple[Proof, ...]:
        found = self._texts.get(feature)
        if found is None:
            found = self._match(feature)
            _remember(self._texts, feature, found)
        return found

    def _match(self, feature: Feature) -> tuple[Proof, ...]:
        asked = [matcher.first(feature.text) for matcher in self.matchers.get(feature.kind, ())]
        if feature.kind in MAKER_TEXTS:
            # Of several makers the first is it; the others made a chip or an engine in it.
            asked.append(self.makers.earliest(_without_hosts(feature)))
        return tuple([proof for proof in asked if proof is not None])


def make_identifier(databases: Sequence[Database]) -> Identifier:
    """An identifier of our own rules, then the given databases, then the makers' names."""
    matchers: dict[str, list[Matcher]] = {}
    for database in (*shipped_databases(), *databases):
        kind = ALIASES.get(database.matches, database.matches)
        matchers.setdefault(kind, []).append(Matcher(database.fingerprints))
    return Identifier(matchers, Matcher(shipped_makers()))


def shipped_databases() -> list[Database]:
    """Our own rules, in recog's format."""
    with as_file(files("noroshi.iot.analyse").joinpath("pack")) as folder:
        return read_databases(folder, origin="noroshi")


def _without_hosts(feature: Feature) -> str:
    return _HOST.sub(" ", feature.text) if feature.kind in GREETINGS else feature.text


def _joined(proofs: Sequence[Proof]) -> Identity:
    told = _told(proofs)
    claims = [claim for proof in told for claim in proof.claims]
    if not claims:
        return Identity()
    best, *others = claims
    if others:
        best = max(claims, key=lambda claim: claim.rank)
    vendor = maker_name(best.vendor) if best.about_device else ""
    return Identity(
        vendor=vendor,
        product=best.product or (_agreed(claims, best, "product") if others else ""),
        version=best.version or (_agreed(claims, best, "version") if others else ""),
        cpes=_cpes(claims, best),
        proofs=told,
        about=best.aspect,
        contradicted=bool(others) and best.about_device and _is_contradicted(vendor, claims),
    )


def _told(proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """Proofs that claim something; of one rule's the first, in the last one's place."""
    if len(proofs) > 1:
        proofs = [*{proof.source: proof for proof in reversed(proofs)}.values()][::-1]
    return tuple([proof for proof in proofs if proof.claims])


def _is_contradicted(vendor: str, claims: Sequence[Claim]) -> bool:
    makers = {maker_name(one.vendor) for one in claims if one.about_device and one.vendor}
    return not all(are_related(vendor, one) for one in makers)


def _agreed(claims: Sequence[Claim], best: Claim, name: str) -> str:
    """A value that another text tells of the same maker's same thing."""
    for claim in claims:
        same = claim.vendor == best.vendor and claim.aspect == best.aspect
        if same and (not best.product or claim.product == best.product):
            value: str = getattr(claim, name)
            if value:
                return value
    return ""


def _cpes(claims: Sequence[Claim], best: Claim) -> tuple[Cpe, ...]:
    if len(claims) == 1 and len(best.cpes) < 2:  # nothing can be twice
        return best.cpes
    return tuple(dict.fromkeys(chain(best.cpes, *(claim.cpes for claim in claims))))


def _remember(memory: dict[K, V], key: K, value: V) -> None:
    if len(memory) >= MAX_REMEMBERED:
        memory.clear()
    memory[key] = value
