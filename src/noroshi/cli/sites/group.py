"""`noroshi sites`: malicious web sites, from a post to a verdict."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "extract": ("noroshi.cli.sites.extract:extract", "The URLs that people posted."),
    "triage": ("noroshi.cli.sites.triage:triage", "Which URLs to visit first."),
    "report": ("noroshi.cli.sites.report:report", "Report a page, a message or a picture."),
    "receipt": ("noroshi.cli.sites.receipt:receipt", "What became of a report."),
    "watch": ("noroshi.cli.sites.watch:watch", "Read posts, feeds and certificate logs."),
    "queue": ("noroshi.cli.sites.queue:queue", "What waits for a visit."),
    "work": ("noroshi.cli.sites.work:work", "Work the queue off: visit, judge, tell the review."),
    "follow": ("noroshi.cli.sites.follow:follow", "Look again at pages that were found harmful."),
    "life": ("noroshi.cli.sites.life:life", "How long harmful pages live, or one page's history."),
    "reach": (
        "noroshi.cli.sites.reach:reach_",
        "Who in your network still reaches a page: counts.",
    ),
    "takedown": ("noroshi.cli.sites.takedown:takedown", "Drafts of requests to take a page down."),
    "visit": ("noroshi.cli.sites.visit:visit", "Look at pages under guard, and keep evidence."),
    "evidence": ("noroshi.cli.sites.evidence:evidence", "Whether evidence is as it was signed."),
    "judge": ("noroshi.cli.sites.judge:judge", "What pages are, and why."),
    "verdict": (
        "noroshi.cli.sites.verdict:verdict",
        "What persons say of a page, with two keys where it matters.",
    ),
    "labels": (
        "noroshi.cli.sites.labels:labels",
        "Persons' verdicts as labels: export them, train the judge.",
    ),
    "campaigns": ("noroshi.cli.sites.campaigns:campaigns", "Pages of the same hand."),
    "brands": ("noroshi.cli.sites.brands.group:brands", "Who is imitated, and what is theirs."),
    "rules": ("noroshi.cli.sites.rules:rules", "Your own rules about kits."),
    "range": ("noroshi.cli.sites.range:play_range", "A made corner of the web, for exercises."),
    "evaluate": ("noroshi.cli.sites.evaluate:evaluate", "How far the judge may be trusted."),
    "train": ("noroshi.cli.sites.train:train", "A triage model from one's own labelled URLs."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def sites() -> None:
    """Malicious web sites: take in what is reported, visit it, and say what it is."""
