"""Staging: an outlet goes on by one step, or is withdrawn at once; both stand in the audit."""

from collections.abc import Sequence
from datetime import datetime

from noroshi.jobs.house.auditing import trail_of
from noroshi.readiness.outlet.gate import Limits, stage_of
from noroshi.readiness.stage import Stage
from noroshi.relay.share.act_words import DIALECTS, Sinks, route_words, zone_target
from noroshi.spine.home import Home
from noroshi.spine.home.acts import Acting, Touched, read_acts, write_acts
from noroshi.spine.model import Act, ConfigError, Outlet


def stages(home: Home, at: datetime) -> list[Stage]:
    """Where every outlet stands.

    Raises:
        ConfigError: The home's file of acts is damaged.
    """
    limits = _limits(home)
    return [stage_of(one, acting, limits, at) for one, acting in read_acts(home).items()]


def take_step(  # who, what and why belong together
    home: Home, outlet: Outlet, act: Act, *, by: str, at: datetime, because: str = ""
) -> Stage:
    """Let an outlet do something from now on; one step further, or any step back.

    Args:
        home: Whose outlet.
        outlet: Which.
        act: What it shall do.
        by: Who says so.
        at: Now.
        because: Why the gate is passed though it is shut; for the audit.

    Raises:
        ConfigError: The step jumps, its gate is shut, or a sink is not set.
    """
    acts = read_acts(home)
    held = acts[outlet]
    order = tuple(Act)
    if order.index(act) > order.index(held.act):
        found = stage_of(outlet, held, _limits(home), at)
        if found.following is not act:
            raise ConfigError(f"{outlet} does {held.act}; the next step is {found.following}")
        if not found.is_open and not because:
            raise ConfigError(f"the gate is shut: {found.why.en}")
    check_words(home, outlet, act)
    trail_of(home, lambda: at).note(
        by, "outlet.stage", outlet, {"from": held.act, "to": act, "because": because}
    )
    acts[outlet] = Acting(act=act, since=at, by=by)
    write_acts(home, acts)
    return stage_of(outlet, acts[outlet], _limits(home), at)


def withdraw(home: Home, outlets: Sequence[Outlet], *, by: str, at: datetime) -> list[Outlet]:
    """Stop at once; gives the outlets that did something until now."""
    acts = read_acts(home)
    stopped = [one for one in outlets if acts[one].act is not Act.OFF]
    for one in stopped:
        acts[one] = Acting(act=Act.OFF, since=at, by=by, before=acts[one].act)
    # In force first, then told: nothing may hold up a withdrawal.
    write_acts(home, acts)
    for one in stopped:
        trail_of(home, lambda: at).note(by, "outlet.withdraw", one)
    return stopped


def resume(home: Home, outlets: Sequence[Outlet], *, by: str, at: datetime) -> list[Outlet]:
    """Do again what was done before a withdrawal; gives the outlets that do."""
    acts = read_acts(home)
    resumed = [one for one in outlets if acts[one].before is not None]
    for one in resumed:
        before = acts[one].before or Act.OFF
        trail_of(home, lambda: at).note(by, "outlet.resume", one, {"to": before})
        acts[one] = Acting(act=before, since=at, by=by)
    write_acts(home, acts)
    return resumed


def note_touched(home: Home, outlet: Outlet, touched: Touched) -> None:
    """Keep what an outlet touches, for its gate."""
    acts = read_acts(home)
    held = acts[outlet]
    acts[outlet] = Acting(
        act=held.act, since=held.since, by=held.by, before=held.before, touched=touched
    )
    write_acts(home, acts)


def sinks_of(home: Home) -> Sinks:
    """Where redirected traffic goes."""
    told = home.settings.outlet
    return Sinks(
        name=told.sinkhole_name,
        v4=told.sinkhole_v4,
        v6=told.sinkhole_v6,
        target=told.redirect_target,
    )


def check_words(home: Home, outlet: Outlet, act: Act) -> None:
    """Refuse an act that nobody could be told.

    Raises:
        ConfigError: A sink is not set.
    """
    if outlet is Outlet.RPZ:
        zone_target(act, sinks_of(home))
    else:
        route_words(outlet, act, DIALECTS[0], sinks_of(home))


def _limits(home: Home) -> Limits:
    told = home.settings.outlet
    return Limits(least_hours=told.least_hours, most_collateral=told.most_collateral)
