from noroshi.spine.flows.lake import FlowLake
from noroshi.testing.lakes import START, many_files, starts_in


def test_files_hold_the_starts_that_are_told(tmp_path):
    starts = many_files(tmp_path, files=3, rows=10, hours=2)
    lake = FlowLake(tmp_path)
    assert (len(lake.files()), len(lake.hours())) == (6, 2)
    assert starts_in(lake.files()) == starts
    assert starts[0] == START
