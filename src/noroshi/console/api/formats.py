"""Formats: which one a reader of a list asks for."""

from litestar.exceptions import HTTPException, NotFoundException

from noroshi.relay.share import RENDERERS, Renderer

DEFAULT = "jsonl"
"""For readers to whom every format is the same."""

POLITE = frozenset({"*/*", "application/*", "application/json"})
"""What programs send that take whatever comes; they get `DEFAULT` unless they name a format too."""


def chosen_format(name: str | None, accept: str) -> Renderer:
    """The format by its name, or else by the `Accept` header.

    Raises:
        NotFoundException: There is no format of that name.
        HTTPException: 406, no format has an accepted media type.
    """
    if name is not None:
        if name not in RENDERERS:
            known = ", ".join(sorted(RENDERERS))
            raise NotFoundException(f"there is no format {name!r}; choose one of {known}")
        return RENDERERS[name]
    accepted = [_bare(part) for part in accept.split(",") if _bare(part)]
    if not accepted or not POLITE.isdisjoint(accepted):
        return _first(accepted) or RENDERERS[DEFAULT]
    found = _first(accepted)
    if found is None:
        known = ", ".join(sorted(RENDERERS))
        raise HTTPException(
            f"no format has this media type; name one by ?format=: {known}", status_code=406
        )
    return found


def _first(accepted: list[str]) -> Renderer | None:
    """The first accepted type that names one format; `text/plain` names many, so none."""
    for media_type in accepted:
        fitting = [one for one in RENDERERS.values() if _bare(one.media_type) == media_type]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
