"""Catalogue: every probe that exists, with the exact octets that it sends.

The boundary of the survey. A probe reads what a service tells everybody who asks: no credential,
no write, no exploit. There is no way to add one at run time; a new entry is a new release, and
`CATALOGUE_VERSION` is part of every signed scope, so that a signature never covers what its
signer did not see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from noroshi.spine.model import Text

CATALOGUE_VERSION = 1

SLOTS = ("{host}", "{contact}", "{own}")
"""What is filled in before sending: the asked address, the programme's page, a DNS name of ours."""


class Transport(StrEnum):
    """How a probe travels."""

    TCP = "tcp"
    TLS = "tls"
    UDP = "udp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One harmless question.

    Attributes:
        name: Its id in scopes.
        transport: TCP, TLS over TCP, or UDP.
        ports: The only ports that it may be sent to.
        sends: Messages in order, octets exact but for the slots; empty where the server speaks
            first. Over UDP each is one datagram.
        says: What is asked, and where the line is drawn.
        source: The standard that defines the message.
    """

    name: str
    transport: Transport
    ports: tuple[int, ...]
    sends: tuple[bytes, ...]
    says: Text
    source: str


WEB_PORTS = (
    80,
    81,
    82,
    88,
    591,
    2080,
    5000,
    7547,
    8000,
    8008,
    8080,
    8081,
    8088,
    8888,
    9000,
    9080,
    49152,
)
WEB_TLS_PORTS = (443, 444, 4443, 5001, 7443, 8443, 9443, 10443)  # fmt: skip

_WEB = tuple(
    b"GET %s HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (compatible; NoroshiSurvey; "
    b"+{contact})\r\nAccept: */*\r\nConnection: close\r\n\r\n" % path
    for path in (b"/", b"/favicon.ico")
)
_WEB_SAYS = Text(
    ja="トップページと favicon を一度ずつ読む。転送は追わない。フォームも他のパスも使わない。",
    en="Reads the top page and the favicon once each; follows no redirect. No forms, no other path.",
)
_SILENT = Text(
    ja="何も送らない。サーバが先に名乗るのを読み、閉じる。",
    en="Sends nothing: reads what the server says first, then closes.",
)


def _banner(name: str, *ports: int, says: Text = _SILENT, source: str) -> Probe:
    return Probe(
        name=name, transport=Transport.TCP, ports=ports, sends=(), says=says, source=source
    )


def _datagram(name: str, port: int, *sends: bytes, says: Text, source: str) -> Probe:
    return Probe(
        name=name, transport=Transport.UDP, ports=(port,), sends=sends, says=says, source=source
    )


_PROBES = (
    _banner("ftp", 21, 2121, source="RFC 959, section 5.4"),
    _banner("ssh", 22, 2222, source="RFC 4253, section 4.2"),
    _banner(
        "telnet", 23, 2323,
        says=Text(
            ja="何も送らない。求められたオプションは断る（DONT・WONT）だけで、名前もパスワードも送らない。",
            en="Sends nothing; options that are asked for are refused (DONT, WONT). Never a name or password.",
        ),
        source="RFC 854; RFC 1143",
    ),
    _banner("smtp", 25, 587, source="RFC 5321, section 3.1"),
    _banner("pop3", 110, source="RFC 1939, section 4"),
    _banner("imap", 143, source="RFC 3501, section 7.1"),
    _banner(
        "mqtt-open", 1883,
        says=Text(
            ja="接続できるかだけを見る。CONNECT は匿名のログインに当たるので送らない。",
            en="Sees only whether the port opens. CONNECT would be an anonymous login and is never sent.",
        ),
        source="MQTT 5.0, section 3.1",
    ),
    Probe(
        name="http", transport=Transport.TCP, ports=WEB_PORTS, sends=_WEB, says=_WEB_SAYS,
        source="RFC 9110, section 9.3.1",
    ),
    Probe(
        name="https", transport=Transport.TLS, ports=WEB_TLS_PORTS, sends=_WEB, says=_WEB_SAYS,
        source="RFC 8446; RFC 9110, section 9.3.1",
    ),
    Probe(
        name="rtsp", transport=Transport.TCP, ports=(554, 8554),
        sends=(
            b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: NoroshiSurvey (+{contact})\r\n\r\n",
        ),
        says=Text(
            ja="対応する命令を尋ねる。DESCRIBE は送らず、映像には触れない。",
            en="Asks which methods are known. No DESCRIBE: no picture is touched.",
        ),
        source="RFC 2326, section 10.1",
    ),
    _datagram(
        "snmpv3", 161,
        # noAuthNoPriv get with no engine id, no user and no variable: the reply is a report.
        bytes.fromhex(
            "303a020103300f02024a69020300ffe304010402010304103"
            "00e0400020100020100040004000400301204000400a00c020237f00201000201003000"
        ),
        says=Text(
            ja="SNMPv3 のエンジン発見だけを行う。v2c の \"public\" はパスワードに当たるので送らない。",
            en='SNMPv3 engine discovery only. The "public" of v2c is a password and is never sent.',
        ),
        source="RFC 3414, section 4",
    ),
    _datagram(
        "ssdp", 1900,
        b'M-SEARCH * HTTP/1.1\r\nHOST: {host}:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\n'
        b"ST: upnp:rootdevice\r\nUser-Agent: NoroshiSurvey (+{contact})\r\n\r\n",
        says=Text(ja="機器の名乗りを 1 通尋ねる。", en="Asks once what the device calls itself."),
        source="UPnP Device Architecture 2.0, section 1.3.2",
    ),
    _datagram(
        "ntp", 123,
        b"\x23" + bytes(47),  # version 4, mode 3
        b"\x16\x02\x00\x01" + bytes(8),  # version 2, mode 6, read variables
        says=Text(
            ja="時刻を 1 回、公開の変数を 1 回読む。monlist は送らない。",
            en="Reads the time once and the public variables once. Never monlist.",
        ),
        source="RFC 5905, section 7.3; RFC 9327, section 2",
    ),
    _datagram(
        "dns", 53,
        b"\x4e\x53\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04bind\x00\x00\x10\x00\x03",
        b"\x4e\x54\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00{own}\x00\x01\x00\x01",
        says=Text(
            ja="版を尋ね、私たち自身の名前を一つ引かせて、誰にでも再帰検索を許すかを見る。",
            en="Asks for the version, and for one name of our own to see whether it resolves for everybody.",
        ),
        source="RFC 1035, section 4.1; RFC 4892",
    ),
    _datagram(
        "mdns", 5353,
        b"\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
        b"\x09_services\x07_dns-sd\x04_udp\x05local\x00\x00\x0c\x00\x01",
        says=Text(ja="提供するサービスの種類を尋ねる。", en="Asks which kinds of service are offered."),
        source="RFC 6763, section 9",
    ),
    _datagram(
        "coap", 5683,
        b"\x40\x01\x4e\x52\xbb.well-known\x04core",
        says=Text(
            ja="公開の資源一覧を GET で読む。PUT や POST は送らない。",
            en="Reads the public list of resources by GET. Never PUT or POST.",
        ),
        source="RFC 6690, section 4; RFC 7252, section 3",
    ),
)  # fmt: skip

CATALOGUE: Mapping[str, Probe] = MappingProxyType({probe.name: probe for probe in _PROBES})
"""Every probe by name; nothing else is ever sent."""
