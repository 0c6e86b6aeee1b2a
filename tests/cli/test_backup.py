"""`noroshi backup` and `noroshi restore`, as a person runs them."""

import json


def test_a_home_comes_back_with_the_same_list(noroshi, tmp_path):
    noroshi("init")
    made = json.loads(noroshi("backup", "b.tar.zst", "--with-secrets", "--json").stdout)
    done = json.loads(noroshi("restore", "b.tar.zst", "--home", "new", "--json").stdout)
    assert made["list_digest"] == done["list_digest"]
    assert (done["home"], done["files"], done["audit_whole"]) == ("new", made["files"], True)
    assert noroshi("restore", "b.tar.zst", "--home", "new").returncode == 2
    shown = noroshi("audit", "show", "--json").stdout
    assert json.loads(shown)["detail"] == {"sha256": made["sha256"]}


def test_people_are_told_that_keys_are_missing(noroshi):
    assert "Keys are not in it" in noroshi("backup", "b.tar.zst").stdout
    done = noroshi("restore", "b.tar.zst", "--home", "new")
    assert (done.returncode, "holds no keys" in done.stderr) == (0, True)


def test_what_is_no_backup_ends_with_3(noroshi, tmp_path):
    (tmp_path / "b.tar.zst").write_bytes(b"nothing")
    done = noroshi("restore", "b.tar.zst", "--home", "new")
    assert done.returncode == 3
    assert "no whole backup" in done.stderr
