from noroshi.sites.visit.profile import MOBILE, PROFILES, through
from noroshi.spine.model.site_report import Channel


def test_a_victim_s_telephone_in_japan_looks_first():
    first = next(iter(PROFILES.values()))
    assert first is MOBILE
    assert first.mobile
    assert first.languages[0] == "ja-JP"


def test_a_channel_gives_its_referer_and_a_message_gives_none():
    assert through(MOBILE, Channel.SNS).referer == "https://t.co/"
    assert through(MOBILE, Channel.MAIL).referer == through(MOBILE, Channel.FORM).referer == ""


def test_names_are_their_keys():
    assert all(name == profile.name for name, profile in PROFILES.items())
