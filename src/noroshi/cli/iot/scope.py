"""`noroshi iot scope sign`, `verify` and `show`: files only, nothing is ever probed."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.iot.scope import Refusal, Scope, address_count, digest, least_seconds, probe_count
from noroshi.iot.sense import CATALOGUE
from noroshi.jobs.iot import scoping
from noroshi.spine.model import InputError, Language, Text, parse_moment, rfc3339

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

WORDS: dict[Refusal | None, Text] = {
    None: Text(ja="有効", en="holds"),
    Refusal.UNKNOWN_KEY: Text(
        ja="信頼する機関の鍵で署名されていない", en="the key is none of a trusted authority"
    ),
    Refusal.BAD_SIGNATURE: Text(ja="署名が正しくない", en="the signature is wrong"),
    Refusal.OTHER_SCOPE: Text(
        ja="署名は別のスコープのもの", en="the signature belongs to another scope"
    ),
    Refusal.NOT_YET_VALID: Text(ja="有効期間の前", en="its validity has not begun"),
    Refusal.EXPIRED: Text(ja="有効期間が過ぎた", en="its validity has ended"),
}


@click.group()
def scope() -> None:
    """Who allowed a survey, and what it may ask. These commands never send a packet."""


@scope.command()
@click.argument("draft", type=FILE)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The signed scope.  [default: the draft's name with .scope.json]",
)
@click.option(
    "--key",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Private key, mode 0600; made when absent.  [default: secrets/scope.key in the home]",
)
@with_door
def sign(door: Door, draft: Path, out: Path | None, key: Path | None) -> None:
    """Check DRAFT (TOML or JSON) and sign its canonical encoding with Ed25519."""
    key_file = key or door.home.create().scope_key_file
    done = scoping.sign(draft, out or draft.with_suffix(".scope.json"), key_file=key_file)
    if door.as_json:
        files = {"path": done.path, "signature": done.signature, "public_key": done.public_key}
        row = {"scope": done.scope.id, "sha256": digest(done.scope), "key": done.key}
        door.emit([row | {name: str(path) for name, path in files.items()}])
        return
    for line in (
        f"Signed {done.scope.id} with key {done.key}: {done.path} and {done.signature}",
        f"Those who verify need {done.public_key}, given to them on another way.",
    ):
        click.echo(line)


@scope.command()
@click.argument("path", metavar="SCOPE", type=FILE)
@click.option(
    "--trusted",
    type=FILE,
    multiple=True,
    help="Public key of an authority; may be given again.  [default: authorities/*.pub in the home]",
)
@click.option("--at", metavar="TIME", help="Moment of use (ISO 8601).  [default: now]")
@with_door
def verify(door: Door, path: Path, trusted: tuple[Path, ...], at: str | None) -> None:
    """Tell whether a signed SCOPE holds; exit code 1 where it does not."""
    now = parse_moment(at) if at else datetime.now(UTC)
    keys = list(trusted) or scoping.trusted_of_home(door.home)
    done = scoping.verify(path, trusted=keys, now=now)
    if door.as_json:
        row = {"scope": done.scope.id, "sha256": digest(done.scope), "key": done.key}
        door.emit([row | {"valid": done.refusal is None, "reason": done.refusal}])
    else:
        click.echo(f"{done.scope.id}: {WORDS[done.refusal].said(language_of(os.environ))}")
    if done.refusal is not None:
        click.get_current_context().exit(InputError.exit_code)


@scope.command()
@click.argument("path", metavar="SCOPE", type=FILE)
@with_door
def show(door: Door, path: Path) -> None:
    """Tell what SCOPE (a draft or a signed one) allows, in plain words. Judges no signature."""
    read = scoping.read_any(path)
    if door.as_json:
        sizes = {"addresses": address_count(read), "probes_a_round": probe_count(read)}
        times = {"sha256": digest(read), "least_seconds": round(least_seconds(read), 3)}
        door.emit([msgspec.to_builtins(read) | {"size": sizes | times}])
        return
    for line in told(read, language_of(os.environ)):
        click.echo(line)


def told(scope: Scope, language: Language) -> Iterator[str]:
    """A scope in words for the person who is to sign it."""
    for text in (*_who(scope), *_what(scope), *_how(scope)):
        yield text.said(language)
    for ask in scope.probes:
        ports = ", ".join(map(str, ask.ports))
        yield f"  {ask.probe} ({ports}): {CATALOGUE[ask.probe].says.said(language)}"


def _who(scope: Scope) -> Iterator[Text]:
    by = scope.authority
    start, end = rfc3339(scope.valid.start), rfc3339(scope.valid.end)
    lab = ("（ラボ）", " (lab)") if scope.lab else ("", "")
    yield Text(
        ja=f"スコープ {scope.id}{lab[0]}　要約値 {digest(scope)}",
        en=f"Scope {scope.id}{lab[1]}, digest {digest(scope)}",
    )
    yield Text(ja=f"法的根拠：{by.legal_basis}", en=f"Legal basis: {by.legal_basis}")
    yield Text(
        ja=f"許可：{by.body}、{by.person}（{by.contact}）",
        en=f"Allowed by: {by.body}, {by.person} ({by.contact})",
    )
    yield Text(ja=f"期間：{start} から {end} まで", en=f"From {start} until {end}")


def _what(scope: Scope) -> Iterator[Text]:
    hours = f"{least_seconds(scope) / 3600:,.1f}"
    yield Text(
        ja=f"対象：{len(scope.prefixes):,} プレフィックス、{address_count(scope):,} アドレス",
        en=f"Asked: {len(scope.prefixes):,} prefixes, {address_count(scope):,} addresses",
    )
    yield Text(
        ja=f"1 回の調査：アドレスとポートの組 {probe_count(scope):,}、上限どおりで最短 {hours} 時間",
        en=f"One round: {probe_count(scope):,} pairs of address and port, {hours} hours at the least",
    )
    yield Text(
        ja=f"除外：{len(scope.exclusions)} リスト（追加の申し出は常に優先する）",
        en=f"Excluded: {len(scope.exclusions)} lists (later opt-outs always come on top)",
    )


def _how(scope: Scope) -> Iterator[Text]:
    caps, hours = scope.caps, scope.hours
    sources = ", ".join(scope.sources)
    yield Text(ja=f"送信元：{sources}", en=f"Asked from: {sources}")
    yield Text(
        ja=f"上限（毎秒）：全体 {caps.global_pps:,}、/24 ごと {caps.per_24_pps:,}、AS ごと {caps.per_as_pps:,}、ISP ごと {caps.per_isp_pps:,}",
        en=f"Most a second: {caps.global_pps:,} in all, {caps.per_24_pps:,} to a /24, {caps.per_as_pps:,} to an AS, {caps.per_isp_pps:,} to an ISP",
    )
    yield Text(
        ja=f"時間帯：{hours.start}–{hours.end}（UTC{hours.utc_offset}）、回答の保存：{scope.retention_days} 日",
        en=f"Hours: {hours.start}–{hours.end} (UTC{hours.utc_offset}); answers are kept {scope.retention_days} days",
    )
    yield Text(ja="送るもの（これ以外は送らない）：", en="What is sent, and nothing else is:")
