"""Address file: bare lines and JSON lines, and nothing else."""

import pytest

from noroshi.jobs.iot.address_file import addresses_in, read_addresses
from noroshi.spine.model import InputError


def test_bare_and_json_lines_are_read_together(tmp_path):
    file = tmp_path / "addresses"
    file.write_text('192.0.2.9\n\n{"address": "2001:DB8::1", "port": 1}\n192.0.2.9\n')
    assert read_addresses(file) == {"2001:db8::1", "192.0.2.9"}
    assert list(map(str, addresses_in(file))) == ["192.0.2.9", "2001:db8::1"]


@pytest.mark.parametrize(
    "line", ["192.0.2", "{}", "{", "2001:db8::1::", "2001:db8::/32", "x" * 2_000_000]
)
def test_a_line_without_an_address_is_told(tmp_path, line):
    file = tmp_path / "addresses"
    file.write_text(f"192.0.2.1\n{line}\n")
    with pytest.raises(InputError, match="line 2"):
        read_addresses(file)
