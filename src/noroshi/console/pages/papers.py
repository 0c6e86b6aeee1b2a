"""Papers: the operator's guideline as it was last made, for the desk that it belongs to."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.render import AtHub, By
from noroshi.console.permit import permit
from noroshi.jobs.readiness.kept_papers import KeptPaper, newest_papers
from noroshi.spine.model import Operator, Right
from noroshi.spine.store.members import Operators

MEDIA = {"html": "text/html", "pdf": "application/pdf"}


@get("/readiness/papers/{run:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def serve_paper(hub: AtHub, caller: By, run: FromPath[str]) -> Response[bytes]:
    """One paper as a file: its own styles would not pass the hub's policy in the browser."""
    paper = next((each for each in papers_for(hub, caller) if each.run == run), None)
    if paper is None:
        raise NotFoundException("there is no such paper for you")
    try:
        content = paper.path.read_bytes()
    except FileNotFoundError:
        raise NotFoundException("a newer paper took its place") from None
    name = f"noroshi-guideline-{paper.made_at:%Y%m%d}-{paper.language}.{paper.form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": paper.language,
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=MEDIA[paper.form], headers=headers)


def papers_for(hub: Hub, caller: Caller) -> list[KeptPaper]:
    """Papers that a caller may take: the generic ones, and those of its own operator.

    One that names no member of the hub tells of the house itself, and is for those who keep it.
    """
    members = Operators(hub.store.database).all(ended=True)
    keeps = caller.may(Right.MANAGE_OPERATORS)
    found = []
    for paper in newest_papers(hub.home, hub.store):
        owners = _owners(paper.operator, members)
        if not paper.operator or owners == {caller.operator_id} or (keeps and not owners):
            found.append(paper)
    return found


def _owners(name: str, members: Sequence[Operator]) -> set[str]:
    """Ids of the member of that id, else of those of that name; a paper of two belongs to neither."""
    ids = {each.id for each in members if each.id == name}
    return ids or {each.id for each in members if each.name.casefold() == name.casefold()}
