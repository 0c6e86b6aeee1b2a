"""Memory: what a decoder must know after a restart, as octets.

Templates, options, names, sets that wait for their template, and the sequence numbers.
"""

import zlib

import msgspec

from noroshi.spine.flows.decode.decoder import Decoder
from noroshi.spine.flows.decode.options import Domain
from noroshi.spine.flows.decode.pending import Held
from noroshi.spine.flows.decode.sequence import Sender, Sequences, Standing, Stream
from noroshi.spine.flows.decode.template import Field, Layout, Owner
from noroshi.spine.flows.tally import Tally

FORM = 2
"""Grows when what is remembered changes; another form is not read."""


class _Memory(msgspec.Struct):
    form: int
    templates: list[tuple[Owner, tuple[Field, ...], int, bool]]
    rates: list[tuple[Domain, int, int]]
    boots: list[tuple[Domain, int]]
    names: list[tuple[Domain, int, int, str]]
    held: list[tuple[Owner, list[Held]]]
    streams: list[tuple[Stream, Standing]]
    settled: list[tuple[Sender, int]]
    restarts: list[tuple[Sender, int]]


def remember(decoder: Decoder) -> bytes:
    """Everything that decoding goes on from."""
    sequences = decoder.sequences or Sequences()
    memory = _Memory(
        form=FORM,
        templates=[
            (owner, layout.fields, layout.scopes, layout.options)
            for owner, layout in decoder.templates.definitions()
        ],
        rates=[(*key, line.values[-1]) for key, line in decoder.options.rates.items()],
        boots=[(key, line.values[-1]) for key, line in decoder.options.boots.items()],
        names=list(decoder.names.all()),
        held=list(decoder.pending.held.items()),
        streams=list(sequences.streams.items()),
        settled=list(sequences.settled.items()),
        restarts=list(sequences.restarts.items()),
    )
    return zlib.compress(msgspec.msgpack.encode(memory), 1)


def recall(octets: bytes, tally: Tally) -> Decoder | None:
    """The decoder that was remembered; null where another version wrote it in a form of its own."""
    try:
        memory = msgspec.msgpack.decode(zlib.decompress(octets), type=_Memory)
    except (msgspec.DecodeError, zlib.error):
        return None
    if memory.form != FORM:
        return None
    decoder = Decoder(tally, sequences=_sequences(memory))
    for owner, fields, scopes, options in memory.templates:
        decoder.templates.define(owner, Layout(fields, scopes, options))
    for domain, key, rate in memory.rates:
        decoder.options.know(domain, key=key, value=rate)
    for domain, boot in memory.boots:
        decoder.options.know(domain, key=None, value=boot)
    for domain, kind, number, name in memory.names:
        decoder.names.know(domain, kind, number, name)
    for owner, sets in memory.held:
        decoder.pending.restore(owner, sets)
    return decoder


def _sequences(memory: _Memory) -> Sequences:
    sequences = Sequences()
    sequences.streams.update(memory.streams)
    sequences.settled.update(dict(memory.settled))
    sequences.restarts.update(dict(memory.restarts))
    return sequences
