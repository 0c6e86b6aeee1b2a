"""Stage: where a domain stands on the way to `reject`, and whether the next step may be taken."""

from noroshi.readiness.mail.configure.plan import StepName
from noroshi.readiness.mail.configure.records import dmarc_text
from noroshi.readiness.mail.dmarc import Policy
from noroshi.readiness.mail.judge.forecast import GATE_DAYS, GATE_SHARE, Forecast
from noroshi.readiness.stage import Stage
from noroshi.spine.model import Text

ORDER = tuple(StepName)


def step_of(policy: Policy | None) -> StepName | None:
    """The stage that a record stands for."""
    if policy is None:
        return None
    wanted = policy.asks("p")
    if wanted == "none":
        return StepName.NONE
    return StepName.TESTING if policy.is_testing else StepName(wanted)


def stage(
    domain: str, policy: Policy | None, found: Forecast | None, *, report_to: str = ""
) -> Stage:
    """Where a domain stands and what its gate says.

    Args:
        domain: The domain.
        policy: Its record.
        found: The forecast of the last days; null without reports.
        report_to: Address for reports where the record has none.
    """
    step = step_of(policy)
    address = (policy.report_to if policy else ())[:1] or (report_to or f"dmarc@{domain}",)
    at = ORDER.index(step) if step else -1
    following = ORDER[at + 1] if at + 1 < len(ORDER) else None
    is_open, why = _gate(step, following, found)
    return Stage(
        subject=domain,
        step=step,
        following=following,
        is_open=is_open,
        why=why,
        publish=dmarc_text(following, address[0]) if following else "",
        back=dmarc_text(ORDER[at - 1], address[0]) if at > 0 else "",
    )


def _gate(
    step: StepName | None, following: StepName | None, found: Forecast | None
) -> tuple[bool, Text]:
    if step is None:
        return True, Text(
            ja="最初の段階 p=none は何も失わない。レポートを集め始める。",
            en="The first step, p=none, loses nothing: begin to gather reports.",
        )
    if following is None:
        return False, Text(ja="最後の段階にいる。", en="This is the last step.")
    if found is None:
        return False, Text(
            ja="この間のレポートがないので、進んでよいか分からない。",
            en="There are no reports of this time, so nobody can tell whether to go on.",
        )
    seen = (
        f"{found.share:.3%} ({found.low:.3%}–{found.high:.3%}), {found.clean_days}/{GATE_DAYS}",
        f"{GATE_SHARE:.1%}",
    )
    if found.is_safe:
        return True, Text(
            ja=f"正当なメールの失敗は {seen[0]} 日で、門（{seen[1]} 未満）は開いている。",
            en=f"Legitimate mail fails by {seen[0]} days: the gate (below {seen[1]}) is open.",
        )
    return False, Text(
        ja=f"正当なメールの失敗は {seen[0]} 日で、門（上端が {seen[1]} 未満、{GATE_DAYS} 日続く）は閉じている。",
        en=f"Legitimate mail fails by {seen[0]} days: the gate (upper end below {seen[1]}, {GATE_DAYS} days in a row) is shut.",
    )
