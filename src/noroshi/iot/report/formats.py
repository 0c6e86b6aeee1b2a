"""Formats: every form in which an operator may have its report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from noroshi.iot.report.intelmq import render_intelmq
from noroshi.iot.report.own import render_exposures
from noroshi.iot.report.reported import Reported, Sender
from noroshi.iot.report.shadowserver import render_shadowserver
from noroshi.iot.report.xarf import render_xarf

Render = Callable[[Iterable[Reported], Sender], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is written, and how its files end."""

    render: Render
    suffix: str


FORMATS = {
    "shadowserver": Format(render_shadowserver, ".csv"),
    "xarf": Format(render_xarf, ".jsonl"),
    "intelmq": Format(render_intelmq, ".jsonl"),
    "noroshi": Format(render_exposures, ".jsonl"),
}
