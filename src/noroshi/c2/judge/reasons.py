"""Reasons: a judgement of one server as evidence, and what would change it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from noroshi.c2.analyse import Floats
from noroshi.c2.judge.belief import infection
from noroshi.c2.judge.model import SICK_CLIENTS, Judgement, codes
from noroshi.c2.judge.terms import TERMS
from noroshi.spine.model import Evidence, Text

NO_USUAL = ("port", "subscribers")
"""Units in which nothing is usual: names of things, and the network's own size."""

FAINT = 0.05
"""Log-odds below which a term is not told."""

SICK_TITLE = Text(ja="端末の症状", en="symptoms of the clients")
SICK_SOURCE = "symptoms and other servers of the clients; docs/methods/c2-servers.md"


@dataclass(frozen=True)
class Reasons:
    """Evidence for the servers of one judgement."""

    judgement: Judgement

    @cached_property
    def measures(self) -> tuple[Floats, ...]:
        """What each term measured, one array per term."""
        return tuple(term.measure(self.judgement.facts) for term in TERMS)

    @cached_property
    def baselines(self) -> tuple[float | None, ...]:
        """Median of each measure over all scored servers; null for ports, which have no usual."""
        scored = self.judgement.facts.scored
        return tuple(
            None if term.unit in NO_USUAL or not scored.any() else float(np.median(values[scored]))
            for term, values in zip(TERMS, self.measures, strict=True)
        )

    @cached_property
    def background_infected(self) -> float:
        """Mean P(infected) over all subscribers by their symptoms alone, in percent."""
        alone = infection(self.judgement.facts.analysis)
        return 100.0 * float(alone.mean()) if len(alone) else 0.0

    def evidence(self, server: int) -> tuple[Evidence, ...]:
        """Every term that moves the verdict, strongest first; at least two."""
        weights = self.judgement.contributions[server]
        order = np.argsort(-np.abs(weights), kind="stable")
        told = [index for index in order if abs(weights[index]) >= FAINT]
        if len(told) < 2:
            told = list(order[:2])
        return tuple(self._evidence(int(index), server) for index in told)

    def counterfactual(self, server: int, threshold_log_odds: float) -> Text:
        """What would turn the verdict: the fewest reasons whose loss does it."""
        total = float(self.judgement.log_odds[server])
        weights = self.judgement.contributions[server]
        listed = total >= threshold_log_odds
        direction = 1.0 if listed else -1.0
        order = np.argsort(-direction * weights, kind="stable")
        taken: list[Text] = []
        for index in order:
            if (total >= threshold_log_odds) != listed or direction * weights[index] <= 0:
                break
            total -= float(weights[index])
            taken.append(_title(int(index)))
        turned = (total >= threshold_log_odds) != listed
        return _what_if(taken, listed=listed, turned=turned)

    def _evidence(self, index: int, server: int) -> Evidence:
        weight = float(self.judgement.contributions[server, index])
        if index >= len(TERMS):
            return self._sick(server, weight)
        term, value = TERMS[index], float(self.measures[index][server])
        return Evidence(
            code=term.code, value=_plain(value), unit=term.unit, baseline=self.baselines[index],
            weight=round(weight, 3), text=term.say(value), source=term.source,
        )  # fmt: skip

    def _sick(self, server: int, weight: float) -> Evidence:
        value, usual = float(self.judgement.seen_infected[server]), self.background_infected
        text = Text(
            ja=f"利用する端末の感染の見込みは、他の振る舞いから見て平均{value:.1f}%です（網全体では{usual:.1f}%）。",
            en=f"By what else they do, its clients are infected with {value:.1f} % probability on average ({usual:.1f} % in the whole network).",
        )
        return Evidence(
            code=SICK_CLIENTS, value=_plain(value), unit="%", baseline=_plain(usual),
            weight=round(weight, 3), text=text, source=SICK_SOURCE,
        )  # fmt: skip


def term_title(code: str) -> Text:
    """Two or three words for an evidence code."""
    by_code = {term.code: term.title for term in TERMS}
    return by_code.get(code, SICK_TITLE if code == SICK_CLIENTS else Text(ja=code, en=code))


def _title(index: int) -> Text:
    return term_title(codes()[index])


def _plain(value: float) -> float:
    """Four significant digits for what is no whole number: more would claim what was not measured."""
    return value if value.is_integer() else float(f"{value:.4g}")


def _what_if(taken: list[Text], *, listed: bool, turned: bool) -> Text:
    names = Text(
        ja="・".join(text.ja for text in taken) or "—",
        en=", ".join(text.en for text in taken) or "—",
    )
    if listed and turned:
        return Text(
            ja=f"「{names.ja}」がなければ、一覧に載りません。",
            en=f"It would not be listed without: {names.en}.",
        )
    if listed:
        return Text(
            ja="どの根拠を除いても一覧に残ります。",
            en="It would stay listed whatever reasons were removed.",
        )
    if turned:
        return Text(
            ja=f"「{names.ja}」がなければ、一覧に載ります。",
            en=f"It would be listed without: {names.en}.",
        )
    return Text(
        ja="一覧に載せるには、さらに根拠（周期・症状・通常でないポートなど）が必要です。",
        en="More evidence (rhythm, symptoms, an unusual port) would be needed to list it.",
    )
