"""`noroshi sites brands check` and `capture`: whether the list keeps its rules, and how pages look."""

import asyncio

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.branding import brands_in_force, capture_references, problems
from noroshi.jobs.sites.looking import opened_looks
from noroshi.sites.brands import Brand
from noroshi.spine.model import ConfigError, InputError


@click.command()
@with_door
def check(door: Door) -> None:
    """Hold every line of the list against its rules: real domains, nobody's twice, a source to look at.

    Ends with exit code 1 where something is wrong.
    """
    brands = brands_in_force(door.home)
    found = list(problems(brands))
    if door.as_json:
        door.emit({"brand": name, "problem": text.as_dict()} for name, text in found)
    for name, text in found:
        door.warn(f"{name}: {text.en}")
    door.warn(f"{len(brands.brands):,} brands, {len(found):,} problems")
    if found:
        click.get_current_context().exit(InputError.exit_code)


@click.command()
@click.argument("names", nargs=-1, metavar="[BRAND]…")
@with_door
def capture(door: Door, names: tuple[str, ...]) -> None:
    """Look at brands' own pages (their source in the list) and keep icon and layout for comparison.

    Without BRAND all are looked at. A page that ends on another's domain is not kept.
    """
    brands = brands_in_force(door.home)
    if missing := [name for name in names if brands.named(name) is None]:
        raise ConfigError(f"{missing[0]} is not in the list; see: noroshi sites brands list")
    chosen = [one for one in brands.brands if not names or one.name in names]
    asyncio.run(_capture(door, chosen))


async def _capture(door: Door, chosen: list[Brand]) -> None:
    async with opened_looks(None, door.home.create()) as look:
        async for brand, seen in capture_references(door.home, look, chosen):
            if door.as_json:
                door.emit([{"brand": brand.name, "url": brand.source, "kept": seen}])
            else:
                door.say(f"{'kept' if seen else 'not kept'}  {brand.name}  {brand.source}")
