"""Case: one reported page, all that was seen of it, and what persons say of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Body, FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.sites import words
from noroshi.console.sites.asked import AskedCases
from noroshi.console.sites.queue import case_row
from noroshi.jobs.c2.explaining import sketch
from noroshi.jobs.sites.branding import brands_in_force, official_looks
from noroshi.jobs.sites.campaigning import campaign_map
from noroshi.jobs.sites.case_file import CaseFile, case_file
from noroshi.jobs.sites.following_view import page_life, state_text
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.verdicts import LABELS, Said, Settled, VerdictDesk, is_shared
from noroshi.relay.explain.sheet import Reason, reasons
from noroshi.sites.judge.terms import TERMS
from noroshi.spine.model import InputError, Language, Right, Text, label_text, rfc3339
from noroshi.spine.model.site_verdict import SiteVerdict
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.site_cases import SiteCases

FORM_OCTETS = 16_384
KEYS = {
    "phish": "p", "fake-shop": "s", "malware": "m", "support-scam": "c", "compromised": "i",
    "suspicious": "q", "benign": "b", "dead": "d",
}  # fmt: skip
"""Key that presses the button of each class."""

VERBS = ("propose", "confirm", "reject", "undo")
DEFAULT_REASON = Text(ja="証拠を画面で確認した。", en="Looked at the evidence in the console.")
_TITLES = {term.code: term.title for term in TERMS} | {
    "sites.analysts": Text(ja="担当者の判定", en="Verdict of persons"),
}


@dataclass
class VerdictForm:
    """What a person says.

    Attributes:
        verb: `propose:LABEL`, `confirm`, `reject` or `undo`.
        reason: Why.
        brand: Whose name the page bears; empty for what held.
        seen: Place of the last verdict that the page showed.
    """

    verb: str = ""
    reason: str = ""
    brand: str = ""
    seen: str = ""


@get("/sites/{site_id:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_case(request: Asked, hub: AtHub, caller: By, site_id: FromPath[str]) -> Response[str]:
    """One case."""
    file = _file(hub, site_id)
    joined = campaign_map(hub.store.database)
    brand = file.case.brand
    return render(
        request, "site_case.html.j2",
        file=file,
        case=file.case,
        shown=defanged(file.case.url),
        defanged=defanged,
        reasons=reasons_of(file, language_of(request)),
        official=official_looks(hub.home, brand)[:1] if brand else [],
        brand=brands_in_force(hub.home).named(brand) if brand else None,
        campaign=joined.of(site_id),
        alike=[(page, score, defanged(page.url)) for page, score in joined.alike(site_id)],
        past=past_of(file),
        life=page_life(hub.store.database, site_id),
        state_text=state_text,
        shared=is_shared(hub.store, file.case.url),
        decides=caller.may(Right.REVIEW) and bool(file.verdicts),
        own=file.waiting is not None and file.waiting.by == caller.by,
        labels=[(label, label_text(label), KEYS[label]) for label in LABELS],
        reason=DEFAULT_REASON,
        next_case=_next(hub, site_id),
        messages=request.query_params.getall("message", [])[:5],
        done=request.query_params.get("done", ""),
        w=words,
    )  # fmt: skip


@get("/sites/{site_id:str}/case.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def case_as_json(hub: AtHub, site_id: FromPath[str]) -> dict[str, object]:
    """The same for programs."""
    return file_row(_file(hub, site_id))


@post(
    "/sites/{site_id:str}",
    opt=permit(Right.READ_COLLECTION, Right.REVIEW),
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def work_case(
    hub: AtHub,
    caller: By,
    site_id: FromPath[str],
    data: Annotated[VerdictForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None]:
    """Propose, confirm, reject or take back a verdict, and show the case again."""
    try:
        done = stepped(hub, caller, site_id, data)
        told = [("done", done.proposal.state.value)]
        told += [("message", message[:300]) for message in done.messages[:5]]
    except InputError as error:
        told = [("message", str(error)[:300])]
    return Response(
        None, status_code=303, headers={"Location": f"/sites/{site_id}?{urlencode(told)}"}
    )


def stepped(hub: Hub, caller: Caller, site_id: str, data: VerdictForm) -> Settled:
    """One step of a person.

    Raises:
        ClientException: The verb is none.
        InputError: It cannot be taken; the message says why.
    """
    verb, _, label = data.verb.partition(":")
    seen = int(data.seen) if data.seen.isascii() and data.seen.isdigit() else None
    desk = VerdictDesk(home=hub.home, store=hub.store, by=person_of(hub, caller), clock=hub.clock)
    said = Said(label=label, reason=data.reason, brand=data.brand.strip()[:100])
    steps: dict[str, Callable[[], Settled]] = {
        "propose": lambda: desk.propose(site_id, said, seen=seen),
        "confirm": lambda: desk.confirm(site_id, data.reason),
        "reject": lambda: desk.reject(site_id, data.reason),
        "undo": lambda: desk.undo(site_id, data.reason, seen=seen),
    }
    if verb not in steps:
        raise ClientException(f"a verdict takes one of: {', '.join(VERBS)}")
    return steps[verb]()


def person_of(hub: Hub, caller: Caller) -> str:
    """The person who asks; a program acts for who made its token, so that two tokens are one key.

    Raises:
        ClientException: There is no such person any more.
    """
    if caller.token_id is None:
        return caller.by
    account = Accounts(hub.store.database).get(caller.account_id or "")
    if account is None:
        raise ClientException("the maker of this token is gone; a person gives verdicts")
    return f"user:{account.name}"


def reasons_of(file: CaseFile, language: Language) -> tuple[Reason, ...]:
    """The finding's evidence in words, strongest first; empty where the judge found nothing."""
    if file.finding is None:
        return ()
    portrait = replace(sketch(file.finding), names=_TITLES)
    return reasons(portrait, language, "inside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One verdict of the past."""

    verdict: SiteVerdict
    who: Text


def past_of(file: CaseFile) -> list[Event]:
    """Verdicts, newest first, with who said so."""
    return [Event(verdict=one, who=_who(one.by)) for one in reversed(file.verdicts)]


def file_row(file: CaseFile) -> dict[str, object]:
    """A case, whole, for machines."""
    return case_row(file.case) | {
        "looks": [
            {
                "profile": one.record.profile,
                "started_at": rfc3339(one.record.started_at),
                "outcome": one.record.outcome,
                "evidence": one.record.evidence,
                "sound": one.visit is not None,
                "final_url": one.visit.final_url if one.visit else None,
                "title": one.visit.title if one.visit else None,
                "hops": [hop.url for hop in one.visit.chain] if one.visit else [],
                "hosts": [host.host for host in one.hosts],
            }
            for one in file.looks
        ],
        "verdicts": [
            {
                "danger": one.danger.value,
                "label": one.label,
                "score": one.score,
                "by": one.by,
                "at": rfc3339(one.at),
                "keys": one.keys,
                "undo": one.undo,
                "reasons": [text.as_dict() for text in one.reasons],
            }
            for one in file.verdicts
        ],
        "proposals": [
            {
                "label": one.label,
                "act": one.act.value,
                "keys": one.keys,
                "undo": one.undo,
                "state": one.state.value,
                "by": one.by,
                "at": rfc3339(one.at),
                "reason": one.reason,
                "closed_by": one.closed_by,
                "closed_at": rfc3339(one.closed_at) if one.closed_at else None,
                "closed_reason": one.closed_reason,
                "batch": one.batch or None,
            }
            for one in file.proposals
        ],
    }


def _who(by: str) -> Text:
    kind, _, name = by.partition(":")
    if kind == "judge":
        return Text(ja=f"判定器 {name}", en=f"judge {name}")
    return Text(ja=name or by, en=name or by)


def _next(hub: Hub, site_id: str) -> str:
    """The case to look at after this one; empty for none."""
    some: Sequence[str] = [
        one.id for one in SiteCases(hub.store.database).some(AskedCases().choice(), limit=2)
    ]
    return next((one for one in some if one != site_id), "")


def _file(hub: Hub, site_id: str) -> CaseFile:
    file = case_file(hub.home, hub.store, site_id)
    if file is None:
        raise NotFoundException("there is no such case")
    return file
