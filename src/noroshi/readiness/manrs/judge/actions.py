"""Actions: the four actions of MANRS for network operators, scored from data, each with its next step.

Scores are shares, so that they say what is missing; how MANRS itself weighs them is its own affair.
"""

from dataclasses import dataclass, field

from noroshi.readiness.check import Check, Level, say
from noroshi.spine.model import Text

GOOD, FAIR = 0.95, 0.8
"""Shares from which an action counts as good, and below which as bad."""

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do next.

    Attributes:
        cost: 1 a form at the registry, 2 a change of own routers, 3 others must move.
        gain: Score of its action that it would bring.
        text: What to do.
    """

    cost: int
    gain: float
    text: Text

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {"cost": self.cost, "gain": round(self.gain, 4), "text": self.text.as_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action.

    Attributes:
        number: 1 to 4.
        name: In both languages.
        good: What is as it should be.
        total: What was looked at; 0 where nothing was given to look at.
        lacking: What is not, as texts.
        next_step: What to do; null where nothing is to be done.
    """

    number: int
    name: Text
    good: int
    total: int
    lacking: tuple[str, ...] = field(default=())
    next_step: NextStep | None = None

    @property
    def score(self) -> float | None:
        """Share that is as it should be; null where nothing was given."""
        return self.good / self.total if self.total else None

    @property
    def level(self) -> Level:
        """How it stands."""
        score = self.score
        if score is None:
            return Level.UNKNOWN
        return Level.GOOD if score >= GOOD else Level.WARN if score >= FAIR else Level.BAD

    def check(self, subject: str) -> Check:
        """As a check."""
        named = ", ".join(self.lacking[:SHOWN])
        more = len(self.lacking) - SHOWN
        rest = (
            {"ja": f" ほか {more:,} 件", "en": f" and {more:,} more"}
            if more > 0
            else {"ja": "", "en": ""}
        )
        step = self.next_step
        if self.score is None:
            told = "調べる材料がない。", "there is nothing to look at."
        elif self.lacking:
            told = (
                f"{self.good:,} / {self.total:,}。足りないもの：{named}{rest['ja']}。",
                f"{self.good:,} of {self.total:,}; lacking: {named}{rest['en']}.",
            )
        else:
            told = f"{self.good:,} / {self.total:,}。", f"{self.good:,} of {self.total:,}."
        return say(
            f"manrs.{self.number}", self.level, subject,
            (f"{self.name.ja}：{told[0]}", f"{self.name.en}: {told[1]}"),
            remedy=(step.text.ja, step.text.en) if step else None,
            source=f"MANRS network operators, action {self.number}",
        )  # fmt: skip


def cheapest(actions: list[Action]) -> NextStep | None:
    """The step that costs least, and of those the one that brings most."""
    steps = [one.next_step for one in actions if one.next_step is not None]
    return min(steps, key=lambda step: (step.cost, -step.gain), default=None)


def filtering(good: int, invalid: list[str], unregistered: list[str]) -> Action:
    """Action 1: what own and customer ASes announce is registered, and nothing of it invalid.

    Args:
        good: Announcements that a VRP or an IRR object allows.
        invalid: Those that RPKI calls invalid.
        unregistered: Those that neither knows.
    """
    total = good + len(invalid) + len(unregistered)
    step = None
    if invalid:
        step = NextStep(
            cost=3, gain=len(invalid) / total,
            text=Text(
                ja=f"{invalid[0]} などを顧客から受けない：manrs filter の設定を入れる。",
                en=f"Take {invalid[0]} and its like from no customer: load what manrs filter writes.",
            ),
        )  # fmt: skip
    elif unregistered:
        step = NextStep(
            cost=1, gain=len(unregistered) / total,
            text=Text(
                ja=f"{unregistered[0]} などの ROA か route オブジェクトを登録する。",
                en=f"Register a ROA or a route object for {unregistered[0]} and its like.",
            ),
        )  # fmt: skip
    return Action(
        number=1, name=Text(ja="経路の検査（自網と顧客の広告）", en="Filtering of own and customers' announcements"),
        good=good, total=total, lacking=(*invalid, *unregistered), next_step=step,
    )  # fmt: skip


def spoofing(clean: int, leaking: list[str]) -> Action:
    """Action 2: customer ports that let in no foreign source.

    Args:
        clean: Ports without.
        leaking: The others, most octets first.
    """
    total = clean + len(leaking)
    step = None
    if leaking:
        step = NextStep(
            cost=2, gain=1 / total,
            text=Text(
                ja=f"{leaking[0]} に送信元検証（uRPF か ACL）を入れる。前に manrs spoofing で落ちるものを見る。",
                en=f"Filter sources (uRPF or an ACL) on {leaking[0]}; see with manrs spoofing what would drop.",
            ),
        )  # fmt: skip
    return Action(
        number=2, name=Text(ja="送信元詐称の防止", en="Anti-spoofing"),
        good=clean, total=total, lacking=tuple(leaking), next_step=step,
    )  # fmt: skip


def coordination(reached: list[str], missing: list[str]) -> Action:
    """Action 3: ASes whose registry entry names mail addresses for abuse and operation.

    Args:
        reached: ASes that have both.
        missing: What others lack, `AS64500 abuse`.
    """
    lacking = {text.split()[0] for text in missing}
    total = len(reached) + len(lacking)
    step = None
    if missing:
        step = NextStep(
            cost=1, gain=1 / total,
            text=Text(ja=f"{missing[0]} の連絡先を登録する。", en=f"Register the contact {missing[0]}."),
        )  # fmt: skip
    return Action(
        number=3, name=Text(ja="連絡先", en="Coordination"),
        good=len(reached), total=total, lacking=tuple(missing), next_step=step,
    )  # fmt: skip


def validation(valid: int, invalid: list[str], uncovered: list[str]) -> Action:
    """Action 4: own announcements that ROAs make valid.

    Args:
        valid: Own announcements that are.
        invalid: Own announcements that ROAs make invalid.
        uncovered: Those without a ROA.
    """
    total = valid + len(invalid) + len(uncovered)
    worst = (*invalid, *uncovered)
    step = None
    if worst:
        share = len(invalid or uncovered) / total
        said = {"ja": "直す", "en": "Mend"} if invalid else {"ja": "作る", "en": "Make"}
        step = NextStep(
            cost=1, gain=share,
            text=Text(
                ja=f"{worst[0]} などの ROA を{said['ja']}（readiness rpki plan が順序を示す）。",
                en=f"{said['en']} the ROA of {worst[0]} and its like; readiness rpki plan gives the order.",
            ),
        )  # fmt: skip
    return Action(
        number=4, name=Text(ja="検証できる情報の公開（ROA）", en="Global validation (ROAs)"),
        good=valid, total=total, lacking=worst, next_step=step,
    )  # fmt: skip
