"""Telling lines: notices for devices whose arm is told, as files for the print shop and the desk."""

import csv
import hashlib
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from noroshi.iot.cases import next_look, shown_tracking
from noroshi.iot.notice import Desk, Document, Templates, shipped_steps
from noroshi.iot.notice.notice import notice_of
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.desk import case_named
from noroshi.jobs.iot.opening_cases import names_of_home
from noroshi.spine.home import Home
from noroshi.spine.home.desk_settings import DeskSettings
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import CaseVerb, ConfigError, InputError, Language, Text
from noroshi.spine.model.line_case import (
    LineCase,
    LineNotice,
    LineState,
    check_step,
    is_limited,
)
from noroshi.spine.store import Store
from noroshi.spine.store.cases import Step
from noroshi.spine.store.line_cases import LineCases, LineChoice

JOB = "iot letters"
MANIFEST = "manifest.csv"
LANGUAGES: tuple[Language, ...] = ("ja", "en")
COLUMNS = ("tracking", "case", "line", "channel", "language", "file")


@dataclass(slots=True)
class Told:
    """A run.

    Attributes:
        notices: Devices that were told of.
        files: Documents written.
        by_channel: Devices by channel.
    """

    notices: int = 0
    files: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)


def tell_lines(  # noqa: PLR0913  # what one run is told
    home: Home,
    store: Store,
    folder: Path,
    *,
    operator_id: str,
    by: str,
    purpose: str,
    at: datetime,
    languages: Sequence[Language] = LANGUAGES,
    as_pdf: Callable[[str], bytes] | None = None,
    only: str = "",
    channel: str = "",
) -> Told:
    """Write a notice for every device that waits for one, and say that it was told.

    The folder holds names of lines in its manifest and nowhere else; it is readable by its owner
    only. Running it again tells nobody twice.

    Args:
        home: Of the operator.
        store: Its state.
        folder: Where the files go.
        operator_id: The operator itself.
        by: Who does it.
        purpose: Why; kept in the audit.
        at: Now.
        languages: In which each notice speaks.
        as_pdf: Makes a PDF of a letter; null leaves it as a page.
        only: A case or tracking number: tell this one, again if it must be.
        channel: By which `only` is told; empty for that of its arm.

    Raises:
        ConfigError: The settings do not say who the operator is, or a template is wrong.
        InputError: There is no such device, or it cannot be told that way.
    """
    desk = desk_of(home.settings.desk)
    cases = [_one(store, only, channel)] if only else _waiting(store, operator_id)
    trail = trail_of(home, lambda: at)
    trail.note(by, "iot.letters", operator_id, {"purpose": purpose, "devices": str(len(cases))})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    writer = _Writer(home, desk, folder, tuple(languages), at, as_pdf)
    done = Told()
    for case in cases:
        documents = writer.write(case)
        _keep(home, store, case, documents, by, at)
        done.notices += 1
        done.files += len(documents)
        done.by_channel[case.channel] = done.by_channel.get(case.channel, 0) + 1
    writer.write_manifest()
    if cases:
        _record(store, done, operator_id, at)
    return done


def desk_of(settings: DeskSettings) -> Desk:
    """The operator as its settings name it.

    Raises:
        ConfigError: They do not say who sends, or where readers can ask.
    """
    if not (settings.name_ja and settings.name_en and settings.phone):
        raise ConfigError(
            "a notice must say who sends it and whom to call: set name_ja, name_en and phone"
            " in [desk]"
        )
    return Desk(
        name=Text(ja=settings.name_ja, en=settings.name_en),
        phone=settings.phone,
        hours=Text(ja=settings.hours_ja or "営業時間内", en=settings.hours_en or "office hours"),
        page=settings.page,
        check_page=settings.check_page,
    )


class _Writer:
    """Files of one run."""

    def __init__(  # what every file needs
        self,
        home: Home,
        desk: Desk,
        folder: Path,
        languages: tuple[Language, ...],
        at: datetime,
        as_pdf: Callable[[str], bytes] | None,
    ) -> None:
        self._names, self._templates = names_of_home(home), Templates(home.notice_templates)
        self._desk, self._folder, self._languages = desk, folder, languages
        self._at, self._as_pdf = at, as_pdf
        self._rows: list[tuple[object, ...]] = []

    def write(self, case: LineCase) -> list[tuple[str, bytes]]:
        """Language and octets of each document of a device, written into the folder."""
        made: list[tuple[str, bytes]] = []
        for language in self._languages:
            notice = notice_of(case, self._desk, shipped_steps(), language=language, at=self._at)
            name, octets = self._octets(self._templates.document(notice, case.channel))
            write_private(self._folder / name, octets)
            line = self._names.unseal(case.sealed)
            shown = shown_tracking(case.tracking)
            self._rows.append((shown, case.number, line, case.channel, language, name))
            made.append((language, octets))
        return made

    def _octets(self, document: Document) -> tuple[str, bytes]:
        if self._as_pdf is not None and document.name.endswith(".html"):
            return document.name.removesuffix(".html") + ".pdf", self._as_pdf(document.text)
        return document.name, document.text.encode()

    def write_manifest(self) -> None:
        """Which document goes to which line; added to what stands there."""
        out = io.StringIO()
        file = self._folder / MANIFEST
        writer = csv.writer(out, lineterminator="\n")
        before = file.read_bytes() if file.exists() else b""
        if not before:
            writer.writerow(COLUMNS)
        writer.writerows(self._rows)
        write_private(file, before + out.getvalue().encode())


def write_private(path: Path, octets: bytes) -> None:
    """A file that only its owner reads, whole or not at all."""
    before = os.umask(0o077)
    try:
        write_whole([octets], path)
    finally:
        os.umask(before)


def _waiting(store: Store, operator_id: str) -> list[LineCase]:
    choice = LineChoice(states=(LineState.DRAWN,), operator_id=operator_id)
    cases = LineCases(store.database)
    return [case for case in cases.some(choice) if _may_be_told(cases, case)]


def _may_be_told(cases: LineCases, case: LineCase) -> bool:
    """A walled garden waits for its two persons; a control arm is not told at all."""
    if case.channel == "garden":
        return is_limited(cases.limits(case.case_id))
    return case.channel != "none"


def _one(store: Store, name: str, channel: str) -> LineCase:
    case = case_named(store, name)
    chosen = channel or case.channel
    if case.arm == "none" and case.state is LineState.DRAWN:
        raise InputError(
            f"case {case.number} is in the control arm: telling it now spoils the comparison."
            " If it must be told, note that it was reached"
        )
    if chosen == "garden" and not is_limited(LineCases(store.database).limits(case.case_id)):
        raise InputError(
            "a walled garden limits the line: two persons must agree first; see: noroshi iot cases limit"
        )
    check_step(case.state, LineState.NOTIFIED)
    return replace(case, channel=chosen)


def _keep(  # the facts of one notice
    home: Home,
    store: Store,
    case: LineCase,
    documents: Sequence[tuple[str, bytes]],
    by: str,
    at: datetime,
) -> None:
    first = case.notified_at or at
    looks = 0 if case.notified_at is None or case.fixed_at else case.looks
    after = replace(
        case, state=LineState.NOTIFIED, notified_at=first, fixed_at=None, missed=0, missed_at=None,
        looks=looks, next_at=next_look(first, looks, home.settings.desk.looks),
    )  # fmt: skip
    cases = LineCases(store.database)
    text = f"told by {case.channel}"
    cases.keep([(after, Step(verb=CaseVerb.COMMENTED, by=by, at=at, text=text))])
    cases.note(
        [
            LineNotice(
                case_id=case.case_id, at=at, by=by, channel=case.channel, language=language,
                sha256=hashlib.sha256(octets).hexdigest(),
            )
            for language, octets in documents
        ]
    )  # fmt: skip


def _record(store: Store, done: Told, operator_id: str, at: datetime) -> None:
    inputs = {"operator": operator_id}
    counts = {"notices": done.notices, **done.by_channel}
    run = store.begin_run(JOB, detector=None, window=None, inputs=inputs, at=at)
    store.end_run(run, outcome="done", counts=counts, at=at)
