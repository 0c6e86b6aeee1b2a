"""Files: everything that carries out a plan."""

from noroshi.readiness.mail.configure.daemons import opendkim, opendmarc, postfix, rspamd
from noroshi.readiness.mail.configure.plan import Plan
from noroshi.readiness.mail.configure.records import sts_policy, zone_records


def files(plan: Plan) -> dict[str, str]:
    """Relative path -> text of every file."""
    made = {"records.zone": zone_records(plan)}
    if plan.exchangers:
        made["mta-sts.txt"] = sts_policy(plan)
    acts = plan.receive == "enforce"
    return (
        made
        | rspamd(plan.domain, plan.selector, acts=acts)
        | opendkim(plan.domain, plan.selector, plan.networks)
        | opendmarc(plan.domain, acts=acts)
        | postfix()
    )
