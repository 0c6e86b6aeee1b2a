"""Step: one named SQL statement with declared inputs, output and keys."""

import re
from dataclasses import dataclass
from importlib.resources import files

from noroshi.spine.model import EngineError

_HEADER = re.compile(r"^--[ \t]*(step|kind|inputs|keys|params):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One SELECT in DuckDB's dialect; its result is the table `name`.

    Attributes:
        name: Name of the table it makes.
        sql: One SELECT; parameters are written `$name`.
        inputs: Tables it reads, made by earlier steps or registered.
        keys: Columns that identify a row of the result; empty for none.
        params: Names of the parameters it binds.
        view: Computed where it is read instead of kept; its parameters must be integers.
    """

    name: str
    sql: str
    inputs: tuple[str, ...]
    keys: tuple[str, ...]
    params: tuple[str, ...] = ()
    view: bool = False


def load_step(package: str, name: str) -> Step:
    """The step declared in `NAME.sql` beside the modules of a package.

    The file begins with comment lines `-- step:`, `-- inputs:` and, where they apply, `-- keys:`,
    `-- params:` and `-- kind: view`.

    Raises:
        EngineError: There is no such file, or its header is missing or names another step.
    """
    try:
        text = files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise EngineError(f"{package} has no step {name}: {name}.sql is missing") from error
    header = dict(_HEADER.findall(text))
    if header.get("step") != name:
        raise EngineError(f"{package}/{name}.sql does not declare '-- step: {name}'")
    return Step(
        name=name,
        sql=text,
        inputs=_names(header.get("inputs", "")),
        keys=_names(header.get("keys", "")),
        params=_names(header.get("params", "")),
        view=header.get("kind") == "view",
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
