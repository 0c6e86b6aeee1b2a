"""Explorer: devices by what they are and how far they are. The filter is the address, and CSV and JSON have the same."""

import csv
from io import StringIO

from litestar import Response, get

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.iot.asked import NAMES, AskedDevices
from noroshi.console.iot.seen import Kept, devices_seen, with_states
from noroshi.console.iot.words import STATES, TROUBLES, told
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.pages.wanted import whole
from noroshi.console.permit import permit
from noroshi.spine.model import Right, Text, rfc3339

PAGE = 50
LAST = 10_000_000
MOST_ROWS = 10_000
"""Devices of a twin."""

MOST_VALUES = 12
"""Values of a facet that the page offers, the most frequent first."""

COLUMNS = (
    "id", "isp", "asn", "maker", "model", "version", "eol", "kev", "cves", "weakness", "severity",
    "services", "seen_at", "state", "servers",
)  # fmt: skip


@get("/iot/devices", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_devices(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """A page of devices, the most urgent first."""
    asked = AskedDevices.of(request.query_params)
    skip = whole(request.query_params, "skip", most=LAST)
    devices = with_states(hub, devices_seen(hub, caller))
    chosen = asked.chosen(devices)
    after = skip + PAGE
    return render(
        request, "iot_devices.html.j2",
        devices=chosen[skip:after],
        total=len(chosen),
        all=len(devices),
        facets=_facets(devices, asked),
        given=[(name, told(name, value), asked.query(**{name: ""})) for name, value in asked.given().items()],
        query=asked.query(),
        next=asked.query(skip=after) if len(chosen) > after else "",
        first=asked.query() if skip else None,
        troubles=TROUBLES,
        states=STATES,
    )  # fmt: skip


@get("/iot/devices.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def devices_as_json(request: Asked, hub: AtHub, caller: By) -> list[dict[str, object]]:
    """The same for programs."""
    return [device_row(one) for one in _all(request, hub, caller)]


@get("/iot/devices.csv", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def devices_as_csv(request: Asked, hub: AtHub, caller: By) -> Response[bytes]:
    """The same for spreadsheets."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for one in _all(request, hub, caller):
        writer.writerow({name: _cell(value) for name, value in device_row(one).items()})
    headers = {
        "Content-Disposition": 'attachment; filename="noroshi-devices.csv"',
        "Cache-Control": "no-store",
    }
    return Response(text.getvalue().encode(), media_type="text/csv", headers=headers)


def device_row(one: Kept) -> dict[str, object]:
    """A device for machines."""
    device = one.device
    return {
        "id": device.id,
        "isp": device.operator,
        "asn": device.asn or None,
        "maker": device.vendor,
        "model": device.product,
        "version": device.version,
        "eol": device.eol.isoformat() if device.eol else None,
        "kev": device.kev,
        "cves": list(device.cves),
        "weakness": device.trouble.value,
        "severity": device.severity.value,
        "services": list(device.services),
        "seen_at": rfc3339(device.seen_at),
        "state": one.state,
        "servers": device.servers,
    }


def _all(request: Asked, hub: Hub, caller: Caller) -> list[Kept]:
    devices = with_states(hub, devices_seen(hub, caller))
    return AskedDevices.of(request.query_params).chosen(devices)[:MOST_ROWS]


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    text = " ".join(map(str, value)) if isinstance(value, list) else value
    if isinstance(text, str) and text[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{text}"
    return "" if text is None else text


def _facets(
    devices: list[Kept], asked: AskedDevices
) -> list[tuple[str, list[tuple[Text, int, str, bool]]]]:
    """Name of a facet, and its values: words, amount, the address that chooses it, whether it is chosen."""
    counted, given = asked.facets(devices), asked.given()
    shown = []
    for name in NAMES:
        chosen = given.get(name, "")
        values = [
            (
                told(name, value),
                amount,
                asked.query(**{name: "" if value == chosen else value}),
                value == chosen,
            )
            for value, amount in counted[name].most_common(MOST_VALUES)
        ]
        shown.append((name, values))
    return shown
