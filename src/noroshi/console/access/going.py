"""Going: where the browser goes after a form, and what is said there."""

from dataclasses import dataclass
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import Cookie

from noroshi.spine.model import Text

DONE = {
    "welcome": Text(ja="パスワードを設定しました。ログインしてください。", en="The password is set. Log in."),
    "out": Text(ja="ログアウトしました。", en="You are logged out."),
    "password": Text(ja="パスワードを変えました。ほかのログインは終わりました。", en="The password is changed. Your other log-ins have ended."),
    "language": Text(ja="言語を変えました。", en="The language is changed."),
    "code-on": Text(ja="次のログインから確認コードを求めます。", en="From the next log-in on a code is asked."),
    "code-off": Text(ja="確認コードを求めるのをやめました。", en="No code is asked any more."),
    "passkey-on": Text(ja="パスキーを登録しました。", en="The passkey is registered."),
    "passkey-off": Text(ja="パスキーを消しました。", en="The passkey is removed."),
    "session": Text(ja="ログインを終わらせました。", en="The log-in has ended."),
    "linked": Text(ja="組織のアカウントと結び付けました。", en="Your organisation's account is linked."),
    "unlinked": Text(ja="組織のアカウントとの結び付きを外しました。", en="Your organisation's account is no longer linked."),
    "role": Text(ja="役割を変えました。次の操作から効きます。", en="The role is changed; it holds from the next request on."),
    "disabled": Text(ja="利用者を無効にし、ログインを終わらせました。", en="The user is disabled and logged out."),
    "enabled": Text(ja="利用者を再び有効にしました。", en="The user is enabled again."),
    "webhook-test": Text(ja="受信側は秘密を持っていると証明しました。以後、変更を知らせます。", en="The receiver proved that it holds the secret. Changes are posted to it."),
    "webhook-retry": Text(ja="届かなかったものを送り直します。", en="What did not arrive is sent again."),
    "webhook-remove": Text(ja="通知先を外しました。", en="The webhook is removed."),
    "revoked": Text(ja="トークンを取り消しました。", en="The token is taken back."),
}  # fmt: skip
"""What was done, by the word in the address; other words say nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says above everything else: what was done, or what is wrong."""

    told: Text | None = None
    wrong: Text | None = None

    @property
    def status(self) -> int:
        """HTTP status of the page."""
        return 400 if self.wrong else 200


def said_of(done: str) -> Said:
    """What a word in the address says."""
    return Said(told=DONE.get(done))


def go(
    path: str, *, done: str = "", error: str = "", cookies: list[Cookie] | None = None
) -> Response[None]:
    """Go on to a page by GET, so that reloading it repeats nothing."""
    query = f"?done={quote(done)}" if done else f"?error={quote(error)}" if error else ""
    headers = {"Location": path + query, "Cache-Control": "no-store"}
    return Response(None, status_code=303, headers=headers, cookies=cookies or [])
