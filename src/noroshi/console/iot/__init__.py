"""IoT: the weak-devices room for people: the programme, devices, operators, makers, and curves."""

from litestar.types import ControllerRouterHandler

from noroshi.console.iot.curves import curves_as_json, show_curves
from noroshi.console.iot.explorer import devices_as_csv, devices_as_json, show_devices
from noroshi.console.iot.isp import isp_as_json, show_isp
from noroshi.console.iot.maker import (
    checklist_to_edit,
    checklist_to_print,
    maker_as_json,
    show_maker,
    show_makers,
)
from noroshi.console.iot.programme import programme_as_json, show_programme

ROUTES: list[ControllerRouterHandler] = [
    show_programme,
    programme_as_json,
    show_devices,
    devices_as_json,
    devices_as_csv,
    show_isp,
    isp_as_json,
    show_makers,
    show_maker,
    maker_as_json,
    checklist_to_print,
    checklist_to_edit,
    show_curves,
    curves_as_json,
]
"""Every route of the room's pages."""

__all__ = ["ROUTES"]
