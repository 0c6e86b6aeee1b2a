"""Steps: the makers of the rule pack, and whatever is wrong."""

from importlib.resources import files

from noroshi.iot.analyse.makers import shipped_makers
from noroshi.iot.notice import shipped_steps
from noroshi.iot.report import Trouble


def test_makers_of_the_steps_are_makers_of_the_rule_pack():
    known = {one.fixed["hw.vendor"] for one in shipped_makers()}
    assert set(shipped_steps().makers) <= known


def test_a_makers_own_menu_is_told_and_a_strangers_is_general():
    ours = shipped_steps().for_device("Yamaha", Trouble.VULNERABLE)
    others = shipped_steps().for_device("Stranger", Trouble.VULNERABLE)
    assert any("192.168.100.1" in one.en for one in ours)
    assert len(ours) == len(others)
    assert not any("192.168" in one.en for one in others)


def test_every_maker_stands_below_the_source_of_what_is_said():
    text = files("noroshi.iot.notice").joinpath("pack", "steps.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("[makers.")]
    assert len(heads) == len(shipped_steps().makers)
    for number in heads:
        maker = lines[number].split('"')[1]
        assert lines[number - 1].startswith(f"# {maker}: ")
