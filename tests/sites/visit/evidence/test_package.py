import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from noroshi.sites.visit.evidence import (
    read_visit,
    signed_part,
    verify_package,
    write_package,
)
from noroshi.spine.model import InputError, SourceError
from noroshi.testing.visits import PLAIN, exchange

SEED = b"s" * 32
KEY = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
SEEN = replace(PLAIN, exchanges=(exchange("https://shop.example/"),), favicon=b"ico")


def test_a_package_holds_every_part_and_checks_out(tmp_path):
    place = write_package(SEEN, tmp_path, SEED)
    assert {path.name for path in place.iterdir()} == {
        "visit.json",
        "har.json",
        "page.html",
        "page.txt",
        "screenshot.png",
        "favicon.bin",
        "manifest.json",
    }
    found = verify_package(place, KEY)
    assert (found.parts, found.faults) == (6, ())
    assert json.loads((place / "visit.json").read_text())["url"] == SEEN.url
    assert all(path.stat().st_mode & 0o077 == 0 for path in place.iterdir())


def test_writing_again_changes_nothing(tmp_path):
    assert write_package(SEEN, tmp_path, SEED) == write_package(SEEN, tmp_path, SEED)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_changed_missing_or_added_file_is_found(tmp_path):
    place = write_package(SEEN, tmp_path, SEED)
    (place / "page.html").write_text("other")
    (place / "har.json").unlink()
    (place / "more.txt").write_text("x")
    faults = verify_package(place, KEY).faults
    assert len(faults) == 3
    for name in ("page.html", "har.json", "more.txt"):
        assert any(name in fault for fault in faults)


def test_another_house_s_key_does_not_fit(tmp_path):
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key()
    assert verify_package(write_package(SEEN, tmp_path, SEED), other).faults


def test_a_directory_without_a_manifest_is_no_package(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        verify_package(tmp_path, KEY)


def test_the_victim_s_address_is_not_in_the_package(tmp_path):
    url = "https://bad.example/?email=taro@mail.example"
    place = write_package(replace(PLAIN, final_url=url, html="taro@mail.example"), tmp_path, SEED)
    assert all(b"taro" not in path.read_bytes() for path in place.iterdir())


def test_a_full_or_wrong_place_is_told_and_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="cannot be written"):
        write_package(SEEN, tmp_path / "file", SEED)


def test_a_sound_package_gives_its_visit_back(tmp_path):
    place = write_package(SEEN, tmp_path, SEED)
    assert read_visit(place, KEY) == SEEN
    assert signed_part(place, "favicon.bin", KEY) == b"ico"


@pytest.mark.parametrize("name", ["visit.json", "favicon.bin"])
def test_nothing_is_read_of_a_part_that_was_changed(tmp_path, name):
    place = write_package(SEEN, tmp_path, SEED)
    (place / name).write_bytes(b"{}")
    with pytest.raises(InputError, match="changed"):
        read_visit(place, KEY)
    with pytest.raises(InputError, match="changed"):
        signed_part(place, name, KEY)


def test_a_part_that_nobody_signed_is_refused(tmp_path):
    place = write_package(SEEN, tmp_path, SEED)
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(InputError, match="no signed"):
        signed_part(place, "favicon.bin", other)
    with pytest.raises(InputError, match="no signed"):
        signed_part(place, "none.bin", KEY)
