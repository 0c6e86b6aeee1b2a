"""Brands: whose name false pages bear, what is really theirs, and how that went over time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.pages.language import language_of, translate
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import permit
from noroshi.console.sites.screens import picture_answer
from noroshi.jobs.sites.branding import brands_in_force, official_looks, official_screen
from noroshi.jobs.sites.results import defanged
from noroshi.relay.explain.charts import Figure, draw_columns
from noroshi.relay.explain.quantity import JST
from noroshi.spine.model import ConfigError, InputError, Language, Right
from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store.site_cases import CaseChoice, SiteCase, SiteCases

DAYS = 28
MOST_CASES = 2_000
MOST_SHOWN = 50


@get("/sites/brands", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_brands(request: Asked, hub: AtHub) -> Response[str]:
    """Brands whose name dangerous pages bear, most first."""
    return render(
        request, "site_brands.html.j2",
        found=SiteCases(hub.store.database).by_brand(),
        listed=len(brands_in_force(hub.home).brands),
    )  # fmt: skip


@get("/sites/brands/{brand_name:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_brand(request: Asked, hub: AtHub, brand_name: FromPath[str]) -> Response[str]:
    """One brand: its own domains, its pages as captured, and the pages that bear its name."""
    brand = brands_in_force(hub.home).named(brand_name)
    choice = CaseChoice(brand=brand_name, danger=SiteDanger.DANGEROUS)
    found = SiteCases(hub.store.database).some(choice, limit=MOST_CASES)
    if brand is None and not found:
        raise NotFoundException("no brand of that name is listed, and no page bears it")
    return render(
        request, "site_brand.html.j2",
        name=brand_name,
        brand=brand,
        looks=official_looks(hub.home, brand_name),
        cases=[(one, defanged(one.url)) for one in _newest(found)[:MOST_SHOWN]],
        total=len(found),
        most=MOST_CASES,
        picture=_picture(found, hub.clock(), language_of(request)),
        defanged=defanged,
    )  # fmt: skip


@get(
    "/sites/brands/{brand_name:str}/screens/{place:int}",
    opt=permit(Right.READ_COLLECTION),
    sync_to_thread=True,
)
def show_official(hub: AtHub, brand_name: FromPath[str], place: FromPath[int]) -> Response[bytes]:
    """A brand's own page as it was captured."""
    try:
        return picture_answer(official_screen(hub.home, brand_name, place))
    except (InputError, ConfigError) as error:
        raise NotFoundException(str(error)) from error


def _newest(cases: Sequence[SiteCase]) -> list[SiteCase]:
    return sorted(cases, key=lambda one: one.first_at, reverse=True)


def _picture(cases: Sequence[SiteCase], now: datetime, language: Language) -> Figure:
    """Pages by the day of their first report, in Japan's days."""
    counted = Counter(_day(one.first_at) for one in cases)
    today = _day(now)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return draw_columns(
        [(f"{day.month}/{day.day}", counted[day]) for day in days],
        title=translate(language, "Dangerous pages by day"),
        description=translate(language, "By the day of the first report, the last four weeks."),
        head=(translate(language, "Day"), translate(language, "Pages")),
        key="brand",
    )


def _day(at: datetime) -> date:
    return at.astimezone(JST).date()
