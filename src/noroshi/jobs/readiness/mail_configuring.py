"""Mail configuring: files for DNS and mail servers from checked wishes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from noroshi.jobs.readiness.checking_mail import check_mail
from noroshi.jobs.readiness.checking_text import Checked
from noroshi.readiness.mail.configure import Plan, StepName, files
from noroshi.readiness.mail.configure.plan import Receive
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import ConfigError, InputError, canonical_domain

_ADDRESS = re.compile(r"[A-Za-z0-9.+_=-]{1,64}@[A-Za-z0-9.-]{1,253}")
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_KEY = re.compile(r"[A-Za-z0-9+/]{40,4000}={0,2}")
_ID = re.compile(r"[A-Za-z0-9]{1,32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Wishes as typed; `Plan` says what each means."""

    domain: str
    step: str
    report_to: str
    networks: Sequence[str]
    includes: Sequence[str]
    exchangers: Sequence[str]
    selector: str
    public_key: str
    sts_id: str
    receive: Receive


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One file of a plan.

    Attributes:
        domain: The plan's.
        name: Relative path.
        text: Its content.
        checked: What the program's own parser says of it.
    """

    domain: str
    name: str
    text: str
    checked: Checked

    def as_dict(self) -> dict[str, object]:
        """As it is kept."""
        return {
            "for": f"{self.domain}: {self.name}",
            "checked": self.checked.good,
            "parser": self.checked.parser,
            "text": self.text,
        }


def configure_mail(wishes: Wishes, out: Path) -> list[MadeFile]:
    """Write the files of a plan below a folder, but those that the program's own parser refuses.

    Raises:
        ConfigError: A wish is malformed, so that nothing of it can end up in a file.
    """
    plan = _plan(wishes)
    made = files(plan)
    checked = check_mail(plan.domain, made)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        if checked[name].good is not False:
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole([text.encode()], path)
    return [
        MadeFile(domain=plan.domain, name=name, text=text, checked=checked[name])
        for name, text in made.items()
    ]


def _plan(wishes: Wishes) -> Plan:
    for pattern, text, what in (
        (_ADDRESS, wishes.report_to, "address"),
        (_SELECTOR, wishes.selector, "selector"),
        (_KEY, wishes.public_key, "public key in base64"),
        (_ID, wishes.sts_id, "id of letters and digits"),
    ):
        if text and not pattern.fullmatch(text):
            raise ConfigError(f"{text[:80]!r} is no {what}; mend the option")
    try:
        return Plan(
            domain=canonical_domain(wishes.domain),
            step=StepName(wishes.step),
            report_to=wishes.report_to,
            networks=tuple(str(ip_network(network)) for network in wishes.networks),
            includes=tuple(map(canonical_domain, wishes.includes)),
            exchangers=tuple(map(canonical_domain, wishes.exchangers)),
            selector=wishes.selector,
            public_key=wishes.public_key,
            sts_id=wishes.sts_id,
            receive=wishes.receive,
        )
    except (ValueError, InputError) as error:
        raise ConfigError(str(error)) from error
