"""Sites: the malicious-sites room for people: what waits, each case, campaigns, brands, and intake."""

from litestar.types import ControllerRouterHandler

from noroshi.console.sites.batches import show_batch, work_batch
from noroshi.console.sites.brands import show_brand, show_brands, show_official
from noroshi.console.sites.campaigns import (
    campaigns_as_json,
    show_campaign,
    show_campaigns,
    work_campaign,
)
from noroshi.console.sites.case import case_as_json, show_case, work_case
from noroshi.console.sites.intake import (
    intake_as_json,
    old_intake,
    old_intake_as_json,
    show_intake,
)
from noroshi.console.sites.queue import queue_as_csv, queue_as_json, show_queue
from noroshi.console.sites.screens import show_screen

ROUTES: list[ControllerRouterHandler] = [
    show_queue,
    queue_as_json,
    queue_as_csv,
    show_campaigns,
    campaigns_as_json,
    show_campaign,
    work_campaign,
    show_batch,
    work_batch,
    show_brands,
    show_brand,
    show_official,
    show_intake,
    intake_as_json,
    old_intake,
    old_intake_as_json,
    show_case,
    case_as_json,
    work_case,
    show_screen,
]
"""Every route of the room's pages."""

__all__ = ["ROUTES"]
