"""Names: a row bears the name that held at its place."""

import struct

import pytest

from noroshi.spine.flows.decode import Decoder, recall, remember
from noroshi.spine.flows.decode.names import Names
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.tally import Tally

ENDS = struct.pack(">4s4sB", bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]), 6) + bytes(4)
FIELDS = [(8, 4), (12, 4), (4, 1), (7, 2), (11, 2)]
APPLICATION = 3 << 24 | 443


def option_template(number, scope, *fields):
    body = struct.pack(">HHH", number, 1 + len(fields), 1)
    body += b"".join(struct.pack(">HH", *f) for f in (scope, *fields))
    return struct.pack(">HH", 3, 4 + len(body)) + body


def named(number, key, name, width=12):
    return struct.pack(">HHI", number, 8 + width, key) + name.encode().ljust(width, b"\0")


@pytest.fixture
def column(template, data, message, batch):
    def column(decoder, name, *messages_):
        drafts = decoder.decode(batch([message(*sets) for sets in messages_]))
        return [row.get(name) for d in drafts for row in settle(d, decoder.tally).to_pylist()]

    return column


APPLICATIONS = option_template(300, (95, 4), (96, 12))
VRFS = option_template(301, (234, 4), (236, 12))


def test_an_application_id_gets_its_name(column, template, data):
    flows = template(fields=[*FIELDS, (95, 4)])
    row = data(record=ENDS + struct.pack(">I", APPLICATION))
    told = column(Decoder(Tally()), "applicationName", [APPLICATIONS, named(300, APPLICATION, "https"), flows, row])  # fmt: skip
    assert told == ["https"]


def test_a_wider_id_is_the_same_application(column, template, data):
    flows = template(fields=[*FIELDS, (95, 5)])
    row = data(record=ENDS + bytes([3]) + struct.pack(">I", 443))
    told = column(Decoder(Tally()), "applicationName", [APPLICATIONS, named(300, APPLICATION, "https"), flows, row])  # fmt: skip
    assert told == ["https"]


def test_the_records_own_name_wins(column, template, data):
    flows = template(fields=[*FIELDS, (95, 4), (96, 4)])
    row = data(record=ENDS + struct.pack(">I", APPLICATION) + b"own\0")
    told = column(Decoder(Tally()), "applicationName", [APPLICATIONS, named(300, APPLICATION, "https"), flows, row])  # fmt: skip
    assert told == ["own"]


def test_a_later_name_holds_from_its_place_on(column, template, data):
    flows = template(fields=[*FIELDS, (234, 4)])
    row = data(record=ENDS + struct.pack(">I", 7))
    decoder = Decoder(Tally())
    told = column(decoder, "vrfName", [VRFS, named(301, 7, "red"), flows, row], [named(301, 7, "blue"), row])  # fmt: skip
    assert told == ["red", "blue"]
    assert column(decoder, "vrfName", [row]) == ["blue"]


def test_an_id_without_name_stays_null(column, template, data):
    flows = template(fields=[*FIELDS, (234, 4)])
    rows = [data(record=ENDS + struct.pack(">I", n)) for n in (7, 8)]
    assert column(Decoder(Tally()), "vrfName", [VRFS, named(301, 7, "red"), flows, *rows]) == ["red", None]  # fmt: skip


def test_domain_0_names_for_the_whole_exporter(template, data, message, batch):
    decoder = Decoder(Tally())
    flows = [template(fields=[*FIELDS, (234, 4)]), data(record=ENDS + struct.pack(">I", 7))]
    payloads = [message(VRFS, named(301, 7, "red"), domain=0), message(*flows, domain=5)]
    (draft,) = decoder.decode(batch(payloads))
    assert draft.more["vrfName"].to_pylist() == ["red"]
    (draft,) = decoder.decode(batch([message(*flows, domain=5)]))
    assert draft.more["vrfName"].to_pylist() == ["red"]
    drafts = decoder.decode(batch([message(*flows, domain=5)], sender=0xC0000210))
    assert all("vrfName" not in d.more for d in drafts)


def test_names_outlive_the_process(column, template, data):
    flows = template(fields=[*FIELDS, (234, 4)])
    row = data(record=ENDS + struct.pack(">I", 7))
    decoder = Decoder(Tally())
    column(decoder, "vrfName", [VRFS, named(301, 7, "red"), flows, row])
    decoder = recall(remember(decoder), Tally())
    assert column(decoder, "vrfName", [row]) == ["red"]


def test_interfaces_named_anew_are_told_once(column):
    decoder = Decoder(Tally())
    interfaces = option_template(302, (10, 4), (82, 12))
    column(decoder, "vrfName", [interfaces, named(302, 3, "Gi0/3")])
    ((_, number, name, description),) = decoder.names.interface_changes()
    assert (number, name, description) == (3, "Gi0/3", "")
    column(decoder, "vrfName", [named(302, 3, "Gi0/3")])
    assert decoder.names.interface_changes() == []
    column(decoder, "vrfName", [named(302, 3, "Te0/3")])
    assert [change[2] for change in decoder.names.interface_changes()] == ["Te0/3"]


@pytest.mark.parametrize(("name", "kind", "wanted"), [("v9_asr9k_opt256", 1, "TenGigE"), ("v9_nbar_opt", 2, "icmp")])  # fmt: skip
def test_option_captures_name_things(decoded_names, name, kind, wanted):
    assert any(text.startswith(wanted) for _, of, _, text in decoded_names(name) if of == kind)


def test_a_flood_of_names_stays_small_and_takes_none_from_others_of_its_size():
    names = Names()
    for number in range(200_000):
        names._tell((0, 1), (0, 2, number), number, "flood")
        names.end_batch()
    assert sum(1 for _ in names.all()) <= 16_384
