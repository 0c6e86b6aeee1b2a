"""Mailbox: a real mail server on loopback that keeps what it is given (needs aiosmtpd)."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(slots=True)
class Mailbox:
    """What arrived, and how the server answers.

    Attributes:
        port: TCP port on 127.0.0.1.
        arrived: Sender, recipients and octets of each message.
        refuse: Recipient -> answer in place of taking him.
        answer: What is said to a message; anything but 250 does not keep it.
        login: Name and password that are wanted; null for none.
        starttls_asked: For each message whether the client asked for protection.
    """

    port: int = 0
    arrived: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    login: tuple[bytes, bytes] | None = None
    starttls_asked: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take a recipient or not."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a message or not."""
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.arrived.append((envelope.mail_from or "", list(envelope.rcpt_tos), content))
            self.starttls_asked.append(session.ssl is not None)
        return self.answer

    def check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
    ) -> AuthResult:
        """Let the one log in who is wanted."""
        if not isinstance(given, LoginPassword):
            return AuthResult(success=False, handled=False)
        return AuthResult(success=(given.login, given.password) == self.login, handled=False)


@contextmanager
def mailbox(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: tuple[bytes, bytes] | None = None,
) -> Iterator[Mailbox]:
    """A server that runs until the end of the block.

    Args:
        starttls: Offers STARTTLS with this.
        tls: Speaks TLS from the first octet with this.
        login: Name and password without which nothing is taken.
    """
    box = Mailbox(port=_free_port(), login=login)
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=box.port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=box.check,
        auth_required=login is not None,
        auth_require_tls=starttls is not None,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
