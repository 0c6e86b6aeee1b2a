"""Readings take figures, checks and gates out of rows, and leave what is not there."""

from noroshi.readiness.guide.reading import number, text_of

from .conftest import check


def test_figures_carry_their_run(kept, read):
    states = {"kind": "states", "routes": 9, "valid": 5, "invalid": 1, "not-found": 3}
    own = {"kind": "own-states", "origin": 64500, "valid": 2, "invalid": 0, "not-found": 1}
    result = kept("rpki.validate", states, own)
    readings = read(result)
    values = {figure.name: figure.value for figure in readings.figures}
    assert values["rpki.invalid"] == 1
    assert values["rpki.own-not-found"] == 1
    assert {figure.result.run for figure in readings.figures} == {result.run}


def test_only_dropping_tells_what_would_be_lost(kept, read):
    shares = {"lost": 0.02, "other-as": 0.01, "same-as": 0.0, "kept": 0.97}
    rows = [{"kind": "total", "stage": stage, "shares": shares} for stage in ("drop", "prefer")]
    readings = read(*(kept("rpki.simulate", row, subject=row["stage"]) for row in rows))
    (lost,) = readings.named("rpki.lost-share")
    assert (lost.value, lost.result.subject, lost.is_share) == (0.02, "drop", True)


def test_plans_and_configurations_are_counted(kept, read):
    plan = kept("rpki.plan", {"kind": "roa"}, {"kind": "roa"}, {"kind": "withheld"})
    texts = [{"checked": True}, {"checked": False}, {"checked": None}]
    made = [kept("rpki.configure", row, subject=str(place)) for place, row in enumerate(texts)]
    readings = read(plan, *made)
    assert {one.name: one.value for one in readings.figures if "config" not in one.name} == {
        "rpki.roas": 2, "rpki.withheld": 1, "rpki.loose": 0,
    }  # fmt: skip
    # Without a parser nothing is known.
    assert [one.value for one in readings.named("rpki.accepted-configurations")] == [1, 0]


def test_mail_tells_loss_and_stage(kept, read):
    forecast = {"legitimate": 100, "share": 0.01, "high": 0.02, "spoofed": 3, "unknown": None, "clean_days": 4}  # fmt: skip
    stage = {"domain": "isp.example", "stage": "reject", "next": None, "open": False, "why": {"ja": "終", "en": "end"}}  # fmt: skip
    readings = read(kept("mail.forecast", forecast), kept("mail.stage", stage))
    names = [figure.name for figure in readings.figures]
    assert "mail.unknown" not in names
    assert readings.named("mail.enforced")[0].value == 1
    (gate,) = readings.gates
    assert (gate.stage, gate.following, gate.is_open) == ("reject", "", False)


def test_checks_are_read_alone_and_inside_an_assessment(kept, read):
    inside = kept("mail.assess", {"domain": "isp.example", "checks": [check("spf.all", "bad")]})
    alone = kept("mail.monitor", check("mail.silent", "bad"), subject="isp.example")
    other = kept("dnssec.assess", {"code": "ds", "level": "good", "text": {"ja": "良", "en": "ok"}}, subject="a.example")  # fmt: skip
    found = read(inside, alone, other).checks
    assert [(one.code, one.subject) for one in found] == [
        ("spf.all", "isp.example"), ("mail.silent", "isp.example"), ("ds", "a.example"),
    ]  # fmt: skip


def test_what_is_malformed_is_left_out(kept, read):
    rows = [{"code": 1, "text": {"ja": "a", "en": "b"}}, {"code": "x", "text": "no"}, {"checks": [3]}, {"why": {"ja": "", "en": ""}, "open": True}]  # fmt: skip
    readings = read(kept("mail.assess", *rows), kept("rpki.validate", {"kind": "states", "routes": "many"}))  # fmt: skip
    assert (readings.checks, readings.gates, readings.figures) == ((), (), ())
    assert number(True) is None
    assert text_of({"ja": "a"}) is None


def test_declarations_are_by_item(declared, read):
    readings = read(declared("rpki.caches", "met", "two of them"))
    assert readings.declarations["rpki.caches"].note == "two of them"
