"""Notice: one device's facts as the templates read them. Nothing in it names a line or a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from noroshi.iot.cases import shown_tracking
from noroshi.iot.notice.steps import Steps
from noroshi.iot.report import Trouble
from noroshi.spine.model import Language, Text
from noroshi.spine.model.line_case import LineCase

JST = timezone(timedelta(hours=9))
SHOWN = 6
"""Ports that a notice names; more would frighten and help nobody."""

TROUBLES = {
    Trouble.INFECTED: Text(ja="悪いプログラムが動いていると思われます", en="it seems to run a harmful program"),
    Trouble.WEAK_CREDENTIAL: Text(ja="推測されやすいパスワードで、だれでも操作できるおそれがあります", en="strangers may control it, because its password is easy to guess"),
    Trouble.VULNERABLE: Text(ja="ソフトウェア（ファームウェア）が古く、知られた弱点が残っています", en="its software (firmware) is old and has a known weakness"),
    Trouble.REFLECTOR: Text(ja="他人への攻撃の踏み台に使われうる設定になっています", en="its settings let strangers use it to attack others"),
    Trouble.END_OF_LIFE: Text(ja="メーカーの修理（更新の提供）が終わっています", en="its maker no longer repairs its software"),
    Trouble.POSSIBLY_VULNERABLE: Text(ja="ソフトウェアに弱点が残っているかもしれません", en="its software may have a weakness"),
    Trouble.EXPOSED: Text(ja="インターネットのだれからでも見える状態です", en="anybody on the Internet can see it"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The operator as notices name it.

    Attributes:
        name: Of the operator.
        phone: Of the support desk.
        hours: When it answers.
        page: Where the operator says that these notices are real; empty for none.
        check_page: Where the reader can look at the own address; empty for none.
    """

    name: Text
    phone: str
    hours: Text
    page: str
    check_page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a template is filled with, in one language.

    Attributes:
        language: In which everything below speaks.
        tracking: As people read it.
        device: Maker and model; a general word where unknown.
        trouble: What is wrong, in plain words.
        urgent: Whether it cannot wait.
        seen: Date, port and kind of each sight, at most `SHOWN`.
        steps: What to do, in order.
        upkeep: What keeps it well afterwards.
        desk: The operator.
        name: Its name in this language.
        hours: Hours of its desk in this language.
        date: Of the notice.
    """

    language: Language
    tracking: str
    device: str
    trouble: str
    urgent: bool
    seen: tuple[Mapping[str, str], ...]
    steps: tuple[str, ...]
    upkeep: tuple[str, ...]
    desk: Desk
    name: str
    hours: str
    date: str


def notice_of(
    case: LineCase, desk: Desk, steps: Steps, *, language: Language, at: datetime
) -> Notice:
    """The notice about a device."""
    trouble = Trouble(case.trouble)
    known = " ".join(filter(None, (case.vendor, case.product)))
    some = Text(ja="ネットワーク機器（ルーター、カメラ、録画機など）", en="a network device (router, camera, recorder or the like)")  # fmt: skip
    return Notice(
        language=language,
        tracking=shown_tracking(case.tracking),
        device=known or some.said(language),
        trouble=TROUBLES[trouble].said(language),
        urgent=case.severity == "critical",
        seen=tuple(_seen(case.exposures)),
        steps=tuple(one.said(language) for one in steps.for_device(case.vendor, trouble)),
        upkeep=tuple(one.said(language) for one in steps.upkeep),
        desk=desk,
        name=desk.name.said(language),
        hours=desk.hours.said(language),
        date=f"{at.astimezone(JST):%Y-%m-%d}",
    )


def _seen(exposures: Iterable[Mapping[str, str]]) -> Iterable[Mapping[str, str]]:
    for one in sorted(exposures, key=lambda row: (row["time"], row["port"]))[:SHOWN]:
        moment = datetime.fromisoformat(one["time"]).astimezone(UTC).astimezone(JST)
        port = f"{one['transport'].upper()} {one['port']}"
        yield {"when": f"{moment:%Y-%m-%d %H:%M} JST", "port": port, "protocol": one["protocol"]}
