"""Culprit: through whom a message fails DMARC, and what that one should do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from noroshi.readiness.mail.arc import Chain, ChainResult
from noroshi.readiness.mail.dkim import Letter, Signed
from noroshi.readiness.mail.dkim.check import SENDERS_FAULTS, Why
from noroshi.readiness.mail.judge.alignment import Dmarc, DmarcResult
from noroshi.spine.model import Text

_LIST_FIELDS = ("list-id", "list-post", "mailing-list")
_FORWARD_FIELDS = ("resent-from", "resent-sender", "x-forwarded-to", "x-forwarded-for")


class Culprit(StrEnum):
    """Whose fault it is."""

    NOBODY = "nobody"
    SENDER = "sender"
    FORWARDER = "forwarder"
    LIST = "list"
    DNS = "dns"
    UNKNOWN = "unknown"


REMEDIES = {
    Culprit.SENDER: Text(
        ja="送信者が、自ドメインの DKIM 署名と鍵を直す。",
        en="The sender mends the DKIM signature of its own domain and its key.",
    ),
    Culprit.FORWARDER: Text(
        ja="転送者は本文とヘッダを変えずに転送し、ARC を付ける。",
        en="The forwarder passes header and body on as they are, and adds ARC.",
    ),
    Culprit.LIST: Text(
        ja="メーリングリストは件名や本文への書き加えをやめるか、差出人を自ドメインに書き換え、ARC を付ける。",
        en="The list stops writing into subject and body, or puts its own domain into From, and adds ARC.",
    ),
    Culprit.DNS: Text(
        ja="答えが得られるようになってから、もう一度調べる。",
        en="Verify again when the DNS answers.",
    ),
    Culprit.UNKNOWN: Text(
        ja="ドメインの持ち主に、この送信元が自分のものかを尋ねる。",
        en="Ask the owner of the domain whether this source is its own.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """Whose fault, and by what it was seen."""

    culprit: Culprit
    text: Text


def blame(letter: Letter, dmarc: Dmarc, signed: Sequence[Signed], chain: Chain) -> Blame:
    """Through whom a message fails DMARC.

    A good header under a changed body proves that the sender did sign; ARC is as good as the word of
    who sealed it; what is seen from fields alone is a guess, and the sentence says so.
    """
    if dmarc.result is DmarcResult.TEMPERROR:
        return _say(Culprit.DNS, f"{dmarc.unanswered} への答えが得られない。", f"There is no answer for {dmarc.unanswered}.")  # fmt: skip
    if dmarc.result is DmarcResult.NONE:
        return _say(Culprit.NOBODY, "差出人のドメインに DMARC レコードがない。", "The author's domain has no DMARC record.")  # fmt: skip
    if dmarc.result is not DmarcResult.FAIL:
        return _say(Culprit.NOBODY, "差出人のドメインが保証されている。", "The author's domain is vouched for.")  # fmt: skip
    domains = {one.domain for one in dmarc.aligned if one.method == "dkim"}
    own = [one for one in signed if one.domain in domains]
    return (
        _changed_body(letter, own)
        or _seen_good(letter, chain)
        or _changed_header(letter, own, chain)
        or _bad_signature(own, signed)
        or _not_vouched(letter, signed)
    )


def _changed_body(letter: Letter, own: Sequence[Signed]) -> Blame | None:
    found = next((one for one in own if one.why is Why.BODY_CHANGED), None)
    if found is None:
        return None
    return _say(
        _on_the_way(letter),
        f"{found.domain} の署名はヘッダでは正しく、本文は署名の後に変えられた。",
        f"The signature of {found.domain} holds for the header: the body was changed after it was signed.",
    )  # fmt: skip


def _seen_good(letter: Letter, chain: Chain) -> Blame | None:
    if chain.result is not ChainResult.PASS:
        return None
    found = next((one for one in chain.sets if one.seen.get("dmarc") == "pass"), None)
    if found is None:
        return None
    return _say(
        _on_the_way(letter),
        f"{found.seal.domain} が受けたときは DMARC に合格していたと、同者が封をした ARC にある。",
        f"It passed DMARC when {found.seal.domain} took it, as that one sealed by ARC.",
    )


def _changed_header(letter: Letter, own: Sequence[Signed], chain: Chain) -> Blame | None:
    found = next((one for one in own if one.why is Why.HEADER_CHANGED), None)
    if found is None:
        return None
    passed_on = bool(chain.sets) or _has(letter, (*_LIST_FIELDS, *_FORWARD_FIELDS))
    return _say(
        _on_the_way(letter) if passed_on else Culprit.UNKNOWN,
        f"{found.domain} の署名がヘッダと合わない。途中で変えられたか、別の鍵で署名された。",
        f"The signature of {found.domain} does not fit the header: it was changed on the way, or signed by another key.",
    )  # fmt: skip


def _bad_signature(own: Sequence[Signed], signed: Sequence[Signed]) -> Blame | None:
    unreadable = [one for one in signed if not one.domain]
    found = next((one for one in (*own, *unreadable) if one.why in SENDERS_FAULTS), None)
    if found is None:
        return None
    reason = f"{found.why}{f' ({found.detail})' if found.detail else ''}"
    return _say(
        Culprit.SENDER,
        f"署名か鍵に、途中では生じない誤りがある：{reason}。",
        f"The signature or its key has a fault that nobody on the way can cause: {reason}.",
    )


def _not_vouched(letter: Letter, signed: Sequence[Signed]) -> Blame:
    if _has(letter, _LIST_FIELDS):
        return _say(
            Culprit.LIST,
            "メーリングリストの欄があり、差出人のドメインの署名がない。リストが外したか、もともとない。",
            "It has a list's fields and no signature of the author's domain: the list took it off, or there was none.",
        )  # fmt: skip
    if any(one.result == "pass" for one in signed):
        return _say(
            Culprit.UNKNOWN,
            "よその署名だけが正しい。自ドメインで署名しない配信事業者か、なりすましである。",
            "Only somebody else's signature holds: a service that does not sign with the domain, or a forger.",
        )  # fmt: skip
    return _say(
        Culprit.UNKNOWN,
        "差出人のドメインを保証するものがない。なりすましか、SPF にも署名にも載せ忘れた送信元である。",
        "Nothing vouches for the author's domain: forged, or from a source that stands neither in SPF nor signs.",
    )  # fmt: skip


def _on_the_way(letter: Letter) -> Culprit:
    return Culprit.LIST if _has(letter, _LIST_FIELDS) else Culprit.FORWARDER


def _has(letter: Letter, names: Sequence[str]) -> bool:
    return any(field.name in names for field in letter.fields)


def _say(culprit: Culprit, ja: str, en: str) -> Blame:
    return Blame(culprit=culprit, text=Text(ja=ja, en=en))
