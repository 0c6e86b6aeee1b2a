"""Failing: an error as a page, in the reader's language, that says what to do."""

from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException

from noroshi.console.pages.render import Asked, render
from noroshi.spine.model import Text

LOG_IN = "/log-in"
"""Where somebody unknown is sent."""

_MEANINGS = {
    400: Text(ja="この指定は読み取れません。アドレスまたは入力を確かめてください。", en="This request cannot be read. Check the address or what you entered."),
    403: Text(ja="あなたの役割では、このページを開けません。必要なら、自組織の管理者に役割の変更を頼んでください。", en="Your role does not include this page. If you need it, ask your operator’s administrator."),
    404: Text(ja="ここには何もありません。アドレスを確かめるか、メニューから進んでください。", en="There is nothing here. Check the address, or go on from the menu."),
    409: Text(ja="ほかの人が先に変更しました。ページを開き直してください。", en="Somebody else changed this first. Open the page again."),
    429: Text(ja="要求が多すぎます。少し待ってから、もう一度試してください。", en="Too many requests. Wait a little, then try again."),
}  # fmt: skip
_OTHER = Text(
    ja="処理できませんでした。少し待ってから試し、続くようならハブの運用者に知らせてください。",
    en="This did not work. Try again in a while; if it goes on, tell who runs the hub.",
)


def fail(request: Asked, error: HTTPException) -> Response[str]:
    """The page for an error; who is unknown goes to the log-in and comes back afterwards."""
    if error.status_code == 401:
        return _to_log_in(request)
    meaning = _MEANINGS.get(error.status_code, _OTHER)
    return render(
        request, "failure.html.j2", status=error.status_code, code=error.status_code,
        meaning=meaning, detail=error.detail if error.status_code in {400, 409} else "",
    )  # fmt: skip


def _to_log_in(request: Asked) -> Response[str]:
    back = request.url.path if request.method == "GET" else "/"
    query = request.scope["query_string"].decode("ascii", "replace")
    whole = f"{back}?{query}" if query and back != "/" else back
    return Response(
        "", status_code=303, headers={"Location": f"{LOG_IN}?next={quote(whole, safe='/')}"}
    )
