"""Diagnosing: is a home well, and what to do where it is not."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pyarrow as pa

from noroshi.jobs.clock import TASKS, every_s
from noroshi.jobs.house.auditing import verify_audit
from noroshi.jobs.zone.status import zone_lag, zone_status
from noroshi.spine.flows.as_table import read_as_table
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import NoroshiError, Text, rfc3339
from noroshi.spine.model.line_case import OPEN_STATES
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases, LineChoice
from noroshi.spine.store.runs import Runs
from noroshi.spine.store.snapshot import is_sound

FEW_FREE, NEARLY_FULL = 0.10, 0.03
"""Shares of the disk that are free."""
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No right clock is before this."""
MOST_ZONE_LAG_S = 60
"""A change that waits longer to be blocked or let go is too late."""
LOOK_TAKES = timedelta(days=1)
"""What the clock may take for a look, its hours and pace included."""
FILES_LOOKED_AT = 200
"""Newest files of the lake whose footers are read."""


class State(StrEnum):
    """How a part is."""

    WELL = "well"
    WATCH = "watch"  # works, but look at it
    UNWELL = "unwell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One part.

    Attributes:
        part: Its name.
        state: How it is.
        found: What was seen.
        advice: What to do; null where nothing is to be done.
    """

    part: str
    state: State
    found: Text
    advice: Text | None = None


def diagnose(home: Home, at: datetime) -> Iterator[Diagnosis]:
    """Look at every part; one that cannot be looked at is unwell, and the others are looked at.

    Args:
        home: Whose. Its state is brought to this version, else nothing is changed.
        at: The present.
    """
    settings = _tried("settings", lambda: _settings(home), _SETTINGS)
    yield settings
    yield _clock(at)
    yield from (_disk(home), _secrets(home))
    if settings.state is State.WELL:
        yield _tried("database", lambda: _database(home), _DATABASE)
        yield _tried("jobs", lambda: _jobs(home), _DATABASE)
        if home.settings.iot.as_table:
            yield _tried("as-table", lambda: _as_table(home), _AS_TABLE)
        yield from _looks(home, at)
        if home.settings.zone.name:
            yield _tried("zone", lambda: _zone(home, at), _ZONE)
    yield _tried("audit", lambda: _audit(home, at), _AUDIT)
    yield _tried("lake", lambda: _lake(home), _LAKE)


_SETTINGS = Text(
    ja="示されたキーを noroshi.toml か環境変数で直す", en="mend that key in noroshi.toml or the environment"
)  # fmt: skip
_DATABASE = Text(
    ja="データベースに届くか、空きがあるかを確かめ、壊れていればバックアップから戻す",
    en="see that the database is reachable and has room; if it is damaged, restore a backup",
)
_AUDIT = Text(
    ja="noroshi audit verify を実行し、ファイルはそのまま残してバックアップと比べる",
    en="run noroshi audit verify; keep the file as it is and compare it with a backup",
)
_LAKE = Text(
    ja="示されたファイルをバックアップから戻すか、別の所へ移す",
    en="restore the named file from a backup, or move it away",
)


_AS_TABLE = Text(
    ja="[iot] as_table のファイルを直すか取り直す。それまで、AS 番号を持つ会員がいれば、新しいアドレスは共有前に担当者を待つ",
    en="mend or fetch the file of [iot] as_table; until then, where a member has AS numbers, new addresses wait for a person before they are shared",
)
_ZONE = Text(
    ja="プライマリが動いているかを確かめ、noroshi share feed --follow（noroshi up に含む）を動かす",
    en="see that the primary runs, and run noroshi share feed --follow (noroshi up includes it)",
)


def _tried(part: str, look: Callable[[], Diagnosis], advice: Text) -> Diagnosis:
    try:
        return look()
    except NoroshiError as error:
        return Diagnosis(
            part=part, state=State.UNWELL, found=Text(ja=str(error), en=str(error)), advice=advice
        )


def _settings(home: Home) -> Diagnosis:
    every_s(home.settings)
    found = Text(ja="すべて読める", en="all can be read")
    return Diagnosis(part="settings", state=State.WELL, found=found)


def _clock(at: datetime) -> Diagnosis:
    wrong = at < BUILT
    return Diagnosis(
        part="clock",
        state=State.UNWELL if wrong else State.WELL,
        found=Text(ja=f"今は {rfc3339(at)}", en=f"it is {rfc3339(at)}"),
        advice=Text(ja="NTP で時刻を合わせる", en="set the time by NTP") if wrong else None,
    )


def _disk(home: Home) -> Diagnosis:
    there = next(path for path in (home.path, *home.path.resolve().parents) if path.exists())
    disk = shutil.disk_usage(there)
    free = disk.free / disk.total
    state = State.WELL if free >= FEW_FREE else State.WATCH
    return Diagnosis(
        part="disk",
        state=State.UNWELL if free < NEARLY_FULL else state,
        found=Text(
            ja=f"空き {free:.0%}（{disk.free / 1e9:.1f} GB）",
            en=f"{free:.0%} is free ({disk.free / 1e9:.1f} GB)",
        ),
        advice=Text(
            ja="空きを増やすか、[lake] keep_days と max_disk_share を下げる",
            en="make room, or lower [lake] keep_days and max_disk_share",
        )
        if free < FEW_FREE
        else None,
    )


def _secrets(home: Home) -> Diagnosis:
    folder = home.path / "secrets"
    files = [folder, *sorted(folder.rglob("*"))] if folder.exists() else []
    open_ = [path for path in files if path.stat().st_mode & 0o077]
    if not open_:
        found = Text(ja="持ち主だけが読める", en="only the owner can read them")
        return Diagnosis(part="secrets", state=State.WELL, found=found)
    names = ", ".join(path.relative_to(home.path).as_posix() for path in open_)
    return Diagnosis(
        part="secrets",
        state=State.UNWELL,
        found=Text(ja=f"ほかの人が読める：{names}", en=f"others can read {names}"),
        advice=Text(
            ja=f"chmod -R go= {folder} を実行し、読まれたかもしれない鍵は取り替える",
            en=f"run chmod -R go= {folder}, and replace keys that may have been read",
        ),
    )


def _database(home: Home) -> Diagnosis:
    with Store.open(home.state) as store:
        file = store.database.file
        sound = file is None or is_sound(file)
        kind = "SQLite" if file else "server"
    return Diagnosis(
        part="database",
        state=State.WELL if sound else State.UNWELL,
        found=Text(
            ja=f"{kind}、表はこの版のもの" if sound else f"{file} が壊れている",
            en=f"{kind}, with the tables of this version" if sound else f"{file} is damaged",
        ),
        advice=None if sound else _DATABASE,
    )


def _jobs(home: Home) -> Diagnosis:
    with Store.open(home.state) as store:
        last = {task.name: Runs(store.database).last(task.name) for task in TASKS}
    failed = [name for name, run in last.items() if run and run.outcome.startswith("failed")]
    found = [f"{name}: {run.outcome}" for name, run in last.items() if run and name in failed]
    return Diagnosis(
        part="jobs",
        state=State.WATCH if failed else State.WELL,
        found=Text(
            ja="；".join(found) or "失敗したままのものはない", en="; ".join(found) or "none has failed last"
        ),
        advice=Text(
            ja="noroshi jobs run NAME で、もう一度試す", en="try again: noroshi jobs run NAME"
        )
        if failed
        else None,
    )  # fmt: skip


def _as_table(home: Home) -> Diagnosis:
    table = read_as_table(home.path / home.settings.iot.as_table)
    found = Text(
        ja=f"{len(table.layer.values):,} 範囲、AS は {len(table.numbers):,} 個",
        en=f"{len(table.layer.values):,} ranges of {len(table.numbers):,} systems",
    )
    return Diagnosis(part="as-table", state=State.WELL, found=found)


def _looks(home: Home, at: datetime) -> Iterator[Diagnosis]:
    """Told devices that are due for a look; nothing in a home that follows none."""
    choice = LineChoice(states=OPEN_STATES, due_at=at)
    try:
        with Store.open(home.state) as store:
            due = [case.next_at for case in LineCases(store.database).some(choice) if case.next_at]
    except NoroshiError:  # the database was diagnosed already
        return
    by_clock = bool(home.settings.desk.look_scope)
    if not due or (by_clock and at - min(due) < LOOK_TAKES):
        return
    since = rfc3339(min(due))
    yield Diagnosis(
        part="looks",
        state=State.WATCH,
        found=Text(
            ja=f"知らせた機器 {len(due):,} 台の再調査日が過ぎた（最も古いものは {since}）",
            en=f"{len(due):,} told devices are due for a look, the oldest since {since}",
        ),
        advice=_BY_CLOCK if by_clock else _BY_HAND,
    )


_BY_HAND = Text(
    ja="noroshi iot cases due で今のアドレスを書き出して調べるか、[desk] look_scope に署名された範囲を設定する",
    en="write their addresses with noroshi iot cases due and survey them, or name a signed scope in [desk] look_scope",
)
_BY_CLOCK = Text(
    ja="noroshi jobs list で iot-resurvey の結果を見る。範囲の外の機器と、外から確かめられない弱さ（パスワード、感染）は人が調べる",
    en="see how iot-resurvey went (noroshi jobs list); devices outside the scope, and what cannot be seen from outside (passwords, infections), wait for a person",
)


def _zone(home: Home, at: datetime) -> Diagnosis:
    status = zone_status(home)
    if status is None:
        return Diagnosis(
            part="zone", state=State.WATCH, advice=_ZONE,
            found=Text(ja="まだ一度も更新されていない", en="it was never fed"),
        )  # fmt: skip
    with Store.open(home.state) as store:
        lag = zone_lag(home, store, status, at)
    behind = lag.seconds > MOST_ZONE_LAG_S
    error = Text(ja=f"。直近の失敗：{status.error}", en=f"; it failed last: {status.error}")
    fed = rfc3339(status.fed_at) if status.fed_at else "-"
    return Diagnosis(
        part="zone",
        state=State.UNWELL if behind else State.WATCH if status.error else State.WELL,
        found=Text(
            ja=f"{status.zone}、シリアル {status.serial}、{fed} に更新、未反映 {lag.editions} 件（{lag.seconds:.0f} 秒）{error.ja if status.error else ''}",
            en=f"{status.zone}, serial {status.serial}, fed at {fed}, {lag.editions} changes behind ({lag.seconds:.0f} s){error.en if status.error else ''}",
        ),
        advice=_ZONE if behind or status.error else None,
    )


def _audit(home: Home, at: datetime) -> Diagnosis:
    seen = verify_audit(home)
    if seen.fault:
        told = f"{seen.fault.file}, line {seen.fault.row}: {seen.fault.reason}"
        return Diagnosis(
            part="audit",
            state=State.UNWELL,
            found=Text(ja=f"変えられている：{told}", en=f"changed: {told}"),
            advice=_AUDIT,
        )
    late = seen.head is not None and seen.covered < seen.rows and _older(seen.head.at, at)
    return Diagnosis(
        part="audit",
        state=State.WATCH if late else State.WELL,
        found=Text(
            ja=f"{seen.rows} 行、署名は {seen.covered} 行目まで",
            en=f"{seen.rows} lines, signed up to {seen.covered}",
        ),
        advice=Text(
            ja="noroshi up か noroshi jobs work を動かす", en="run noroshi up, or noroshi jobs work"
        )
        if late
        else None,
    )


def _older(moment: datetime, at: datetime) -> bool:
    """Than a checkpoint may take, with some grace."""
    return at - moment > timedelta(hours=2)


def _lake(home: Home) -> Diagnosis:
    lake = FlowLake(home.flows)
    files = lake.files()
    for file in files[-FILES_LOOKED_AT:]:
        try:
            lake.rows_of([file])
        except (pa.ArrowException, OSError) as error:
            told = f"{file.relative_to(home.path)}: {error}"
            return Diagnosis(
                part="lake", state=State.UNWELL, found=Text(ja=told, en=told), advice=_LAKE
            )
    found = Text(ja=f"{len(files)} 個のファイル", en=f"{len(files)} files")
    return Diagnosis(part="lake", state=State.WELL, found=found)
