"""Zone server: the primary of one zone, written by DNS UPDATE (RFC 2136) and read by AXFR (RFC 5936).

Every message is signed (TSIG, RFC 8945) and goes over TCP. An update holds as a whole or not at all,
and only where the zone's SOA is still the one that the writer saw.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.tsig
import dns.update

from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.tsig_key import TsigKey

APEX = "@"

TIMES_S = (60, 30, 604_800)
"""Refresh, retry and expire of the zone: a notice that was lost costs a minute at most."""

_IN = dns.rdataclass.IN
NXDOMAIN = "."
"""Where a policy zone points with a name that is not to be found (draft-vixie-dnsop-dns-rpz)."""
_REFUSALS = (dns.rcode.REFUSED, dns.rcode.NOTAUTH, dns.rcode.NOTZONE)


class Start(NamedTuple):
    """The zone's SOA, as far as a writer may choose it: who answers for it, and the serial."""

    contact: str
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """What one update changes: names that shall be blocked and names that shall not, relative."""

    added: Sequence[str] = ()
    removed: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Primary:
    """Where a zone is written.

    Attributes:
        address: Of the server.
        port: Its TCP port.
        zone: Name of the zone.
        key: Signs what is asked and proves what is answered.
        target: Where the records of names point.
        ttl_s: Life of records and of their absence, in seconds.
        timeout_s: Longest wait for one answer, in seconds.
        transfer_s: Longest transfer of the whole zone, in seconds.
    """

    address: str
    port: int
    zone: str
    key: TsigKey
    ttl_s: int
    target: str = NXDOMAIN
    timeout_s: float = 10.0
    transfer_s: float = 300.0


class ZoneServer:
    """One zone at one primary."""

    def __init__(self, primary: Primary) -> None:
        self._primary = primary
        self._zone = dns.name.from_text(primary.zone)
        name = dns.name.from_text(primary.key.name)
        self._key = dns.tsig.Key(name, primary.key.secret, dns.tsig.HMAC_SHA256)
        self._target = dns.rdata.from_text(_IN, dns.rdatatype.CNAME, primary.target)

    def start(self) -> Start:
        """The SOA as it is now.

        Raises:
            ConfigError: The primary does not serve the zone, or does not know the key.
            SourceError: It cannot be reached or is unwell.
        """
        query = dns.message.make_query(self._zone, dns.rdatatype.SOA)
        query.flags &= ~dns.flags.RD
        answer = self._exchanged(query)
        self._check(answer)
        for found in answer.answer:
            if found.rdtype == dns.rdatatype.SOA and found.name == self._zone:
                return Start(found[0].rname.to_text(omit_final_dot=True), found[0].serial)
        raise ConfigError(f"{self} answers without the zone's SOA; is it the primary?")

    def held(self) -> Iterator[tuple[str, bool]]:
        """Every relative name below the apex as it is transferred, and whether it is blocked well.

        A name may come several times, once for each of its record sets.

        Raises:
            ConfigError: The primary refuses the transfer.
            SourceError: It cannot be reached, or the transfer broke off.
        """
        with self._told():
            for message in dns.query.xfr(
                self._primary.address,
                self._zone,
                port=self._primary.port,
                timeout=self._primary.timeout_s,
                lifetime=self._primary.transfer_s,
                keyring={self._key.name: self._key},
                keyname=self._key.name,
                keyalgorithm=self._key.algorithm,
            ):
                for found in message.answer:
                    if found.name != dns.name.empty:
                        well = found.rdtype == dns.rdatatype.CNAME and found[0] == self._target
                        yield found.name.to_text(), well

    def update(self, blocked: Blocked, *, seen: Start, then: Start) -> bool:
        """Change names and SOA at once; false where the SOA is not the one that was seen.

        Args:
            blocked: Names. One that is both removed and added is made anew.
            seen: The SOA that the change was made from.
            then: The SOA afterwards; its serial is above that of the other.

        Raises:
            ConfigError: The primary does not take updates by this key.
            SourceError: It cannot be reached or is unwell. The change may hold nevertheless.
        """
        message = dns.update.UpdateMessage(self._zone)
        message.use_tsig(self._key)
        message.present(APEX, self._soa(seen))
        for name in blocked.removed:
            message.delete(name)
        for name in blocked.added:
            message.add(name, self._primary.ttl_s, self._target)
        message.add(APEX, self._primary.ttl_s, self._soa(then))
        answer = self._exchanged(message)
        if answer.rcode() in (dns.rcode.NXRRSET, dns.rcode.YXRRSET):
            return False
        self._check(answer)
        return True

    def __str__(self) -> str:
        place = (
            f"[{self._primary.address}]" if ":" in self._primary.address else self._primary.address
        )
        return f"{place}:{self._primary.port} ({self._zone.to_text(omit_final_dot=True)})"

    @property
    def _named(self) -> str:
        return self._primary.key.name

    def _soa(self, start: Start) -> dns.rdata.Rdata:
        times = " ".join(map(str, (*TIMES_S, self._primary.ttl_s)))
        text = f"localhost. {start.contact}. {start.serial} {times}"
        return dns.rdata.from_text(_IN, dns.rdatatype.SOA, text)

    def _exchanged(self, message: dns.message.Message) -> dns.message.Message:
        message.use_tsig(self._key)
        with self._told():
            return dns.query.tcp(
                message,
                self._primary.address,
                port=self._primary.port,
                timeout=self._primary.timeout_s,
            )

    def _check(self, answer: dns.message.Message) -> None:
        code = answer.rcode()
        if code in _REFUSALS:
            raise ConfigError(
                f"{self} answers {dns.rcode.to_text(code)}: it does not serve the zone, or its acl "
                f"does not let the key {self._named} do this"
            )
        if code != dns.rcode.NOERROR:
            raise SourceError(f"{self} answers {dns.rcode.to_text(code)}; look into its log")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the library in our own words."""
        try:
            yield
        except (dns.tsig.PeerError, dns.tsig.BadSignature, dns.message.UnknownTSIGKey) as error:
            raise ConfigError(
                f"{self} does not accept the key {self._named}: the secrets differ, or the acl of "
                f"the zone does not let it do this ({error})"
            ) from error
        except dns.exception.FormError as error:
            raise ConfigError(f"{self} gives no signed answer; does it serve the zone? ({error})") from error  # fmt: skip
        except (dns.exception.DNSException, OSError, EOFError) as error:
            why = str(error) or type(error).__name__
            raise SourceError(f"{self} cannot be used: {why}") from error
