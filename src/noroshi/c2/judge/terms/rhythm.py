"""Rhythm: how often, how evenly and how alike the contacts are."""

import numpy as np

from noroshi.c2.analyse import SLOTS, Floats
from noroshi.c2.judge.facts import Facts, ramp
from noroshi.c2.judge.terms.term import Term, sentence
from noroshi.spine.model import Text

LONG_WINDOW_S = 12 * 3600
"""Windows shorter than half a day may lie wholly within somebody's waking hours."""


def _persistence(facts: Facts) -> Floats:
    return np.where(facts.spoke, ramp(np.log10(facts.contacts_typical), 0.0, 3.5), 0.0)


def _enough(facts: Facts) -> Floats:
    """How much the rhythm may say: nothing below six gaps, all from a thousand."""
    return np.where(facts.gaps >= 6, ramp(np.log10(np.maximum(facts.gaps, 1.0)), 0.0, 3.0), 0.0)


def _coherence(facts: Facts) -> Floats:
    return 100.0 * facts.column("lag_coherence")


def _beat(facts: Facts) -> Floats:
    return _enough(facts) * facts.column("lag_coherence")


def _sameness(facts: Facts) -> Floats:
    return 100.0 * facts.column("same_share")


def _same(facts: Facts) -> Floats:
    return _enough(facts) * facts.column("same_share")


def _presence(facts: Facts) -> Floats:
    """Share of the window's parts in which the most faithful client met the server, in percent."""
    return 100.0 * facts.column("slots_most") / (SLOTS + 1)


def _around_the_clock(facts: Facts) -> Floats:
    """People sleep and go out; told only where the window is long enough to hold a pause."""
    if facts.analysis.window.duration_s < LONG_WINDOW_S:
        return np.zeros(facts.rows)
    return np.where(facts.spoke, ramp(_presence(facts), 20.0, 100.0), 0.0)


PERSISTENCE = Term(
    code="c2.persistence", title=Text(ja="反復", en="persistence"),
    sign=1, prior=1.5, unit="contacts", measure=lambda f: f.contacts_typical, strength=_persistence,
    say=sentence("端末あたりの接触は、およそ{v:,.0f}回です。", "Contacts of a typical client: {v:,.0f}."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
BEAT = Term(
    code="c2.beat", title=Text(ja="機械的な周期", en="machine rhythm"),
    sign=1, prior=2.5, unit="%", measure=_coherence, strength=_beat,
    say=sentence("接触間隔の{v:.0f}%が前の間隔とほぼ同じで、機械的な周期があります。", "{v:.0f} % of the gaps repeat the gap before: a machine's rhythm."),
    source="docs/methods/periodicity.md, lag coherence",
)  # fmt: skip
SAME_SIZE = Term(
    code="c2.same-size", title=Text(ja="同じ大きさの繰り返し", en="same size repeated"),
    sign=1, prior=1.5, unit="%", measure=_sameness, strength=_same,
    say=sentence("接触の{v:.0f}%で、送信量が1バイトも違いません。", "{v:.0f} % of the contacts send exactly the same number of octets."),
    source="Disclosure (ACSAC 2012), flow-size repetition",
)  # fmt: skip

AROUND_THE_CLOCK = Term(
    code="c2.around-the-clock", title=Text(ja="昼夜を問わない接触", en="contact around the clock"),
    sign=1, prior=0.7, unit="%", measure=_presence, strength=_around_the_clock,
    say=sentence("期間の{v:.0f}%にわたって途切れずに接触しています。", "Contact goes on through {v:.0f} % of the window."),
    source="Disclosure (ACSAC 2012), client access over the day",
)  # fmt: skip

TERMS = (PERSISTENCE, BEAT, SAME_SIZE, AROUND_THE_CLOCK)
