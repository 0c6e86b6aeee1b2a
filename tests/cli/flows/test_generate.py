import json

import pytest


def test_a_seed_gives_the_same_file_again(noroshi, tmp_path):
    for name in ("a", "b"):
        done = noroshi("flows", "generate", "--version", "mixed", "--flows", "2000", "--seed", "7",
                       "--pcap", f"{name}.pcap", "--json")  # fmt: skip
        assert done.returncode == 0
        told = json.loads(done.stdout)
        assert told["flows"] == 2000
        assert set(told) == {"datagrams", "flows", "octets", "seconds", "datagrams_per_s"}
    assert (tmp_path / "a.pcap").read_bytes() == (tmp_path / "b.pcap").read_bytes()
    assert not (tmp_path / "home").exists()


def test_a_duration_ends_by_the_exporters_clock(noroshi):
    done = noroshi("flows", "generate", "--duration", "3", "--rate", "50", "--pcap", "a.pcap",
                   "--start", "2030-02-03T04:05:06Z", "--json")  # fmt: skip
    assert json.loads(done.stdout)["datagrams"] == 150


def test_people_are_told_what_was_sent(noroshi):
    done = noroshi("flows", "generate", "--version", "v5", "--flows", "300", "--to", "127.0.0.1:9")
    assert done.returncode == 0
    assert "10 datagrams with 300 flows" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [([], "--pcap FILE or --to"), (["--pcap", "a", "--to", "127.0.0.1:9"], "one of both"),
     (["--to", "8.8.8.8:2055"], "--rate"), (["--to", "collector"], "no place"),
     (["--pcap", "a", "--start", "soon"], "no time"), (["--pcap", "a", "--start", "0001-01-01"], "out of range"),
     (["--pcap", "a", "--version", "v5", "--sampling", "20000"], "16383")],
)  # fmt: skip
def test_wrong_use_is_told(noroshi, arguments, told):
    done = noroshi("flows", "generate", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
