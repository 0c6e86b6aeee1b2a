"""`noroshi sites campaigns`: which kept pages come from the same hand, and why."""

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.jobs.sites.page_names import written_url
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.ruling import kept_visits
from noroshi.sites.campaign import campaigns_of, like, trace_of
from noroshi.sites.campaign.cluster import KINDS
from noroshi.spine.model import ConfigError

REASONS = 4


@click.command()
@click.option("--like", "wanted", metavar="URL", help="More like this page, the most alike first.")
@click.option(
    "--least", type=click.IntRange(1), default=2, show_default=True, help="Smallest campaign told."
)
@with_door
def campaigns(door: Door, wanted: str | None, least: int) -> None:
    """Join pages below the home's evidence by structure, parts, icons, ids, endpoints and certificates.

    Every campaign tells what holds it together. Judge pages first; harmless ones are told too, so name
    only what you mean with --like.
    """
    visits = [visit for visit in kept_visits(door.home.evidence / "sites") if visit.html]
    traces = [trace_of(visit) for visit in visits]
    if wanted is not None:
        own = [
            number
            for number, visit in enumerate(visits)
            if {wanted, written_url(wanted)} & {visit.url, visit.final_url}
        ]
        if not own:
            raise ConfigError(f"{wanted} is not among the kept pages; judge it first")
        found = [
            (number, score) for number, score in like(traces[own[0]], traces) if number not in own
        ]
        rows = [{"url": visits[number].url, "likeness": round(score, 3)} for number, score in found]
        if door.as_json:
            door.emit(rows)
        for row in () if door.as_json else rows:
            door.say(f"{row['likeness']:.2f}  {defanged(printable(str(row['url'])))}")
        return
    for number, campaign in enumerate(campaigns_of(traces), start=1):
        if len(campaign.pages) < least:
            continue
        urls = [visits[page].url for page in campaign.pages]
        reasons = [
            {"kind": link.kind, "value": link.value, **KINDS[link.kind].as_dict()}
            for link in campaign.links
        ]
        if door.as_json:
            door.emit([{"campaign": number, "urls": urls, "reasons": reasons}])
            continue
        door.say(f"#{number}: {len(urls)} pages")
        for link in campaign.links[:REASONS]:
            door.say(f"    {KINDS[link.kind].en}: {printable(link.value)}")
        for url in urls:
            door.say(f"  {defanged(printable(url))}")
