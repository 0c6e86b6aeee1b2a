"""Records: the DNS records of a plan, in zone file form."""

from ipaddress import ip_network

from noroshi.readiness.mail.configure.plan import Plan, StepName

LONGEST_STRING = 255
"""Octets of one string of a TXT record (RFC 1035 section 3.3)."""

STS_AGE_S = 1_209_600
"""Two weeks: long enough to protect, short enough to take back."""


POLICY = {
    StepName.NONE: "p=none",
    StepName.TESTING: "p=quarantine; t=y",
    StepName.QUARANTINE: "p=quarantine",
    StepName.REJECT: "p=reject",
}
"""What each stage publishes (RFC 9989 section 4.7; t=y in place of the older pct)."""


def zone_records(plan: Plan) -> str:
    """Records of SPF, DKIM, DMARC, MTA-STS and TLS-RPT; relative to nothing, so safe to include."""
    lines = [
        _txt(plan.domain, spf_text(plan)),
        _txt(f"_dmarc.{plan.domain}", dmarc_text(plan.step, plan.report_to)),
    ]
    if plan.public_key:
        key = f"v=DKIM1; k=rsa; p={plan.public_key}"
        lines.append(_txt(f"{plan.selector}._domainkey.{plan.domain}", key))
    if plan.exchangers:
        lines += [
            _txt(f"_mta-sts.{plan.domain}", f"v=STSv1; id={plan.sts_id}"),
            _txt(f"_smtp._tls.{plan.domain}", f"v=TLSRPTv1; rua=mailto:{plan.report_to}"),
        ]
    return "\n".join(lines) + "\n"


def spf_text(plan: Plan) -> str:
    """The SPF record; `-all` alone for a domain that sends nothing."""
    words = [f"ip{ip_network(network).version}:{network}" for network in plan.networks]
    words += ["mx"] if plan.exchangers and not plan.networks else []
    words += [f"include:{name}" for name in plan.includes]
    return " ".join(["v=spf1", *words, "~all" if words else "-all"])


def dmarc_text(step: StepName, report_to: str) -> str:
    """The DMARC record of a stage."""
    return f"v=DMARC1; {POLICY[step]}; rua=mailto:{report_to}"


def sts_policy(plan: Plan) -> str:
    """The MTA-STS policy, in testing until TLS reports are clean; lines end in CRLF (RFC 8461)."""
    lines = ["version: STSv1", "mode: testing", *(f"mx: {host}" for host in plan.exchangers)]
    return "\r\n".join([*lines, f"max_age: {STS_AGE_S}", ""])


def _txt(name: str, text: str) -> str:
    parts = [text[at : at + LONGEST_STRING] for at in range(0, len(text), LONGEST_STRING)]
    quoted = " ".join(f'"{part}"' for part in parts)
    return f"{name}. 3600 IN TXT {quoted}"
