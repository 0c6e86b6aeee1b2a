"""Sharing: findings in the store become decisions, and decisions become a list that leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from noroshi.jobs.decide.deciding import decide_all, share_policy
from noroshi.jobs.decide.weighing import markings
from noroshi.jobs.share.publishing import taken_off
from noroshi.relay.decide import SharePolicy, indicators
from noroshi.relay.share import FOLDERS, RENDERERS, Document, Edition, Folder, Renderer
from noroshi.spine.home import Settings
from noroshi.spine.model import ConfigError, Decision, Finding, Indicator, Verdict
from noroshi.spine.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What an export made of the findings; the counts of findings add up.

    Attributes:
        format: Name of the format.
        findings: Findings in the store.
        shared: Findings whose standing decision is share.
        held: Findings held.
        dropped: Findings dropped.
        indicators: Entries in the list, revoked ones included.
        revoked: Entries that take back an earlier one.
        left_out: Subjects shared once that are in the list no more: their validity has ended, their
            address may never leave, or they were taken back and the format has no tombstones.
        refused: Indicators that the format cannot say.
    """

    format: str
    findings: int
    shared: int
    held: int
    dropped: int
    indicators: int
    revoked: int
    left_out: int
    refused: int


def export_indicators(
    store: Store,
    settings: Settings,
    *,
    format: str,  # noqa: A002  # the option's name
    at: datetime,
    policy: SharePolicy | None = None,
) -> tuple[Shared, Iterator[bytes]]:
    """Decide, record, and render what may leave, in a format of one file.

    Args:
        store: Findings and the record of decisions.
        settings: Thresholds, marking, validity, producer and subscriber ranges.
        format: Name of a format.
        at: Now.
        policy: The home's policy; without members and warning lists when left out.

    Raises:
        ConfigError: There is no such format.
    """
    renderer = RENDERERS.get(format)
    if renderer is None:
        raise ConfigError(f"there is no format {format!r}; choose one of {', '.join(RENDERERS)}")
    policy = policy or share_policy(settings)
    summary, said = _what_leaves(store, policy, renderer, at)
    return summary, renderer.render(said, Edition(producer=settings.share.producer, at=at))


def export_folder(
    store: Store,
    settings: Settings,
    *,
    format: str,  # noqa: A002  # the option's name
    at: datetime,
    policy: SharePolicy | None = None,
) -> tuple[Shared, Iterator[Document]]:
    """Decide, record, and render what may leave, in a format of several files.

    Each document is read to its end before the next is asked for.

    Raises:
        ConfigError: There is no such format.
    """
    folder = FOLDERS.get(format)
    if folder is None:
        raise ConfigError(f"there is no format {format!r}; choose one of {', '.join(FOLDERS)}")
    policy = policy or share_policy(settings)
    summary, said = _what_leaves(store, policy, folder, at)
    return summary, folder.render(said, Edition(producer=settings.share.producer, at=at))


def _what_leaves(
    store: Store, policy: SharePolicy, form: Renderer | Folder, at: datetime
) -> tuple[Shared, list[Indicator]]:
    findings = decide_all(store, policy, at)
    decisions = store.decisions()
    off, marked = taken_off(store), markings(store, findings)
    made = indicators(findings, decisions, policy, at, off=off, marked=marked)
    sayable = [one for one in made if form.can_say(one.subject)]
    said = [one for one in sayable if form.lists(one, at)]
    return _summary(form.name, findings, decisions, said, len(made) - len(sayable)), said


def _summary(
    name: str,
    findings: list[Finding],
    decisions: list[Decision],
    said: list[Indicator],
    refused: int,
) -> Shared:
    standing = {decision.finding_id: decision.verdict for decision in decisions}
    ever = {d.finding_id for d in decisions if d.verdict is Verdict.SHARE}
    verdicts = [standing[finding.id] for finding in findings]
    subjects = {(f.kind, f.subject) for f in findings if f.id in ever}
    return Shared(
        format=name,
        findings=len(findings),
        shared=verdicts.count(Verdict.SHARE),
        held=verdicts.count(Verdict.HOLD),
        dropped=verdicts.count(Verdict.DROP),
        indicators=len(said),
        revoked=sum(one.revoked for one in said),
        left_out=len(subjects) - len(said) - refused,
        refused=refused,
    )
