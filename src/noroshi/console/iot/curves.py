"""Curves: how long told devices stay weak, by channel, arm, operator and maker."""

from collections.abc import Mapping, Sequence

from litestar import Response, get
from litestar.exceptions import ClientException

from noroshi.console.iot.seen import operator_seen
from noroshi.console.iot.words import CURVES, GROUPS, group_text
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.jobs.iot.following_up import Remediation
from noroshi.jobs.iot.showing_programme import FEWEST, curves_of
from noroshi.relay.explain.charts import Curve, Figure, draw_curves
from noroshi.spine.model import Language, Right

DAYS = (7, 14, 30)
"""Days at which the table tells the share that is mended."""


@get("/iot/curves", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_curves(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """The curves of one kind of group."""
    by = _by(request.query_params)
    found = curves_of(hub.store, by, operator_seen(caller))
    return render(
        request, "iot_curves.html.j2",
        by=by, groups=GROUPS, found=found, fewest=FEWEST,
        picture=_picture(found, by, language_of(request)),
    )  # fmt: skip


@get("/iot/curves.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def curves_as_json(request: Asked, hub: AtHub, caller: By) -> list[dict[str, object]]:
    """The same for programs."""
    found = curves_of(hub.store, _by(request.query_params), operator_seen(caller))
    return [
        {
            "group": one.group,
            "devices": one.curve.number,
            "fixed": one.curve.ended,
            "median_days": one.curve.median,
            "days": list(one.curve.times),
            "weak": list(one.curve.left),
            "z": one.against_control.z if one.against_control else None,
            "p": one.against_control.p if one.against_control else None,
        }
        for one in found
    ]


def _by(query: Mapping[str, str]) -> str:
    by = query.get("by", "channel")
    if by not in GROUPS:
        raise ClientException(f"by is one of {', '.join(GROUPS)}")
    return by


def _picture(found: Sequence[Remediation], by: str, language: Language) -> Figure:
    words = {name: text.said(language) for name, text in CURVES.items()}
    largest = sorted(found, key=lambda one: -one.curve.number)
    return draw_curves(
        [
            Curve(
                name=group_text(by, one.group).said(language),
                steps=tuple(zip(one.curve.times, one.curve.left, strict=True)),
                cells=_cells(one),
            )
            for one in largest
        ],
        title=words["title"],
        description=words["description"],
        head=(
            GROUPS[by].said(language), words["devices"], words["mended"],
            *(words["by_day"].format(n=day) for day in DAYS), words["median"], words["p"],
        ),
        days=words["days"],
        key="curves",
    )  # fmt: skip


def _cells(one: Remediation) -> tuple[str, ...]:
    curve, held = one.curve, one.against_control
    return (
        f"{curve.number:,}",
        f"{curve.ended:,}",
        *(f"{1 - curve.left_at(day):.0%}" for day in DAYS),
        "–" if curve.median is None else f"{curve.median:.1f}",
        "–" if held is None else f"{held.p:.2g}",
    )
