"""`noroshi readiness rpki validate`: RFC 6811 state of every route, with the reason."""

import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click
import pyarrow as pa

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.rpki.vrp_source import VrpSource, opened_source
from noroshi.jobs.flows.source_file import opened
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.jobs.readiness.route_states import state_rows
from noroshi.jobs.readiness.validating import Validated, validate_file
from noroshi.readiness.rpki import WORDS, State, reasons
from noroshi.spine.flows.arrow import (
    Array,
    chosen,
    contains,
    holds,
    joined,
    one_array,
    repeated,
    written,
)
from noroshi.spine.model import ConfigError, InputError, Language, parse_moment, rfc3339

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)
COLUMNS = ("prefix", "origin", "state", "reason")
ROWS = 65_536
"""Rows written at a time."""


@click.command()
@click.option(
    "--vrps",
    required=True,
    type=VrpSource(),
    metavar="SOURCE",
    help="VRPs: JSON of rpki-client or Routinator, CSV, or rtr://HOST:PORT.",
)
@click.option(
    "--routes",
    required=True,
    type=FILE,
    metavar="FILE",
    help="Routes: CSV, TSV, MRT, birdc show route, show bgp of FRR, gobgp global rib -j.",
)
@click.option(
    "--updates",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="MRT updates that change the table dump, in the order of time; repeatable.",
)
@click.option(
    "--until",
    metavar="TIME",
    help="The table as it stood then (ISO 8601): later updates are not read.",
)
@click.option(
    "--own-as",
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="Origin of routes whose path is empty: the own AS.",
)
@click.option(
    "--at",
    metavar="TIME",
    help="Leave out VRPs that had expired by this time (ISO 8601); all are used when left out.",
)
@click.option(
    "--language",
    type=click.Choice(["ja", "en"]),
    help="Language of the reasons in CSV; the environment's when left out.",
)
@with_door
@keep_option
def validate(  # noqa: PLR0913  # one argument an option
    door: Door,
    *,
    vrps: str,
    routes: str,
    updates: tuple[Path, ...],
    until: str | None,
    own_as: int | None,
    at: str | None,
    language: Language | None,
    keeper: Keeper,
) -> None:
    """Tell the RFC 6811 state of every route, with the reason.

    Writes CSV with prefix, origin, state and reason in the order of the routes; --json gives the same
    keys, with the reason in both languages. States are valid, invalid and not-found. Files may be
    packed by gzip, bzip2, xz or zstd; - is standard input. Tables keep every row; dumps that tell a
    prefix once per peer give each pair of prefix and origin once.
    """  # fmt: skip
    if vrps == routes == "-":
        raise ConfigError("only one of --vrps and --routes can be standard input")
    now = datetime.now(UTC)
    with opened_source(vrps) as vrps_at, opened(routes) as routes_at:
        done = validate_file(
            vrps_at,
            routes_at,
            now=now,
            at=parse_moment(at) if at else None,
            own_as=own_as,
            updates=updates,
            until=parse_moment(until) if until else None,
        )
        inputs = _digests(vrps_at, routes_at) if keeper.wanted else {}
    if door.as_json:
        door.emit(_rows(done))
    else:
        _write_csv(done, language or language_of(os.environ))
    for line in _notices(done, at):
        click.echo(f"noroshi: {line}", err=True)
    keeper("rpki.validate", "", state_rows(done, own_as), inputs)
    if done.refused:
        click.get_current_context().exit(InputError.exit_code)


def _digests(vrps_at: Path | str, routes_at: Path) -> dict[str, str]:
    return {"vrps": source_digest(vrps_at), "routes": source_digest(routes_at)}


def _table(done: Validated, columns: Mapping[str, Array]) -> pa.Table:
    words = pa.array([WORDS[state] for state in State])
    state = pa.DictionaryArray.from_arrays(pa.array(done.verdicts.state, pa.int32()), words)
    return pa.table(
        {
            "prefix": done.routes.prefix_text,
            "origin": done.routes.origin_text,
            "state": state,
            **columns,
        }
    )


def _write_csv(done: Validated, language: Language) -> None:
    table = _table(done, {"reason": reasons(done.routes, done.verdicts, language)})
    quoted = pa.table({name: _quoted(one_array(table[name])) for name in COLUMNS[:-1]})
    ended = _ended(_quoted(one_array(table[COLUMNS[-1]])))
    quoted = quoted.append_column(COLUMNS[-1], ended)
    out = sys.stdout.buffer
    out.write(",".join(COLUMNS).encode() + b"\n")
    for batch in quoted.to_batches(max_chunksize=ROWS):
        cells = [_plain(batch.column(place)) for place in range(batch.num_columns)]
        out.write(written(cells, ","))
    out.flush()


def _quoted(column: Array) -> Array:
    """Texts as CSV writes them: in quotes where they hold a comma (RFC 4180)."""
    if isinstance(column, pa.DictionaryArray):
        quoted = _quoted(column.dictionary)
        return cast("Array", pa.DictionaryArray.from_arrays(column.indices, quoted))
    if not holds(column, ","):
        return column
    mark = repeated('"', len(column))
    return chosen(contains(column, ","), joined(joined(mark, column, ""), mark, ""), column)


def _ended(column: Array) -> Array:
    """Texts with the end of a line behind each; of a dictionary each text once."""
    if isinstance(column, pa.DictionaryArray):
        return cast(
            "Array", pa.DictionaryArray.from_arrays(column.indices, _ended(column.dictionary))
        )
    return joined(column, repeated("", len(column)), "\n")


def _plain(column: Array) -> Array:
    """A dictionary written out: texts are joined row by row."""
    return column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column


def _rows(done: Validated) -> Iterator[dict[str, object]]:
    texts = {tongue: reasons(done.routes, done.verdicts, tongue) for tongue in ("ja", "en")}
    for batch in _table(done, texts).to_batches(max_chunksize=ROWS):
        columns = (batch.column(place).to_pylist() for place in range(batch.num_columns))
        for prefix, origin, state, ja, en in zip(*columns, strict=True):
            yield {
                "prefix": prefix,
                "origin": origin,
                "state": state,
                "reason": {"ja": ja, "en": en},
            }


def _notices(done: Validated, at: str | None) -> Iterator[str]:
    counts = done.verdicts.counts()
    told = ", ".join(f"{counts[state]:,} {WORDS[state]}" for state in reversed(State))
    made = f" of {rfc3339(done.vrps.made_at)}" if done.vrps.made_at else ""
    yield f"{len(done.routes):,} routes against {len(done.vrps):,} VRPs{made}: {told}"
    last = done.vrps.last_expiry
    if done.expired and at:
        yield f"{done.expired:,} VRPs had expired by {at} and were left out"
    elif done.expired and last:
        yield (
            f"WARNING: {done.expired:,} of {len(done.vrps):,} VRPs have expired, the last ends "
            f"{rfc3339(last)}: the states are of that time, not of today; give a newer snapshot, "
            "or --at to leave out what has expired"
        )
    for name, refused in (("VRPs", done.vrps.refused), ("routes", done.routes.refused)):
        if refused:
            each = ", ".join(f"{count:,} {reason}" for reason, count in refused.items())
            yield f"records of the {name} left out: {each}"
