"""Verdict: what a validator says of an answer, and for which fault, in the words of RFC 4035 and 8914."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import dns.name

from noroshi.spine.model import Text


class State(StrEnum):
    """Security states (RFC 4035 section 4.3), best first."""

    SECURE = "secure"
    INSECURE = "insecure"
    INDETERMINATE = "indeterminate"
    BOGUS = "bogus"


class Fault(StrEnum):
    """Why an answer is not secure."""

    UNSIGNED = "unsigned-delegation"
    ALGORITHM = "unsupported-algorithm"
    DIGEST = "unsupported-digest"
    ITERATIONS = "nsec3-iterations"
    OPT_OUT = "opt-out"
    EXPIRED = "signature-expired"
    FUTURE = "signature-not-yet-valid"
    CROSSED = "signature-expires-before-inception"
    NO_KEY = "dnskey-missing"
    NO_DS_MATCH = "ds-matches-no-key"
    NO_SIGNATURE = "rrsig-missing"
    SIGNER = "wrong-signer"
    KEY = "signed-by-unknown-key"
    WRONG = "signature-wrong"
    NO_PROOF = "nsec-missing"
    WORK = "too-much-work"
    LOOP = "cname-loop"
    NO_ANSWER = "no-answer"
    SERVER = "server-failure"


class About(NamedTuple):
    """A fault for people: RFC 8914 code (null where none fits), what it is, what to do."""

    ede: int | None
    text: Text
    remedy: Text

    @property
    def text_pair(self) -> tuple[str, str]:
        """What it is, in Japanese and English."""
        return self.text.ja, self.text.en

    @property
    def remedy_pair(self) -> tuple[str, str]:
        """What to do, in Japanese and English."""
        return self.remedy.ja, self.remedy.en


def _about(ede: int | None, what: tuple[str, str], remedy: tuple[str, str]) -> About:
    return About(ede, Text(ja=what[0], en=what[1]), Text(ja=remedy[0], en=remedy[1]))


_SIGN_AGAIN = (
    "ゾーンを署名し直し、署名の自動更新が動いているかを調べる。",
    "Sign the zone again, and see whether signatures are renewed by themselves.",
)
_CLOCK = (
    "署名サーバと検証側の時計（NTP）を調べる。",
    "Look at the clocks (NTP) of signer and validator.",
)
_DS_FIRST = (
    "親の DS を今の KSK に合わせる。鍵を替えたときは、先に新しい DS を出し、TTL を待つ。",
    "Let the parent's DS fit the present KSK; in a rollover publish the new DS first and wait its TTL.",
)
_SERVER = ("権威サーバと経路を調べる。", "Look at the authoritative servers and the way to them.")
_MOVE = (
    "ECDSA P-256（13）か Ed25519（15）へ移る。",
    "Move to ECDSA P-256 (13) or Ed25519 (15).",
)

ABOUT = {
    Fault.UNSIGNED: _about(None, ("委任が署名されていない。", "The delegation is unsigned."),
        ("守りたければゾーンに署名し、DS を親に登録する。", "To protect it, sign the zone and have the parent publish its DS.")),
    Fault.ALGORITHM: _about(1, ("どの署名も、検証器の知らないアルゴリズムを使う。", "All signatures use algorithms that validators do not know."), _MOVE),
    Fault.DIGEST: _about(2, ("DS のダイジェスト方式が使えない。", "The digest types of the DS are not supported."),
        ("SHA-256（2）の DS を親に登録する。", "Have the parent publish a DS with SHA-256 (2).")),
    Fault.ITERATIONS: _about(27, ("NSEC3 の繰り返しが多すぎ、検証器は保護なしとみなす。", "NSEC3 iterates so often that validators take the zone as unprotected."),
        ("繰り返し 0、ソルトなしに変える（RFC 9276）。", "Set 0 iterations and no salt (RFC 9276).")),
    Fault.OPT_OUT: _about(None, ("opt-out の範囲にあり、存在しないことは証明されない。", "It lies in an opt-out span, so that its absence is not proven."),
        ("必要なら opt-out をやめる。", "Turn opt-out off if that matters.")),
    Fault.EXPIRED: _about(7, ("署名の期限が切れている。", "The signature has expired."), _SIGN_AGAIN),
    Fault.FUTURE: _about(8, ("署名がまだ有効でない。", "The signature is not valid yet."), _CLOCK),
    Fault.CROSSED: _about(25, ("署名の期限が開始より前にある。", "The signature expires before it begins."), _SIGN_AGAIN),
    Fault.NO_KEY: _about(9, ("DNSKEY が得られない。", "There is no DNSKEY."),
        ("ゾーンが署名されているかを調べる。署名をやめたなら親の DS を消す。", "See whether the zone is signed; if it no longer is, have the parent remove its DS.")),
    Fault.NO_DS_MATCH: _about(9, ("親の DS に合う鍵がゾーンにない。", "No key of the zone fits the parent's DS."), _DS_FIRST),
    Fault.NO_SIGNATURE: _about(10, ("署名（RRSIG）がない。", "There is no signature (RRSIG)."), _SIGN_AGAIN),
    Fault.SIGNER: _about(6, ("署名者の名前がゾーンと違う。", "The signer's name is not the zone's."), _SIGN_AGAIN),
    Fault.KEY: _about(9, ("署名の鍵が DNSKEY にない。", "The key of the signature is not among the DNSKEYs."),
        ("鍵を消す前に、その鍵の署名がなくなるまで待つ。", "Remove a key only after its last signature is gone.")),
    Fault.WRONG: _about(6, ("署名がデータに合わない。", "The signature does not fit the data."),
        ("データが途中で変わったか、署名のあとにゾーンが編集された。署名し直す。", "The data changed on the way, or the zone was edited after it was signed: sign again.")),
    Fault.NO_PROOF: _about(12, ("存在しないことの証明（NSEC、NSEC3）が足りない。", "The proof of absence (NSEC, NSEC3) is incomplete."), _SIGN_AGAIN),
    Fault.WORK: _about(6, ("鍵や署名が多すぎ、検証の仕事量の限りを超える。", "So many keys or signatures that the bound of work is passed."),
        ("鍵と署名の数を減らす。タグの重なる鍵は作り直す。", "Have fewer keys and signatures; make keys anew whose tags collide.")),
    Fault.LOOP: _about(None, ("CNAME が輪になっているか、長すぎる。", "The CNAME chain is a loop, or too long."),
        ("CNAME の鎖を直す。", "Mend the CNAME chain.")),
    Fault.NO_ANSWER: _about(22, ("答えが得られない。", "There is no answer."), _SERVER),
    Fault.SERVER: _about(23, ("検証しなくてもサーバが失敗を返す。", "The server fails even without validation."), _SERVER),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a validator says.

    Attributes:
        state: How the answer stands.
        at: The name where it was decided.
        fault: Why it is not secure; null where it is.
    """

    state: State
    at: dns.name.Name
    fault: Fault | None = None

    @property
    def ede(self) -> int | None:
        """The extended error of RFC 8914 that a resolver would give."""
        return ABOUT[self.fault].ede if self.fault else None

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        about = ABOUT[self.fault] if self.fault else None
        return {
            "state": self.state.value,
            "at": self.at.to_text(),
            "fault": self.fault.value if self.fault else None,
            "ede": self.ede,
            "text": about.text.as_dict() if about else None,
        }


class Broken(Exception):  # noqa: N818  # an answer that is broken, caught by the validator
    """Something does not validate, for a fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
