"""Mail: messages to a mail server (SMTP, RFC 5321)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from noroshi.spine.model import ConfigError, InputError, MailTls, SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where messages are handed over.

    Attributes:
        host: Name or address.
        port: TCP port.
        tls: How the way there is protected.
        user: Log-in name; empty to log in as nobody.
        password: Its password.
        ca_file: Authorities of the server's certificate (PEM); the system's when null.
        timeout_s: Longest silence of the server, in seconds.
    """

    host: str
    port: int
    tls: MailTls
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout_s: float = 20.0


class MailSession:
    """One connection to a mail server."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def send(self, message: bytes, *, sender: str, recipient: str) -> None:
        """Hand one message over.

        Args:
            message: Headers and body (RFC 5322).
            sender: Where bounces go.
            recipient: Whom it is for.

        Raises:
            InputError: The server refuses this message or recipient for good (5xx).
            SourceError: The server is unwell; trying later may help.
        """
        try:
            self._smtp.sendmail(sender, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _refusal(code, text) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SourceError(f"the mail server failed: {_why(error)}") from error


@contextmanager
def mail_session(server: MailServer) -> Iterator[MailSession]:
    """A connection, protected and logged in as the server is described.

    Raises:
        ConfigError: The server speaks no TLS though it should, or refuses the log-in.
        SourceError: The server cannot be reached or is unwell.
    """
    try:
        smtp = _connected(server)
    except ssl.SSLError as error:
        raise ConfigError(f"{server.host} shows no certificate that is believed: {error.reason or error}; see [mail] ca_file") from error  # fmt: skip
    except smtplib.SMTPNotSupportedError as error:
        raise ConfigError(f"{server.host}: {error}; see [mail] tls and user") from error
    except smtplib.SMTPAuthenticationError as error:
        raise ConfigError(f"{server.host} refuses the log-in of [mail] user ({error.smtp_code})") from error  # fmt: skip
    except (smtplib.SMTPException, OSError) as error:
        raise SourceError(
            f"the mail server {server.host}:{server.port} cannot be used: {_why(error)}"
        ) from error
    try:
        yield MailSession(smtp)
    finally:
        _leave(smtp)


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.tls is MailTls.IMPLICIT:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout_s, context=_trust(server)
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
    try:
        smtp.ehlo()
        if server.tls is MailTls.STARTTLS:
            smtp.starttls(context=_trust(server))
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _trust(server: MailServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except (ssl.SSLError, OSError) as error:
        raise ConfigError(f"{server.ca_file} holds no authority in PEM: {error}") from error


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()  # what was accepted stays accepted


def _refusal(code: int, text: bytes | str) -> InputError | SourceError:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    told = f"the mail server answers {code} {said[:200]}"
    return InputError(told) if 500 <= code <= 599 else SourceError(told)


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
