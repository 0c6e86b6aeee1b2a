"""Plans."""

from noroshi.readiness.mail.configure import Plan, StepName


def test_stages_stand_in_their_order():
    assert list(StepName) == ["none", "testing", "quarantine", "reject"]


def test_a_plan_only_watches_others_unless_told():
    plan = Plan(domain="isp.example", step=StepName.NONE, report_to="d@isp.example")
    assert plan.receive == "monitor"
