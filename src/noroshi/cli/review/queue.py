"""`noroshi review list`: what waits for a person."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import Language, language_of
from noroshi.jobs.decide.reviewing import Queued, review_queue
from noroshi.jobs.decide.weighing import said_of
from noroshi.spine.model import Contribution, Edition, parse_moment, rfc3339
from noroshi.spine.store import Store


@click.command("list")
@click.option("--at", metavar="TIME", help="As of this time (ISO 8601); now when left out.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Most rows.")  # fmt: skip
@with_door
def list_(door: Door, at: str | None, limit: int) -> None:
    """Show suspended entries, then findings that wait, highest score first."""
    moment = parse_moment(at) if at else datetime.now(UTC)
    home = door.home.create()
    with Store.open(home.state) as store:
        waiting = review_queue(home, store, moment)
        suspended = waiting.suspended[:limit]
        findings = waiting.findings[: limit - len(suspended)]
        said = {one.waiting.finding.id: said_of(store, one.waiting.finding) for one in findings}
    if door.as_json:
        door.emit([*map(_entry_row, suspended), *(_finding_row(one, said) for one in findings)])
        return
    language = language_of(os.environ)
    for edition in suspended:
        click.echo(_entry_line(edition, language))
    for queued in findings:
        click.echo(_finding_line(queued, language))
        for one in said[queued.waiting.finding.id]:
            click.echo(f"    {one.giver} ({one.confidence}): {one.label or one.kind}")
    total = len(waiting.suspended) + len(waiting.findings)
    click.echo(f"{len(suspended) + len(findings):,} of {total:,} that wait.", err=True)


def _finding_row(queued: Queued, said: Mapping[str, Sequence[Contribution]]) -> dict[str, object]:
    one = queued.waiting
    return {
        "id": one.finding.id,
        "what": "finding",
        "kind": one.finding.kind,
        "subject": one.finding.subject.as_dict(),
        "class": one.finding.label,
        "score": one.finding.score,
        "window": list(one.finding.window.isoformat()),
        "reason": one.reason.as_dict(),
        "approved_by": list(one.approved_by),
        "approvals": one.approvals,
        "position": queued.position,
        "contributions": [each.as_dict() for each in said[one.finding.id]],
    }


def _entry_row(edition: Edition) -> dict[str, object]:
    return {
        "id": edition.indicator.id,
        "what": "entry",
        "kind": edition.indicator.kind,
        "subject": edition.indicator.subject.as_dict(),
        "class": edition.indicator.label,
        "collection": edition.collection,
        "reason": edition.reason.as_dict(),
        "by": edition.by,
        "since": rfc3339(edition.added_at),
    }


def _finding_line(queued: Queued, language: Language) -> str:
    one = queued.waiting
    approved = f" approved by {', '.join(one.approved_by)};" if one.approved_by else ""
    return (
        f"{one.finding.id}  {one.finding.score:.3f}  {one.finding.subject}: "
        f"{one.reason.said(language)}{approved} needs {one.approvals}"
    )


def _entry_line(edition: Edition, language: Language) -> str:
    return (
        f"{edition.indicator.id}  suspended  {edition.indicator.subject}: "
        f"{edition.reason.said(language)} ({edition.by}, {rfc3339(edition.added_at)})"
    )
