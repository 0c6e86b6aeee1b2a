"""Exposure: one device at one address and port at one time, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from noroshi.iot.analyse import Confidence
from noroshi.iot.judge import Certainty
from noroshi.spine.model import InputError, Text, canonical_address


class Trouble(StrEnum):
    """What is wrong, the worst first."""

    INFECTED = "infected"
    WEAK_CREDENTIAL = "weak-credential"
    VULNERABLE = "vulnerable"
    REFLECTOR = "reflector"
    END_OF_LIFE = "end-of-life"
    POSSIBLY_VULNERABLE = "possibly-vulnerable"
    EXPOSED = "exposed"


class Severity(StrEnum):
    """How soon somebody should act, in the words of Shadowserver's reports."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SEVERITY = {
    Trouble.INFECTED: Severity.CRITICAL,
    Trouble.WEAK_CREDENTIAL: Severity.CRITICAL,
    Trouble.VULNERABLE: Severity.HIGH,
    Trouble.REFLECTOR: Severity.MEDIUM,
    Trouble.END_OF_LIFE: Severity.MEDIUM,
    Trouble.POSSIBLY_VULNERABLE: Severity.LOW,
    Trouble.EXPOSED: Severity.LOW,
}

# fmt: off
SAID = {
    Trouble.INFECTED: Text(ja="感染の疑い", en="looks infected"),
    Trouble.WEAK_CREDENTIAL: Text(ja="弱いパスワード", en="weak password"),
    Trouble.VULNERABLE: Text(ja="既知の欠陥", en="known hole"),
    Trouble.REFLECTOR: Text(ja="反射攻撃に使える", en="reflector"),
    Trouble.END_OF_LIFE: Text(ja="サポート終了", en="end of life"),
    Trouble.POSSIBLY_VULNERABLE: Text(ja="欠陥の可能性", en="possibly a hole"),
    Trouble.EXPOSED: Text(ja="公開されているだけ", en="merely exposed"),
}
# fmt: on
"""What people read."""

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Cve = Annotated[str, msgspec.Meta(pattern=r"^CVE-[0-9]{4}-[0-9]{4,19}$")]
"""CVE record identifier (CVE Program, rules of the ID syntax)."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `iot identify`'s evidence."""

    source: str
    params: dict[str, str] = {}


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """One row of what a survey found, as `iot identify` tells the device.

    Attributes:
        id: Of the observation.
        address: Canonical once read by `read_exposure`.
        port: 1 to 65535.
        transport: Of the port.
        time: When it answered.
        protocol: Application protocol, for example `http`; empty where unknown.
        kind: What is wrong where the source says so: `reflector`, `infected`, `weak-credential`.
        mark: Why it may be no device at all, as `iot identify` says; null without a doubt.
        vendor: Maker; null where unknown.
        product: Model; null where unknown.
        version: Of its firmware; null where unknown.
        cpe: CPE 2.3 name; null where unknown.
        cves: Known weaknesses.
        kev: Whether one of them is exploited in the wild.
        eol: When its maker stopped mending it; null where unknown or open.
        confidence: How much the answer told.
        evidence: Of the device and of each weakness.
        device: What stays when it gets another address, as a hash; empty where nothing does.
    """

    id: str | int
    address: str
    port: Port
    transport: Literal["tcp", "udp"] = "tcp"
    time: datetime
    protocol: str = ""
    kind: str | None = None
    mark: str | None = None
    vendor: str | None = None
    product: str | None = None
    version: str | None = None
    cpe: str | None = None
    cves: tuple[Cve, ...] = ()
    kev: bool = False
    eol: date | None = None
    confidence: Confidence = Confidence.NONE
    evidence: tuple[Proof, ...] = ()
    device: Annotated[str, msgspec.Meta(max_length=64)] = ""

    @property
    def trouble(self) -> Trouble:
        """The worst that can be said of it with the evidence at hand."""
        for told in (Trouble.INFECTED, Trouble.WEAK_CREDENTIAL, Trouble.REFLECTOR):
            if self.kind == told.value:
                return told
        if self.is_certain:
            return Trouble.VULNERABLE
        if self.eol is not None and self.eol <= self.time.date():
            return Trouble.END_OF_LIFE
        return Trouble.POSSIBLY_VULNERABLE if self.cves else Trouble.EXPOSED

    @property
    def is_certain(self) -> bool:
        """Whether a weakness is told of this very version, without a further condition."""
        return bool(self.cves) and any(
            proof.params.get("certainty") == Certainty.EXACT for proof in self.evidence
        )

    @property
    def severity(self) -> Severity:
        """How soon somebody should act; a weakness that is exploited cannot wait."""
        if self.kev and self.trouble is Trouble.VULNERABLE:
            return Severity.CRITICAL
        return SEVERITY[self.trouble]


def model_of(exposures: Sequence[Exposure], otherwise: Exposure) -> Exposure:
    """The one that tells most of the device: a model with its maker before a program without."""
    told = (one for one in exposures if one.product and one.vendor)
    return next(told, next((one for one in exposures if one.product or one.vendor), otherwise))


_DECODE = msgspec.json.Decoder(Exposure).decode


def read_exposure(line: bytes) -> Exposure:
    """The exposure in one JSON object.

    Raises:
        InputError: The line holds none; the message is a reason fit for counting.
    """
    try:
        row = _DECODE(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError(_reason(error)) from error
    if row.time.tzinfo is None:
        raise InputError("time-without-zone")
    try:
        address = canonical_address(row.address)
    except InputError as error:
        raise InputError("no-address") from error
    return msgspec.structs.replace(row, address=address, time=row.time.astimezone(UTC))


def read_exposures(lines: Iterable[bytes | None], refused: Counter[str]) -> Iterator[Exposure]:
    """The exposures of many lines, in their order; those that hold none are counted by reason.

    Args:
        lines: JSON objects; null for a line that was too long.
        refused: Counts, filled while lines are read.
    """
    for line in lines:
        if line is None:
            refused["too-large"] += 1
            continue
        try:
            yield read_exposure(line)
        except InputError as error:
            refused[str(error)] += 1


def _reason(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        field = str(error).rpartition("`$.")[2].rstrip("`").partition("[")[0]
        missing = str(error).partition("field `")[2].partition("`")[0]
        return f"bad-{missing or field}" if (missing or field).isidentifier() else "bad-row"
    return "no-json-object"
