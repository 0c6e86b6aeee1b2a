"""Daemons: configuration of rspamd, OpenDKIM, OpenDMARC and Postfix, each in its own language."""

OPENDKIM = """\
Mode                    sv
Socket                  inet:8891@127.0.0.1
Canonicalization        relaxed/simple
SignatureAlgorithm      rsa-sha256
MinimumKeyBits          1024
OversignHeaders         From
Domain                  {domain}
Selector                {selector}
KeyFile                 /etc/dkimkeys/{domain}.{selector}.private
InternalHosts           csl:{hosts}
Syslog                  yes
UMask                   007
UserID                  opendkim
"""

OPENDMARC = """\
AuthservID              {domain}
TrustedAuthservIDs      {domain}
Socket                  inet:8893@127.0.0.1
RejectFailures          {rejects}
SPFSelfValidate         true
SPFIgnoreResults        false
IgnoreAuthenticatedClients true
RequiredHeaders         true
FailureReports          false
Syslog                  true
UMask                   0002
UserID                  opendmarc
"""

POSTFIX = """\
smtpd_milters = inet:127.0.0.1:8891, inet:127.0.0.1:8893
non_smtpd_milters = inet:127.0.0.1:8891
milter_default_action = accept
milter_protocol = 6
smtp_tls_security_level = may
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
"""

RSPAMD_DMARC = """\
reporting {
  enabled = false;
}
"""
"""Without actions rspamd only notes the result and counts it in the score."""

RSPAMD_ACTIONS = """\
actions = {
  quarantine = "add_header";
  reject = "reject";
}
"""

RSPAMD_SIGNING = """\
domain {{
  {domain} {{
    path = "/var/lib/rspamd/dkim/{domain}.{selector}.key";
    selector = "{selector}";
  }}
}}
sign_authenticated = true;
sign_local = true;
use_domain = "header";
allow_hdrfrom_mismatch = false;
"""


def opendkim(domain: str, selector: str, networks: tuple[str, ...]) -> dict[str, str]:
    """OpenDKIM: sign what own servers send, verify what comes."""
    hosts = ",".join(("127.0.0.1", *networks))
    return {"opendkim.conf": OPENDKIM.format(domain=domain, selector=selector, hosts=hosts)}


def opendmarc(domain: str, *, acts: bool) -> dict[str, str]:
    """OpenDMARC: note results, or reject where the author's domain asks for it."""
    rejects = "true" if acts else "false"
    return {"opendmarc.conf": OPENDMARC.format(domain=domain, rejects=rejects)}


def postfix() -> dict[str, str]:
    """Postfix: both milters; a milter that is down lets mail through rather than losing it."""
    return {"postfix/main.cf": POSTFIX}


def rspamd(domain: str, selector: str, *, acts: bool) -> dict[str, str]:
    """Rspamd: DMARC actions, and signing by DKIM and ARC."""
    signing = RSPAMD_SIGNING.format(domain=domain, selector=selector)
    return {
        "rspamd/local.d/dmarc.conf": RSPAMD_DMARC + (RSPAMD_ACTIONS if acts else ""),
        "rspamd/local.d/dkim_signing.conf": signing,
        "rspamd/local.d/arc.conf": signing,
    }
