"""Figure columns: how the pages show the rows that a figure is counted from."""

from collections.abc import Mapping
from datetime import datetime

from noroshi.spine.model import Text

# fmt: off
_COLUMNS: dict[str, Text] = {
    "operator": Text(ja="事業者", en="operator"),
    "name": Text(ja="名称", en="name"),
    "role": Text(ja="役割", en="role"),
    "joined_at": Text(ja="参加日時", en="joined"),
    "last_pull": Text(ja="最後の取得", en="last pull"),
    "action": Text(ja="申告した対応", en="declared action"),
    "sighted": Text(ja="検出の報告", en="sightings told"),
    "scored_at": Text(ja="評価日時", en="scored"),
    "edition": Text(ja="ガイドラインの版", en="edition of the guideline"),
    "case": Text(ja="案件", en="case"),
    "reported_at": Text(ja="通報", en="reported"),
    "found_at": Text(ja="判定", en="judged"),
    "listed_at": Text(ja="リスト掲載", en="listed"),
    "recalled_at": Text(ja="取り消し", en="taken back"),
    "dead_at": Text(ja="消滅", en="dead"),
    "revived_at": Text(ja="復活", en="revived"),
    "hours": Text(ja="時間", en="hours"),
    "ended": Text(ja="終わりを見たか", en="end was seen"),
    "run": Text(ja="実行", en="run"),
    "job": Text(ja="処理", en="job"),
    "started_at": Text(ja="開始", en="began"),
    "window": Text(ja="対象期間", en="period"),
    "addresses": Text(ja="調べたアドレス", en="addresses asked"),
    "allowed": Text(ja="許可されたアドレス", en="addresses allowed"),
    "probes": Text(ja="送った数", en="probes sent"),
    "answered": Text(ja="応答", en="answers"),
    "devices": Text(ja="機器", en="devices"),
    "told": Text(ja="知らせた機器", en="devices told"),
    "reached": Text(ja="届いた機器", en="devices reached"),
    "fixed": Text(ja="直った機器", en="devices fixed"),
    "control": Text(ja="対照群の機器", en="devices in the control arm"),
    "fixed in control": Text(ja="対照群で直った機器", en="fixed in the control arm"),
    "ours-on-lists matched": Text(ja="他のリストにもあった件数", en="ours on other lists"),
    "ours-on-lists total": Text(ja="当方の件数", en="ours"),
    "lists-by-us matched": Text(ja="当方も見つけた件数", en="of the lists, found by us"),
    "lists-by-us total": Text(ja="他のリストの件数", en="on the lists and in view"),
}
# fmt: on
MOMENTS = frozenset(name for name in _COLUMNS if name.endswith("_at")) | {"last_pull"}
"""Columns whose values are RFC 3339 texts."""

WORDED = frozenset({"role", "action"})
"""Columns whose values have words."""

_INPUT = "input "
"""Before the name of what a run was given."""


def column_name(column: str) -> Text:
    """The words for a column; one without words is shown as it is."""
    if column.startswith(_INPUT):
        given = column.removeprefix(_INPUT)
        return Text(ja=f"入力：{given}", en=f"input: {given}")
    return _COLUMNS.get(column) or Text(ja=column, en=column)


def with_moments(row: Mapping[str, object]) -> dict[str, object]:
    """A row whose moments are such, to be shown in the reader's time."""
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and isinstance(value, str) else value
        for name, value in row.items()
    }
