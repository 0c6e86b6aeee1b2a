"""Kept papers: each guideline as it was last made, in the home, so that its desk can take it from the console."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

from noroshi.jobs.readiness.guiding import JOB, Order
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import ConfigError, Language
from noroshi.spine.store import Store
from noroshi.spine.store.run import Run
from noroshi.spine.store.runs import DONE

Form = Literal["html", "pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaper:
    """A guideline that lies in the home.

    Attributes:
        run: The run that made it; its number.
        operator: Whose state it tells, as it was typed; empty for the generic guideline.
        language: Of the text.
        form: What kind of file it is.
        made_at: When it was made.
        results: Runs of the results that it was made from.
        path: Where it lies.
    """

    run: str
    operator: str
    language: Language
    form: Form
    made_at: datetime
    results: tuple[str, ...]
    path: Path

    @property
    def kind(self) -> tuple[str, Language, Form]:
        """What only one paper is kept of."""
        return self.operator, self.language, self.form


def keep_paper(home: Home, store: Store, run: str, order: Order, content: bytes) -> None:
    """Keep a paper in the place of the one of that operator, language and form.

    Raises:
        ConfigError: It cannot be written.
    """
    form: Form = "pdf" if order.pdf else "html"
    path = _path(home, run, form)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{path.parent} cannot be made: {error.strerror}") from error
    write_whole([content], path)
    seen = set()
    for paper in _found(home, store):
        if paper.kind in seen:
            paper.path.unlink(missing_ok=True)
        seen.add(paper.kind)


def newest_papers(home: Home, store: Store) -> list[KeptPaper]:
    """The newest paper of each operator, language and form, the newest first."""
    newest: dict[tuple[str, Language, Form], KeptPaper] = {}
    for paper in _found(home, store):
        newest.setdefault(paper.kind, paper)
    return list(newest.values())


def _found(home: Home, store: Store) -> Iterator[KeptPaper]:
    """Papers of which both the run and the file are there, the newest first."""
    for run in store.runs(job=JOB):
        if run.outcome == DONE and (paper := _paper(home, run)).path.is_file():
            yield paper


def _paper(home: Home, run: Run) -> KeptPaper:
    form: Form = "pdf" if run.inputs.get("form") == "pdf" else "html"
    return KeptPaper(
        run=run.id,
        operator=run.inputs.get("operator", ""),
        language=cast("Language", run.inputs.get("language", "ja")),
        form=form,
        made_at=run.ended_at or run.started_at,
        results=tuple(run.inputs.get("results", "").split()),
        path=_path(home, run.id, form),
    )


def _path(home: Home, run: str, form: Form) -> Path:
    return home.evidence / "guideline" / f"{run}.{form}"
