"""Judged pages: an imitation, its model and an article, for tests of the judge and of what follows it."""

from noroshi.sites.judge.page_judge import Judged, PageJudge
from noroshi.sites.visit import Visit
from noroshi.testing.visits import page_visit

LOGIN = '<form method="post" action="{action}"><label>ID</label><input name="userid"><label>パスワード</label><input type="password" name="pw"><button>ログイン</button></form>'
JUDGE = PageJudge()


def imitation(
    host: str = "x7k2q9.test", *, action: str = "post.php", path: str = "/login"
) -> Visit:
    """A page that borrows a name, hurries, and asks for a password."""
    form = LOGIN.format(action=action)
    html = f"<title>楽天カード ログイン</title><h1>楽天カード</h1><p>お客様のアカウントは停止されました。24時間以内に更新してください。</p>{form}"
    return page_visit(f"https://{host}{path}", html)


def own_page() -> Visit:
    """The same page on the brand's own host."""
    return page_visit("https://www.rakuten-card.co.jp/login", imitation().html)


def article() -> Visit:
    """An article about imitations of the brand."""
    html = "<title>楽天カードをかたるフィッシングに注意</title><article><h1>偽メールに注意</h1><p>2026年1月2日 記者</p></article>"
    return page_visit("https://news.test/articles/1", html)


def judged(*visits: Visit) -> Judged:
    """The shipped judge's word on looks at one address."""
    return JUDGE.judge(visits)


def weight(result: Judged, code: str) -> float:
    """Log-odds that a term added; 0 where it was not told."""
    return {one.code: one.weight for one in result.finding.evidence}.get(code, 0.0)
