"""Raw files of other tools: every one is taken in, and every row kept or refused with a reason."""

import pytest

FILES = {
    "argus_binetflow_win1_first3000.csv.gz": 2_500,
    "asyncrat_cd010953.pcap": 0,
    "nfdump_test1.nfcapd": 4_000,
    "zeek_conn_comfoo.log.gz": 10_000,
    "zeek_conn_labeled_benign_010.log.gz": 5_000,
    "zeek_conn_labeled_njrat.log.gz": 900,
}
"""File -> rows it holds at least."""


@pytest.mark.parametrize("name", FILES)
def test_a_raw_file_gives_the_contract_s_row(noroshi, data, tmp_path, name):
    file = data / "flows" / "raw" / name
    if not file.exists():
        pytest.skip(f"no {name} in the shared data")
    said = noroshi(tmp_path / "home", "flows", "import", file, "--json")
    (row,) = said.rows
    assert set(row) >= {"file", "read", "kept", "refused"}
    assert row["read"] == row["kept"] + sum(row["refused"].values())
    assert row["kept"] >= FILES[name]
    assert said.code == (1 if row["refused"] else 0)
