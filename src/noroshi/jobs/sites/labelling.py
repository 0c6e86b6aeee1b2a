"""Job: persons' verdicts become labels: what the judge's terms measure on the evidence they looked at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from noroshi.jobs.sites.judging import own_parameters
from noroshi.jobs.sites.triaging import model_at
from noroshi.jobs.sites.visiting import evidence_key
from noroshi.sites.analyse import url_parts
from noroshi.sites.evaluate.measured import MeasuredPage, terms_of
from noroshi.sites.judge.plan import PROFILES
from noroshi.sites.names import registered_domain
from noroshi.sites.visit import Visit
from noroshi.sites.visit.evidence import read_visit
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store import Store
from noroshi.spine.store.site_cases import CaseChoice, CaseView, SiteCase, SiteCases
from noroshi.spine.store.site_queue import SiteQueue

SOURCE = "analysts"
AT_ONCE = 500
_LABEL = {SiteDanger.DANGEROUS: 1, SiteDanger.HARMLESS: 0}
"""What a verdict teaches; doubts and dead pages teach nothing."""


def analysts_labels(home: Home, store: Store, refused: Counter[str]) -> Iterator[MeasuredPage]:
    """Every page on which a person's verdict holds, measured on its signed evidence.

    Args:
        home: Evidence and its key, brands and references.
        store: Verdicts.
        refused: Counts cases that teach nothing, by reason.
    """
    parameters = own_parameters(home)
    triage = model_at(None)
    for case in _judged_by_persons(store):
        label = _LABEL.get(case.danger) if case.danger else None
        if label is None:
            refused["neither-malicious-nor-harmless"] += 1
            continue
        looks = _looks(home, store, case, refused)
        if not looks:
            continue
        judged = parameters.judge.judge(looks, triage=triage.log_odds(url_parts(case.url)))
        yield MeasuredPage(
            id=case.id,
            domain=registered_domain(urlsplit(case.url).hostname or ""),
            label=label,
            family=f"{case.label}/{case.brand}",
            source=SOURCE,
            brand=case.brand,
            told=judged.called.brand,
            terms=terms_of(judged.weighed.strengths),
        )


def visits_until(visits: Sequence[SiteVisit], case: SiteCase) -> list[SiteVisit]:
    """The looks that a verdict rests on: those of the last round before it."""
    before = [one for one in visits if case.held_at is None or one.ended_at <= case.held_at]
    first = max((at for at, one in enumerate(before) if one.profile == PROFILES[0]), default=0)
    return before[first:]


def _judged_by_persons(store: Store) -> Iterator[SiteCase]:
    cases, skip = SiteCases(store.database), 0
    while some := cases.some(CaseChoice(view=CaseView.DONE), limit=AT_ONCE, skip=skip):
        yield from some
        skip += len(some)


def _looks(home: Home, store: Store, case: SiteCase, refused: Counter[str]) -> list[Visit]:
    key = evidence_key(home, None)
    looks: list[Visit] = []
    for one in visits_until(SiteQueue(store.database).visits(case.url), case):
        try:
            looks.append(read_visit(package_of(home, one), key))
        except InputError:
            refused["evidence-unsound"] += 1
            return []
    if not looks:
        refused["no-evidence"] += 1
    return looks


def package_of(home: Home, visit: SiteVisit) -> Path:
    """Where the evidence of a visit lies."""
    return home.evidence / "visits" / Path(visit.evidence).name
