"""Writer: one exporter of a load: its message headers, its form of records, its templates."""

from dataclasses import dataclass

from noroshi.lab.export.ipfix import Ipfix
from noroshi.lab.export.v5 import V5
from noroshi.lab.export.v9 import V9
from noroshi.lab.load.forms import (
    IPFIX_FORM,
    V5_FORM,
    V9_FORM,
    VARIABLE_FORM,
    Control,
    Form,
    Head,
    ipfix_control,
    v9_control,
)
from noroshi.lab.load.load import FIRST_EXPORTER, Kind, Load
from noroshi.lab.load.sflow import Sflow, SflowForm, counter_samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """How one exporter writes.

    Attributes:
        kind: What it sends.
        form: Its records.
        head: Its message headers.
        control: Templates and options, or counter samples, sent again and again; null for v5.
        tick_ms: Steps of its clock: a v9 header tells whole seconds, and flow times stand on it.
    """

    kind: Kind
    form: Form
    head: Head
    control: Control | None
    tick_ms: int = 1


def writer_of(load: Load, number: int) -> Writer:
    """The writer of one exporter; its number is its observation domain."""
    kind, boot_ms, sampling = load.kind_of(number), load.boot_ms(number), load.sampling
    if kind is Kind.V5:
        head = V5(boot_ms=boot_ms, sampling=sampling, engine_id=number % 256)
        return Writer(kind=kind, form=V5_FORM, head=head, control=None)
    if kind is Kind.V9:
        v9 = V9(boot_ms=boot_ms, sampling=sampling, source_id=number)
        return Writer(kind=kind, form=V9_FORM, head=v9, control=v9_control(v9), tick_ms=1000)
    if kind is Kind.SFLOW:
        agent = Sflow(boot_ms=boot_ms, agent=int(FIRST_EXPORTER) + number)
        return Writer(
            kind=kind, form=SflowForm(sampling), head=agent, control=Control(*counter_samples(), 0)
        )
    form = VARIABLE_FORM if kind is Kind.VARIABLE else IPFIX_FORM
    ipfix = Ipfix(sampling=sampling, domain=number)
    return Writer(kind=kind, form=form, head=ipfix, control=ipfix_control(ipfix, form))
