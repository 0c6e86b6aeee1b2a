import pytest

from noroshi.sites.visit.flags import DROPPED_DEFAULTS, LAUNCH_FLAGS


def test_nothing_turns_the_sandbox_or_certificates_off():
    for flag in (*LAUNCH_FLAGS, *DROPPED_DEFAULTS):
        for word in ("no-sandbox", "setuid-sandbox", "web-security", "certificate-errors"):
            assert word not in flag


@pytest.mark.parametrize("start", ["--disable-features=", "--host-resolver-rules=", "--js-flags="])
def test_a_flag_with_a_list_stands_once_since_the_last_one_wins(start):
    assert sum(flag.startswith(start) for flag in LAUNCH_FLAGS) == 1
