"""Acts: one small file, whole or not at all."""

import pytest

from noroshi.spine.home import Home
from noroshi.spine.home.acts import Acting, Touched, acts_mark, read_acts, write_acts
from noroshi.spine.model import Act, ConfigError, Outlet
from noroshi.testing.findings import HOUR


def test_what_was_written_is_read(tmp_path):
    home = Home(tmp_path)
    before = acts_mark(home)
    touched = Touched(at=HOUR.end, routes=1, clients=2, octets=3, collateral=1)
    acting = Acting(act=Act.LOG, since=HOUR.start, by="user:x", touched=touched)
    write_acts(home, read_acts(home) | {Outlet.RTBH: acting})
    assert read_acts(home)[Outlet.RTBH] == acting
    assert read_acts(home)[Outlet.RPZ] == Acting(act=Act.BLOCK)
    assert acts_mark(home) != before
    assert touched.collateral_share == 0.25


def test_nothing_touched_is_no_share():
    assert Touched(at=HOUR.end, routes=1, clients=0, octets=0, collateral=0).collateral_share == 0


@pytest.mark.parametrize(
    "text", ["", "[]", '{"rpz": {"act": "explode"}}', '{"dns": {"act": "off"}}']
)
def test_a_damaged_file_is_not_taken_for_none(tmp_path, text):
    home = Home(tmp_path)
    home.acts_file.write_text(text)
    with pytest.raises(ConfigError, match="is damaged"):
        read_acts(home)
