"""Wording: what a reason may say outside the operator.

Detectors write for the operator's own staff. Before a sentence leaves, counts of fewer than three
subscribers become "<3" and every address but the subject's own is taken out, whatever wrote it.
"""

import re

from noroshi.relay.decide.host import host_of
from noroshi.spine.model import PEOPLE, Evidence, Finding, Subject, SubjectKind, Text

LEAST_COUNT = 3
"""Smallest count of subscribers that is told outside as it is."""

LEAST_COLONS = 3
"""More colons than this stand in no clock time."""

LONGEST_WORDS = 500
"""Characters of a person's reason that are told outside."""

REMOVED = Text(ja="［削除］", en="[removed]")

_IPV4 = re.compile(r"(?<!\d)\d{1,3}(?:[.-]\d{1,3}){3}(?!\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*", re.ASCII)
_FEW_EN = re.compile(
    r"(?<![\d.,])\b(?:[0-2]|zero|one|two)\s+"
    r"((?:(?:out\s+)?of\s+[\d,]+\s+)?(?:[a-z-]+\s+){0,2}(?:subscriber|client|host|customer)s?)\b",
    re.IGNORECASE | re.ASCII,
)
_FEW_EN_AFTER = re.compile(
    r"\b((?:subscriber|client|host|customer)s?\s*[:=]\s*)[0-2]\b(?![.,]\d)",
    re.IGNORECASE | re.ASCII,
)
_FEW_JA = re.compile(r"(?<![0-9０-９.,])[0-2０-２]\s*(?=(?:人|台|名|加入者|クライアント|端末))")
_FEW_JA_AFTER = re.compile(
    r"((?:加入者|クライアント|端末)数?\s*(?:は|が|：|:|＝|=)\s*)[0-2０-２](?![0-9０-９.,])"
)


def reasons(finding: Finding) -> tuple[Text, ...]:
    """The finding's evidence for its verdict in words that may leave, strongest first."""
    speaking = sorted(
        (term for term in finding.evidence if term.weight > 0), key=lambda term: -term.weight
    )
    return tuple(_sentence(term, finding.subject) for term in speaking)


def _sentence(term: Evidence, subject: Subject) -> Text:
    if term.unit in PEOPLE and term.value < LEAST_COUNT:
        return Text(
            ja=f"{term.code}：該当する加入者は <3 です。", en=f"{term.code}: <3 subscribers."
        )
    own = _own(subject)
    return Text(
        ja=_without_addresses(_few_ja(term.text.ja), own, REMOVED.ja),
        en=_without_addresses(_few_en(term.text.en), own, REMOVED.en),
    )


def _few_en(text: str) -> str:
    return _FEW_EN_AFTER.sub(r"\1<3", _FEW_EN.sub(r"<3 \1", text))


def _few_ja(text: str) -> str:
    return _FEW_JA_AFTER.sub(r"\1<3", _FEW_JA.sub("<3 ", text))


def told_outside(text: str, subject: Subject) -> str:
    """A person's words about a subject, on one line, with every address but its own taken out."""
    flat = " ".join(text.split())[:LONGEST_WORDS]
    return _without_addresses(_few_ja(_few_en(flat)), _own(subject), REMOVED.en)


def _own(subject: Subject) -> str:
    """The address that may stay in words about the subject."""
    if subject.kind is SubjectKind.PREFIX:
        return subject.value.partition("/")[0]
    return host_of(subject) or subject.value


def _without_addresses(text: str, own: str, instead: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        found = match.group()
        return found if found.rstrip(".") == own or not _may_be_address(found) else instead

    return _IPV4.sub(replaced, _IPV6.sub(replaced, text))


def _may_be_address(text: str) -> bool:
    """Whether it reads as an address, valid or not; a clock time (10:30:00) does not.

    Five groups with colons may also be a MAC address, which names a subscriber just as well.
    """
    return ":" not in text or "::" in text or text.count(":") > LEAST_COLONS
