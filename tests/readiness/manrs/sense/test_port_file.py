"""Port file: interface and prefix in each row."""

import pytest

from noroshi.readiness.manrs.sense.port_file import read_ports
from noroshi.spine.model import InputError


def test_rows_are_read(tmp_path):
    file = tmp_path / "p.csv"
    file.write_text("interface,prefix\n7,192.0.2.0/24\n8,2001:db8::/32\nx,192.0.2.0/24\n9,none\n")
    found = read_ports(file)
    assert (found.interface.tolist(), found.refused) == ([7, 8], 2)


@pytest.mark.parametrize("text", ["port,prefix\n7,192.0.2.0/24\n", "", "interface,prefix\nx,y\n"])
def test_what_tells_no_port_is_refused(tmp_path, text):
    file = tmp_path / "p.csv"
    file.write_text(text)
    with pytest.raises(InputError):
        read_ports(file)
