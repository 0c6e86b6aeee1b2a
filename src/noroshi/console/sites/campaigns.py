"""Campaigns: judged pages of one hand, how long each hand has been at work, and what tells it."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath, FromQuery

from noroshi.console.pages.language import language_of, translate
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.sites import words
from noroshi.console.sites.batches import campaign_desk, then_shown, told_of
from noroshi.console.sites.case import DEFAULT_REASON, FORM_OCTETS
from noroshi.jobs.sites.campaign_verdicts import CampaignDesk
from noroshi.jobs.sites.campaigning import MOST, KnownCampaign, campaign_map
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.verdicts import LABELS, Said, VerdictDesk
from noroshi.relay.explain.charts import Figure, Span, draw_spans
from noroshi.spine.model import Language, Right, label_text, rfc3339
from noroshi.spine.store.site_proposals import SiteProposals

MOST_SHOWN = 50
MOST_HOSTS = 5
MOST_BATCHES = 12


@dataclass
class CampaignForm:
    """One verdict for all pages of a campaign.

    Attributes:
        label: What they are called.
        reason: Why.
        brand: Whose name they bear; empty for what holds on each.
        seen: Sign of the preview that the page showed.
    """

    label: str = ""
    reason: str = ""
    brand: str = ""
    seen: str = ""


@get("/sites/campaigns", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_campaigns(request: Asked, hub: AtHub) -> Response[str]:
    """All campaigns, the largest first."""
    joined = campaign_map(hub.store.database)
    found = joined.campaigns
    return render(
        request, "site_campaigns.html.j2",
        campaigns=found[:MOST_SHOWN],
        more=max(len(found) - MOST_SHOWN, 0),
        picture=_picture(found[:MOST_SHOWN], language_of(request)),
        pages=len(joined.pages),
        most=MOST,
        most_hosts=MOST_HOSTS,
        batches=SiteProposals(hub.store.database).batches(limit=MOST_BATCHES),
        w=words,
        defanged=defanged,
    )  # fmt: skip


@get("/sites/campaigns.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def campaigns_as_json(hub: AtHub) -> list[dict[str, object]]:
    """The same for programs."""
    return [_row(one) for one in campaign_map(hub.store.database).campaigns]


@get("/sites/campaigns/{site_id:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_campaign(
    request: Asked, hub: AtHub, caller: By, site_id: FromPath[str], label: FromQuery[str] = ""
) -> Response[str]:
    """The campaign of a page, and what one verdict for all of it would be about."""
    campaign = campaign_map(hub.store.database).of(site_id)
    if campaign is None:
        raise NotFoundException("there is no such campaign")
    asked = label if label in LABELS else ""
    desk = VerdictDesk(home=hub.home, store=hub.store, by=caller.by, clock=hub.clock)
    preview = CampaignDesk(desk).preview(site_id, asked)
    return render(
        request, "site_campaign.html.j2",
        one=campaign,
        site_id=site_id,
        preview=preview,
        decides=caller.may(Right.REVIEW),
        labels=[(name, label_text(name)) for name in LABELS],
        reason=DEFAULT_REASON,
        defanged=defanged,
        told=told_of(request),
        w=words,
    )  # fmt: skip


@post(
    "/sites/campaigns/{site_id:str}",
    opt=permit(Right.READ_COLLECTION, Right.REVIEW),
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def work_campaign(
    hub: AtHub,
    caller: By,
    site_id: FromPath[str],
    data: Annotated[CampaignForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Propose one verdict for all pages of a campaign, and show what became of it."""
    if campaign_map(hub.store.database).of(site_id) is None:
        raise NotFoundException("there is no such campaign")
    said = Said(label=data.label, reason=data.reason, brand=data.brand.strip()[:100])
    desk = campaign_desk(hub, caller)
    here = f"/sites/campaigns/{site_id}" + (f"?label={data.label}" if data.label in LABELS else "")
    return then_shown(lambda: desk.propose(site_id, said, seen=data.seen), here)


def _picture(found: tuple[KnownCampaign, ...], language: Language) -> Figure:
    def said(text: str) -> str:
        return translate(language, text)

    rows = [
        Span(
            name=_name(one),
            amount=f"{len(one.pages):,}",
            events=tuple(page.first_at for page in one.pages),
            end=one.last_at,
        )
        for one in found
    ]
    return draw_spans(
        rows,
        title=said("Campaigns over time"),
        description=said("From the first report to the last visit; each mark is a page."),
        head=(said("Campaign"), said("Pages"), said("First"), said("Last")),
        key="campaigns",
    )


def _name(one: KnownCampaign) -> str:
    return one.brands[0][0] if one.brands else one.pages[0].host


def _row(one: KnownCampaign) -> dict[str, object]:
    return {
        "campaign": one.id,
        "pages": [page.url for page in one.pages],
        "brands": dict(one.brands),
        "hosts": one.hosts,
        "first_at": rfc3339(one.first_at),
        "last_at": rfc3339(one.last_at),
        "shared": [
            {"kind": each.kind, "value": each.value, "joins": each.joins, **each.name.as_dict()}
            for each in one.shared
        ],
    }
