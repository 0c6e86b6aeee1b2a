"""Draft: requests to take a page down, in both languages, with what a person must check before sending.

Addresses stand defanged where people read them; `urls.txt` holds them as they are, for forms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP

from noroshi.sites.defang import defanged
from noroshi.sites.takedown.facts import TakedownFacts
from noroshi.sites.takedown.rdap import Contact, Role
from noroshi.sites.takedown.wording import (
    CHECKS,
    CLOSING,
    COUNCIL,
    LANGUAGES,
    OPENING,
    ROWS,
    SUBJECT,
    WANTED,
)
from noroshi.spine.model import Text
from noroshi.spine.model.label import label_text

JST = timezone(timedelta(hours=9), "JST")
COUNCIL_LABELS = frozenset({"phish", "compromised"})
"""Classes that the council takes reports on."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One file."""

    name: str
    octets: bytes


def drafts_for(facts: TakedownFacts, contacts: Sequence[Contact]) -> list[Draft]:
    """Every draft, with the list of what to check and the plain addresses, sorted by name.

    Args:
        facts: Of the page.
        contacts: Whom to write to. A role without one gets a draft without a recipient.
    """
    made = [*_mails(facts, contacts), *_lists(facts, contacts)]
    if facts.label in COUNCIL_LABELS:
        made += [
            Draft(f"council.{language}.txt", _encoded(council_text(facts, language)))
            for language in LANGUAGES
        ]
    return sorted(made, key=lambda one: one.name)


def request_text(facts: TakedownFacts, role: Role, language: str) -> str:
    """The words of a request to a provider or registrar."""
    lines = [_said(OPENING[role], language).format(what=_said(label_text(facts.label), language))]
    lines += ["", *_rows(facts, language), "", _said(WANTED[role], language), ""]
    lines += [*_evidence(facts, language), "", _said(CLOSING, language)]
    return "\n".join(lines) + "\n"


def council_text(facts: TakedownFacts, language: str) -> str:
    """What the report form of the council asks, to be copied in."""
    lines = [_said(COUNCIL, language), "", *_rows(facts, language), ""]
    return "\n".join([*lines, *_evidence(facts, language)]) + "\n"


def _mails(facts: TakedownFacts, contacts: Sequence[Contact]) -> Iterator[Draft]:
    for role in (Role.HOSTING, Role.REGISTRAR):
        if role is Role.REGISTRAR and not facts.domain:
            continue  # an address has no registrar
        to = [one.mail for one in contacts if one.role is role and one.mail]
        for language in LANGUAGES:
            yield Draft(f"{role.value}.{language}.eml", _mail(facts, role, to, language))


def _mail(facts: TakedownFacts, role: Role, to: Sequence[str], language: str) -> bytes:
    mail = EmailMessage(policy=SMTP.clone(max_line_length=78))
    mail["X-Unsent"] = "1"  # mail programs open it for editing
    if to:
        mail["To"] = ", ".join(to)
    place = defanged(facts.domain or facts.host)
    what = _said(label_text(facts.label), language)
    mail["Subject"] = _said(SUBJECT, language).format(what=what, place=place)
    mail.set_content(request_text(facts, role, language))
    return mail.as_bytes()


def _lists(facts: TakedownFacts, contacts: Sequence[Contact]) -> Iterator[Draft]:
    urls = dict.fromkeys([facts.url, facts.final_url])
    yield Draft("urls.txt", _encoded("\n".join(urls) + "\n"))
    for language in LANGUAGES:
        lines = [_said(check, language) for check in CHECKS]
        lines += [f"- {one.role.value}: {one.mail or '?'} ({one.source})" for one in contacts] or [
            _said(Text(ja="- 連絡先は分かっていません。", en="- No contact is known."), language)
        ]
        yield Draft(f"check.{language}.txt", _encoded("\n".join(lines) + "\n"))


def _rows(facts: TakedownFacts, language: str) -> list[str]:
    led = "" if facts.final_url == facts.url else defanged(facts.final_url)
    where = [
        f"{defanged(address)}{network and f' ({network})'}" for address, network in facts.addresses
    ]
    values = {
        "url": defanged(facts.url),
        "led": led,
        "brand": facts.brand,
        "title": facts.title[:200],
        "addresses": "\n  ".join(where),
        "first": _moment(facts.first_at, language),
        "last": _moment(facts.last_at, language),
    }
    return [f"{_said(ROWS[name], language)} {value}" for name, value in values.items() if value]


def _evidence(facts: TakedownFacts, language: str) -> list[str]:
    if not facts.files:
        return [_said(ROWS["no-evidence"], language)]
    told = [f"  {one.package}/{one.name}\n    {one.sha256}" for one in facts.files]
    return [_said(ROWS["evidence"], language), *told]


def _moment(at: datetime, language: str) -> str:
    if language == "ja":
        return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST"
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _said(text: Text, language: str) -> str:
    return text.ja if language == "ja" else text.en


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
