"""Letter: a message by mail, as plain text and the same as HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jinja2 import Environment

from noroshi.relay.notify.wording import one_line
from noroshi.spine.model import InputError, Language

LONGEST_SUBJECT = 200
_MAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
"""RFC 5321 section 4.1.2, without quoted names and address literals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and the lines below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message says.

    Attributes:
        language: In which it is said.
        subject: One line.
        opening: Paragraphs before the sections.
        sections: Headings with lines.
        closing: Paragraphs after them.
    """

    language: Language
    subject: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()


_HTML = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<!doctype html>
<html lang="{{ letter.language }}">
<head><meta charset="utf-8"><title>{{ letter.subject }}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 42em">
<h1 style="font-size: 1.2em">{{ letter.subject }}</h1>
{% for paragraph in letter.opening %}
<p>{{ paragraph }}</p>
{% endfor %}
{% for section in letter.sections %}
<h2 style="font-size: 1em">{{ section.heading }}</h2>
<ul>
{% for line in section.lines %}
<li>{{ line }}</li>
{% endfor %}
</ul>
{% endfor %}
{% for paragraph in letter.closing %}
<p>{{ paragraph }}</p>
{% endfor %}
</body>
</html>
"""
)


def plain_text(letter: Letter) -> str:
    """The letter as text."""
    blocks = [one_line(paragraph) for paragraph in letter.opening]
    for section in letter.sections:
        lines = [f"- {one_line(line)}" for line in section.lines]
        blocks.append("\n".join([one_line(section.heading), *lines]))
    blocks += [one_line(paragraph) for paragraph in letter.closing]
    return "\n\n".join(blocks) + "\n"


def html_text(letter: Letter) -> str:
    """The letter as HTML, without anything that is fetched or run."""
    return _HTML.render(letter=_flat(letter))


def message(letter: Letter, *, sender: str, recipient: str, at: datetime, id_: str) -> bytes:
    """The whole message (RFC 5322).

    Args:
        letter: What it says.
        sender: A mail address, or a name and one: `Noroshi <noroshi@hub.example>`.
        recipient: A mail address.
        at: When it was written.
        id_: What makes its Message-ID, so that a repeat can be told.

    Raises:
        InputError: An address is none.
    """
    from_ = sender_address(sender)
    made = EmailMessage(policy=SMTP)
    made["From"] = from_
    made["To"] = mail_address(recipient)
    made["Subject"] = one_line(letter.subject, LONGEST_SUBJECT)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{id_}@{from_.domain}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
    made.set_content(plain_text(letter), cte="base64")
    made.add_alternative(html_text(letter), subtype="html", cte="base64")
    made["Content-Language"] = letter.language  # after the parts, which take such headers along
    return made.as_bytes()


def mail_address(text: str) -> str:
    """A mail address that cannot break out of the header it stands in.

    Raises:
        InputError: It is none.
    """
    if len(text) > 254 or not _MAIL.fullmatch(text):
        raise InputError(f"{text[:80]!r} is no mail address; write name@host.example")
    return text


def sender_address(text: str) -> Address:
    """The address of a sender, with or without a name before it.

    Raises:
        InputError: It is none.
    """
    name, bracket, rest = text.rpartition("<")
    if bracket and not rest.endswith(">"):
        raise InputError(f"{text[:80]!r} is no sender; write Name <name@host.example>")
    spec = mail_address(rest.removesuffix(">") if bracket else text)
    return Address(display_name=one_line(name, 100).strip('" '), addr_spec=spec)


def _flat(letter: Letter) -> Letter:
    """Every line on its own line, so that text and HTML say the same."""

    def flat(lines: Sequence[str]) -> tuple[str, ...]:
        return tuple(one_line(line) for line in lines)

    return Letter(
        language=letter.language,
        subject=one_line(letter.subject, LONGEST_SUBJECT),
        opening=flat(letter.opening),
        sections=tuple(
            Section(heading=one_line(s.heading), lines=flat(s.lines)) for s in letter.sections
        ),
        closing=flat(letter.closing),
    )
