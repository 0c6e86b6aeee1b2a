"""Route file: the content tells its reader; cuts are counted, and no part of a line is believed."""

import gzip

import pytest

from noroshi.readiness.rpki.sense.bird import columns_of_bird
from noroshi.readiness.rpki.sense.gobgp import columns_of_gobgp
from noroshi.readiness.rpki.sense.mrt import columns_of_mrt
from noroshi.readiness.rpki.sense.route_file import read_routes, reader_of
from noroshi.readiness.rpki.sense.route_table import columns_of_table
from noroshi.spine.model import InputError


@pytest.mark.parametrize(
    ("octets", "reader"),
    [
        (b"prefix,origin\n", columns_of_table),
        (b' {"192.0.2.0/24":[]}', columns_of_gobgp),
        (b"BIRD 2.0.12 ready.\n", columns_of_bird),
        (b"\x69\x56\x62\x40\x00\x0d\x00\x01\x00\x00\x00\x08" + bytes(8), columns_of_mrt),
        (b"", columns_of_table),
    ],
)
def test_the_content_tells_its_reader(octets, reader):
    assert reader_of(octets) is reader


def test_routes_keep_the_order_and_the_doubles_of_a_table(tmp_path):
    path = tmp_path / "routes.csv"
    path.write_text("prefix,origin\n198.51.100.0/24,2\n192.0.2.0/24,1\n198.51.100.0/24,2\n")
    assert read_routes(path).origin.tolist() == [2, 1, 2]


def test_a_cut_table_gives_its_whole_lines(tmp_path):
    lines = b"".join(b"192.0.2.%d/32,64500\n" % (n % 256) for n in range(50_000))
    path = tmp_path / "routes.csv.gz"
    path.write_bytes(gzip.compress(b"prefix,origin\n" + lines)[:-200])
    found = read_routes(path)
    assert found.refused == {"cut-short": 1}
    assert set(found.prefixes.length.tolist()) == {32}


def test_a_file_of_no_known_form_is_named(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("just words\n")
    with pytest.raises(InputError, match=r"words\.txt gives no routes"):
        read_routes(path)
