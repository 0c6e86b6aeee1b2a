"""Results: small, whole or not at all, each answer once; a damaged file is refused."""

import numpy as np
import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.results import ANSWERED, Answer, read_banners, read_results, write_part
from noroshi.iot.survey.targets import Slot
from noroshi.spine.model import InputError

SLOT = Slot(probe=CATALOGUE["ssh"], port=22)


def answers(count):
    numbers = np.random.default_rng(1).choice(1 << 20, count, replace=False)
    return [
        Answer(
            address=0xC6120000 + int(number), slot=SLOT, message=0, at_s=1_780_000_000 + row // 1500,
            state=ANSWERED, octets=b"SSH-2.0-%d\r\n" % (row % 50),
        )
        for row, number in enumerate(numbers)
    ]  # fmt: skip


def test_a_row_takes_about_ten_octets_and_each_answer_stands_once(tmp_path):
    write_part(tmp_path, "0-0", answers(20_000))
    assert (tmp_path / "results" / "0-0.parquet").stat().st_size / 20_000 < 10.6
    assert len(list(read_banners(tmp_path))) == 50
    table = read_results(tmp_path)
    assert table.num_rows == 20_000
    addresses = table["address"].to_numpy()
    assert (np.diff(addresses.astype(np.int64)) > 0).all()


def test_no_answers_are_a_part_too(tmp_path):
    write_part(tmp_path, "0-0", [])
    assert read_results(tmp_path).num_rows == 0


def test_a_damaged_file_is_refused(tmp_path):
    write_part(tmp_path, "0-0", answers(10))
    file = tmp_path / "results" / "0-0.parquet"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(InputError, match="damaged"):
        read_results(tmp_path)
