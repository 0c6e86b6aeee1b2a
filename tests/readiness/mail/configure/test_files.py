"""Files of a plan."""

from noroshi.readiness.mail.configure import Plan, StepName, files


def test_a_domain_without_mail_gets_no_transport_policy():
    plan = Plan(domain="isp.example", step=StepName.REJECT, report_to="d@isp.example")
    assert "mta-sts.txt" not in files(plan)
    assert "v=spf1 -all" in files(plan)["records.zone"]
