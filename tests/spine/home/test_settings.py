"""Settings come from the file and the environment; a wrong one is named."""

import os
from pathlib import Path

import pytest

from noroshi.spine.home import PRIVATE_RANGES, PeerKind, read_settings
from noroshi.spine.model import ConfigError, Tlp


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("NOROSHI__")]:
        monkeypatch.delenv(name)


def written(folder: Path, text: str) -> Path:
    path = folder / "noroshi.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "noroshi.toml")
    assert settings.flows.subscribers == PRIVATE_RANGES
    assert settings.c2.threshold == 0.5


def test_the_file_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        written(tmp_path, '[c2]\nthreshold = 0.7\n[share]\ntlp = "TLP:GREEN"\nproducer = "例"\n')
    )
    assert settings.c2.threshold == 0.7
    assert settings.share.tlp is Tlp.GREEN
    assert settings.share.producer == "例"
    assert settings.share.valid_days == 14


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOROSHI__C2__THRESHOLD", "0.6")
    path = written(tmp_path, "[c2]\nthreshold = 0.7\n[flows]\nsampling = 100\n")
    settings = read_settings(path)
    assert settings.c2.threshold == 0.6
    assert settings.flows.sampling == 100


def test_lists_come_from_the_environment_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOROSHI__FLOWS__SUBSCRIBERS", '["192.0.2.9/24"]')
    assert read_settings(tmp_path / "none").flows.subscribers == ("192.0.2.0/24",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[c2]\nthreshhold = 0.7\n", "c2.threshhold"),
        ("[c2]\nthreshold = 7\n", "c2.threshold"),
        ('[flows]\nsubscribers = ["100.64.0.0/33"]\n', "flows.subscribers"),
        ('[share]\ntlp = "TLP:WHITE"\n', "share.tlp"),
        ("[colour]\n", "colour"),
        ("[engine]\nthreads = -1\n", "engine.threads"),
        ("c2 = 3\n", "c2"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_its_file(tmp_path: Path, text: str, named: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        read_settings(path)
    assert named in str(raised.value)
    assert str(path) in str(raised.value)
    assert raised.value.exit_code == 2


def test_a_wrong_environment_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOROSHI__C2__THRESHOLD", "high")
    with pytest.raises(ConfigError, match=r"c2\.threshold"):
        read_settings(tmp_path / "none")


def test_an_environment_list_that_is_no_json_is_a_settings_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOROSHI__FLOWS__SUBSCRIBERS", "192.0.2.0/24,")
    with pytest.raises(ConfigError, match="a list is JSON"):
        read_settings(tmp_path / "none")


@pytest.mark.parametrize("octets", [b"[c2\n", b"threshold = \xff\xfe", b"\x00"])
def test_what_is_no_toml_is_refused_by_file(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "noroshi.toml"
    path.write_bytes(octets)
    with pytest.raises(ConfigError, match=r"noroshi\.toml is no TOML"):
        read_settings(path)


def test_a_file_that_cannot_be_read_is_a_settings_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "")

    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ConfigError, match="Permission denied"):
        read_settings(path)


PEER = '[[peers]]\nname = "p"\nurl = "https://p.example/x"\n'


def test_a_peer_has_what_its_kind_needs(tmp_path: Path) -> None:
    text = f'{PEER}kind = "taxii"\ncollection = "c"\nallow = ["10.1.2.3/16"]\n'
    (peer,) = read_settings(written(tmp_path, text)).peers
    assert (peer.kind, peer.says, peer.allow) == (PeerKind.TAXII, "c2-server", ("10.1.0.0/16",))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f'{PEER}kind = "taxii"\n', "collection"),
        (f'{PEER}kind = "ftp"\n', "kind"),
        (f'{PEER}kind = "list"\nsecret = "../key"\n', "secret"),
        (f'{PEER}kind = "list"\n{PEER}kind = "misp"\n', "same name"),
    ],
)
def test_a_wrong_peer_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        read_settings(written(tmp_path, text))


def test_lifetimes_are_named_by_kind_and_subject(tmp_path: Path) -> None:
    path = written(tmp_path, '[share]\ndays = { "c2-server/domain" = 90 }\n')
    assert read_settings(path).share.days == {"c2-server/domain": 90}


@pytest.mark.parametrize("wrong", ['"domain" = 9', '"c2-server/nothing" = 9', '"c2-server/ip" = 0'])
def test_a_lifetime_of_nothing_is_told(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigError, match="KIND/SUBJECT"):
        read_settings(written(tmp_path, f"[share]\ndays = {{ {wrong} }}\n"))
