"""Sampled: flow samples of sFlow as a draft of the flow table, one packet a row.

What the sampled header shows is taken from it; what the agent adds (interfaces, VLAN, next hop,
AS) from its records. Octets are those of the IP packet, not of the frame, as in NetFlow.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, moments_ms, typed
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.decode import agent, sflow
from noroshi.spine.flows.decode.counters import counter_rows
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.flow_samples import FlowSamples, address_at, chosen
from noroshi.spine.flows.decode.message import Messages
from noroshi.spine.flows.decode.sflow import Agents, Parts
from noroshi.spine.flows.draft import BAD, MISSING, Draft, counters
from noroshi.spine.flows.frame import ETHERNET, MPLS, RAW, Frames, parse_frames
from noroshi.spine.flows.grouping import among
from noroshi.spine.flows.tally import Aside, Refusal, Tally
from noroshi.spine.model import SamplingSource
from noroshi.spine.model.protocol import ICMP, ICMPV6, TCP

_LINKS = {1: ETHERNET, 11: RAW, 12: RAW, 13: MPLS}
"""Link type by header protocol: Ethernet, IPv4, IPv6, MPLS; the others hold no IP we can reach."""
_NO_LINK = -1


def sampled_draft(
    batch: Datagrams, messages: Messages, tally: Tally, counters: list[pa.Table] | None = None
) -> Draft | None:
    """A draft of all flow samples of a batch; whatever else there is is counted.

    Args:
        batch: The datagrams.
        messages: Their headers.
        tally: Where refusals are counted.
        counters: Takes rows of the counter table; null where nobody wants them.
    """
    agents = sflow.agents_of(batch)
    tally.drop(Refusal.MALFORMED, int((messages.version == sflow.SFLOW).sum()) - len(agents.rest))
    samples, broken = sflow.samples_of(batch, agents)
    tally.drop(Refusal.BAD_SET, len(broken))
    _pass_over(samples, tally, counted=counters is not None)
    if counters is not None:
        rows = counter_rows(batch, agents, samples, tally)
        if rows is not None:
            counters.append(rows)
    flows = samples.take((samples.kind == sflow.FLOW) | (samples.kind == sflow.EXPANDED_FLOW))
    if not len(flows):
        return None
    records, broken = sflow.records_of_samples(batch.octets, flows)
    # What stands before a broken record is whole: only a sample that shows no packet is lost by it.
    shown = records.owner[np.isin(records.kind, sflow.PACKETS)]
    lost = np.setdiff1d(broken, shown) if len(broken) else broken
    tally.drop(Refusal.BAD_RECORD, len(lost))
    found = FlowSamples(batch.octets, flows, records)
    if len(lost):
        found = found.take(np.setdiff1d(np.arange(len(flows)), lost))
    tally.read += len(found)
    return _draft(found, batch, agents) if len(found) else None


def _pass_over(samples: Parts, tally: Tally, *, counted: bool) -> None:
    counter = (samples.kind == sflow.COUNTERS) | (samples.kind == sflow.EXPANDED_COUNTERS)
    discarded = samples.kind == sflow.DISCARDED
    known = (samples.kind == sflow.FLOW) | (samples.kind == sflow.EXPANDED_FLOW)
    if not counted:
        tally.pass_over(Aside.COUNTER_SAMPLE, int(counter.sum()))
    tally.pass_over(Aside.DISCARDED_PACKET, int(discarded.sum()))
    tally.pass_over(Aside.UNKNOWN_SAMPLE, int((~counter & ~discarded & ~known).sum()))


def _frames(samples: FlowSamples) -> tuple[Frames, I64]:
    """What the sampled packets' headers say, or the agent's own reading; and the frame's length."""
    octets = samples.octets
    start, end, given = samples.record(sflow.RAW_HEADER, 16)
    protocol, size, _, held = octets.words(start, 4)
    size = np.where(given, size, MISSING)
    link = np.full(len(samples), _NO_LINK, np.int64)
    for number, type_ in _LINKS.items():
        link = np.where(given & (protocol == number), type_, link)
    length = np.where(given, np.minimum(held, end - start - 16), 0)
    frames = parse_frames(Packets(octets, start + 16, length, length, link, start))
    if frames.ip.all():
        return frames, size
    frames = _told(frames, samples, sflow.SAMPLED_IPV4, 4)
    return _told(frames, samples, sflow.SAMPLED_IPV6, 16), size


def _told(frames: Frames, samples: FlowSamples, kind: int, width: int) -> Frames:
    """Headers that an agent gives field by field, where no packet is seen."""
    octets = samples.octets
    ports_at = 8 + 2 * width
    at, _, given = samples.record(kind, ports_at + 16)
    given &= ~frames.ip
    if not given.any():
        return frames
    protocol = np.where(given, octets.u32(at + 4), frames.protocol)
    # The two port words mean nothing for ICMP: no octet of its header counts as seen.
    seen = np.where(among(protocol, ICMP, ICMPV6), 0, 64)
    return replace(
        frames,
        ip=frames.ip | given,
        source=chosen(given, address_at(octets, at + 8, width), frames.source),
        destination=chosen(given, address_at(octets, at + 8 + width, width), frames.destination),
        protocol=protocol,
        source_port=np.where(given, octets.u32(at + ports_at), frames.source_port),
        destination_port=np.where(given, octets.u32(at + ports_at + 4), frames.destination_port),
        fragment=frames.fragment & ~given,
        transport=np.where(given, at, frames.transport),
        end=np.where(given, at + seen, frames.end),
        octets=np.where(given, octets.u32(at), frames.octets),
        flags=np.where(given, octets.u32(at + ports_at + 8), frames.flags),
        service=np.where(given, octets.u32(at + ports_at + 12), frames.service),
        vlan=np.where(given, MISSING, frames.vlan),
        mpls_label=np.where(given, MISSING, frames.mpls_label),
        flow_label=np.where(given, MISSING, frames.flow_label),
    )


def _draft(samples: FlowSamples, batch: Datagrams, agents: Agents) -> Draft:
    rows = len(samples)
    frames, size = _frames(samples)
    known = np.ones(rows, np.bool_)
    nothing = counters(rows)
    icmp = among(frames.protocol, ICMP, ICMPV6)
    # Later fragments hold no transport header: both port columns are then 0 by `parse_frames`.
    later = frames.fragment & (frames.source_port == 0) & (frames.destination_port == 0)
    typed_icmp = ~later & (frames.transport + 2 <= frames.end)
    flagged = ~later & (frames.transport + 14 <= frames.end) & (frames.protocol == TCP)
    return Draft(
        start_s=batch.received_ms[samples.parts.owner] / 1000.0,
        duration_s=np.zeros(rows),
        source=frames.source,
        source_known=known,
        destination=frames.destination,
        destination_known=known,
        protocol=np.where(frames.ip, frames.protocol, BAD),
        source_port=np.where(icmp & ~typed_icmp, MISSING, frames.source_port),
        destination_port=np.where(icmp & ~typed_icmp, MISSING, frames.destination_port),
        octets=frames.octets,
        packets=np.ones(rows, np.int64),
        reverse_octets=nothing,
        reverse_packets=nothing,
        flags=np.where(flagged, frames.flags, MISSING),
        reverse_flags=nothing,
        more=_more(samples, frames, batch, agents)
        | {"dataLinkFrameSize": typed(size, pa.int64(), known)},
    )


def _more(
    samples: FlowSamples, frames: Frames, batch: Datagrams, agents: Agents
) -> dict[str, Array]:
    octets, at, rows = samples.octets, samples.parts.owner, len(samples)
    heads = samples.heads()
    rate = heads.rate
    more: dict[str, Array] = {
        "collectionTimeMilliseconds": moments_ms(batch.received_ms[at]),
        "samplingInterval": typed(rate, pa.uint32(), rate > 0),
        "samplingSource": typed(np.full(rows, SamplingSource.RECORD), pa.uint8(), rate > 0),
        "exportVersion": pa.array(np.full(rows, sflow.SFLOW, np.uint8)),
        "exporter": batch.exporters(at),
        "observationDomainId": pa.array(agents.sub_agents(octets, at).astype(np.uint32)),
        "ipClassOfService": typed(frames.service, pa.uint8(), frames.ip),
        "mplsTopLabel": typed(frames.mpls_label, pa.uint32(), frames.ip),
        "flowLabelIPv6": typed(frames.flow_label, pa.uint32(), frames.ip),
    }
    more |= agent.interfaces(heads)
    more |= agent.switch(samples, frames.vlan)
    if (samples.records.kind == sflow.EXTENDED_ROUTER).any():
        more |= agent.router(samples)
    if (samples.records.kind == sflow.EXTENDED_GATEWAY).any():
        more |= agent.gateway(samples)
    return more
