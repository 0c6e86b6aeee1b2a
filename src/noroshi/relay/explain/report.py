"""Report: what a page about many findings says besides them: the run, and (in the lab) the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model import Endpoint, Finding, SubjectKind, Text, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The run that the findings come from.

    Attributes:
        window: The time that was looked at.
        flows: Flow records read.
        subscribers: Subscribers seen.
        servers: Servers that were scored.
        threshold: Probability from which a server is listed.
        seconds: How long the analysis took; null where unknown.
        command: The command that repeats it.
        title: Heading of the report; null for the ordinary one.
    """

    window: Window
    flows: int
    subscribers: int
    servers: int
    threshold: float
    seconds: float | None = None
    command: str = "noroshi c2 detect"
    title: Text | None = None


class Outcome(StrEnum):
    """What the truth says of one row."""

    FOUND = "found"
    FALSE = "false"
    MISSED = "missed"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueServer:
    """A server that the lab knows to be C&C.

    Attributes:
        address: Canonical address.
        port: Port; null matches every port of the address.
        protocol: Lower-case keyword; null matches every one.
        family: What it plays, for people.
    """

    address: str
    family: Text
    port: int | None = None
    protocol: str | None = None

    def matches(self, finding: Finding) -> bool:
        """Whether the finding is about this server."""
        if finding.subject.kind is not SubjectKind.ENDPOINT:
            return finding.subject.value == self.address
        return self._matches_endpoint(finding.subject.as_endpoint())

    def _matches_endpoint(self, endpoint: Endpoint) -> bool:
        return (
            endpoint.address == self.address
            and self.port in (None, endpoint.port)
            and self.protocol in (None, endpoint.protocol)
        )

    def __str__(self) -> str:
        if self.port is None:
            return self.address
        return str(Endpoint(self.address, self.port, self.protocol or "tcp"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Every C&C server that the lab planted."""

    servers: tuple[TrueServer, ...]

    def of(self, finding: Finding) -> TrueServer | None:
        """The planted server that a finding is about, if it is about one."""
        return next((server for server in self.servers if server.matches(finding)), None)

    def outcome(self, finding: Finding, threshold: float) -> Outcome:
        """Found, false, missed, or rightly quiet."""
        listed, true = finding.score >= threshold, self.of(finding) is not None
        if listed:
            return Outcome.FOUND if true else Outcome.FALSE
        return Outcome.MISSED if true else Outcome.QUIET

    def missed(self, findings: Sequence[Finding], threshold: float) -> tuple[TrueServer, ...]:
        """Planted servers that no listed finding is about."""
        listed = [finding for finding in findings if finding.score >= threshold]
        return tuple(s for s in self.servers if not any(s.matches(f) for f in listed))

    def false(self, findings: Sequence[Finding], threshold: float) -> tuple[Finding, ...]:
        """Listed findings that are about no planted server."""
        return tuple(f for f in findings if f.score >= threshold and self.of(f) is None)
