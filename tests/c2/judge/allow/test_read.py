"""Read: a wrong list is refused whole, with its place."""

from ipaddress import ip_network

import pytest
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    AllowEntry,
    read_allow_lists,
)
from noroshi.spine.model import ConfigError


def put(folder, text, name="own.toml"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def toml(entries='["192.0.2.1"]', *, category="mail", name="own", more=""):
    return (
        f'name = "{name}"\nclass = "{category}"\nversion = "1"\nsource = "test"\n'
        f'licence = "own"\nentries = {entries}\n{more}'
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not toml =", "no TOML"),
        ('name = "x"', "lacks"),
        (toml(more='colour = "red"\n'), "unknown"),
        (toml(category="everything"), "choose one of"),
        (toml('["nonsense"]'), "is no entry"),
        (toml('["192.0.2.1 99999"]'), "no port"),
        (toml('["192.0.2.1 53/quic"]'), "no port"),
        (toml('["0.0.0.0/0"]'), "wider than /8"),
        (toml('["2000::/3"]'), "wider than /19"),
        (toml("[1]"), "list of texts"),
        (toml(name=" "), "1 to 500"),
    ],
)
def test_a_wrong_list_is_refused_whole_with_its_place(tmp_path, text, why):
    put(tmp_path, text)
    with pytest.raises(ConfigError, match=why) as caught:
        read_allow_lists([tmp_path])
    assert "own.toml" in str(caught.value)


def test_a_list_in_another_encoding_is_told(tmp_path):
    (tmp_path / "own.toml").write_bytes(toml().encode() + "# 日本".encode("cp932"))
    with pytest.raises(ConfigError, match="UTF-8"):
        read_allow_lists([tmp_path])


entries = st.builds(
    AllowEntry,
    network=st.ip_addresses(v=4).map(ip_network)
    | st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None).map(ip_network),
    port=st.integers(0, 65535),
    protocol=st.none() | st.sampled_from([6, 17, 132]),
)
