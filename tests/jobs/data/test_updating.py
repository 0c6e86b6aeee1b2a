"""Updating data from a real web server, files and folders."""

import hashlib
import io
import json
import tarfile
from datetime import UTC, datetime

import pytest

from noroshi.jobs.data import updating
from noroshi.jobs.data.catalogue import BY_NAME
from noroshi.jobs.data.updating import update
from noroshi.jobs.decide.deciding import warnings_of
from noroshi.spine.home import Home
from noroshi.spine.home.held_data import origin_of
from noroshi.spine.model import ConfigError, InputError, SourceError, Subject
from noroshi.spine.net.http import Limits
from noroshi.testing.sources import web

AT = datetime(2026, 1, 1, tzinfo=UTC)
LISTS = BY_NAME["warning-lists"]


def warning_list(name, *entries):
    return json.dumps({"name": name, "type": "cidr", "version": 1, "list": entries}).encode()


def archive(members):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


GOOD = archive({
    "m/lists/own/list.json": warning_list("Servers", "192.0.2.0/24"),
    "m/schema.json": b"{}",
})  # fmt: skip


@pytest.fixture
def home(tmp_path):
    (tmp_path / "noroshi.toml").write_text('[data]\nallow = ["127.0.0.0/8"]\n')
    return Home(tmp_path).create()


def served(answer):
    return web(lambda asked: (200, {}, answer) if asked.path == "/x.tar.gz" else (404, {}, b""))


def named(home, address="192.0.2.7"):
    return warnings_of(home).matcher().match(Subject.ip(address))


def test_lists_of_a_server_hold_from_the_next_asking_on(home):
    assert named(home) == ()
    with served(GOOD) as url:
        done = update(home, LISTS, source=f"{url}/x.tar.gz", at=AT)
        again = update(home, LISTS, source=f"{url}/x.tar.gz", at=AT)
    assert (done.origin.files, done.changed, again.changed) == (1, True, False)
    assert named(home) == ("Servers",)
    assert origin_of(home.held("warning-lists")) == again.origin
    assert home.audit_file.read_text().count("data.update") == 2


def test_the_own_lists_stay_beside_those_fetched(home, tmp_path):
    (home.warning_lists / "own.json").write_bytes(warning_list("Own", "192.0.2.0/24"))
    (tmp_path / "in.json").write_bytes(warning_list("Theirs", "192.0.2.0/25"))
    update(home, LISTS, source=str(tmp_path / "in.json"), at=AT)
    assert named(home) == ("Own", "Theirs")


BROKEN = {
    "cut": GOOD[:-20],
    "flipped": GOOD[:60] + bytes([GOOD[60] ^ 255]) + GOOD[61:],
    "leads out": archive({"m/lists/own/list.json": b"{}", "../../x": b""}),
    "empty": archive({"m/readme": b""}),
    "no list": archive({"m/lists/own/list.json": b"[]"}),
    "a page": b"<html>maintenance</html>",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_or_hostile_archive_leaves_what_is_held(home, how):
    with served(GOOD) as url:
        update(home, LISTS, source=f"{url}/x.tar.gz", at=AT)
    held = origin_of(home.held("warning-lists"))
    with served(BROKEN[how]) as url, pytest.raises(SourceError):
        update(home, LISTS, source=f"{url}/x.tar.gz", at=AT)
    assert origin_of(home.held("warning-lists")) == held
    assert named(home) == ("Servers",)


def test_an_unwell_large_or_forbidden_server_leaves_what_is_held(home, monkeypatch):
    with served(GOOD) as url:
        with pytest.raises(SourceError, match="answers 404"):
            update(home, LISTS, source=f"{url}/else", at=AT)
        monkeypatch.setattr(updating, "LIMITS", Limits(size_bytes=10))
        with pytest.raises(SourceError, match="more than 10 octets"):
            update(home, LISTS, source=f"{url}/x.tar.gz", at=AT)
        home.settings_file.write_text("")
        with pytest.raises(InputError):
            update(Home(home.path), LISTS, source=f"{url}/x.tar.gz", at=AT)
    assert origin_of(home.held("warning-lists")) is None


def test_the_digest_is_held_against_what_came(home, tmp_path):
    file = tmp_path / "x.tar.gz"
    file.write_bytes(GOOD)
    right = hashlib.sha256(GOOD).hexdigest()
    assert update(home, LISTS, source=str(file), sha256=right.upper(), at=AT).changed
    with pytest.raises(SourceError, match=right):
        update(home, LISTS, source=str(file), sha256="0" * 64, at=AT)
    with pytest.raises(ConfigError, match="leave --sha256 out"):
        update(home, LISTS, source=str(tmp_path), sha256=right, at=AT)


def test_a_bad_list_is_left_out_and_told(home, tmp_path):
    folder = tmp_path / "in"
    (folder / "more").mkdir(parents=True)
    (folder / "a.json").write_bytes(warning_list("A", "192.0.2.1"))
    (folder / "b.json").write_bytes(b"{")
    (folder / "more" / "a.json").write_bytes(warning_list("Other", "192.0.2.2"))
    done = update(home, LISTS, source=str(folder), at=AT)
    assert done.origin.files == 1
    assert set(done.bad) == {"b.json", "more/a.json"}
    assert sum(done.origin.refused.values()) == 2


def test_a_path_that_cannot_be_read_is_told(home, tmp_path, monkeypatch):
    with pytest.raises(ConfigError, match="No such file"):
        update(home, LISTS, source=str(tmp_path / "none"), at=AT)
    (tmp_path / "x").write_bytes(GOOD)
    monkeypatch.setattr(updating, "LIMITS", Limits(size_bytes=10))
    with pytest.raises(SourceError, match="more than 10"):
        update(home, LISTS, source=str(tmp_path / "x"), at=AT)


RULES = b"""<fingerprints matches="ftp.banner"><fingerprint pattern="^Own FTP (\\S+)$">
<description>d</description><param pos="0" name="service.product" value="Own FTP"/>
</fingerprint></fingerprints>"""


def test_recog_is_what_identification_reads_unless_the_settings_name_another(home, tmp_path):
    assert home.recog is None
    (tmp_path / "r.tar.gz").write_bytes(archive({"recog-main/xml/ftp.xml": RULES}))
    update(home, BY_NAME["recog"], source=str(tmp_path / "r.tar.gz"), at=AT)
    assert home.recog is not None
    assert (home.recog / "ftp.xml").read_bytes() == RULES
    home.settings_file.write_text('[iot]\nrecog = "else"\n')
    assert Home(home.path).recog == home.path / "else"
