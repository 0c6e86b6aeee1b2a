"""Honest pages that look alike: own log-ins, payment pages, shops, news, blogs, forums, parked names."""

from collections.abc import Callable
from random import Random

from noroshi.sites.range.kits import CARD, LOGIN, inputs
from noroshi.sites.range.names import MadeBrand, honest_host

PEOPLE = ("山田太郎", "佐藤花子", "鈴木一郎", "高橋恵子")
WARES = ("金物", "茶", "和紙", "革小物", "木工", "陶器", "古書", "苗木")


def _page(title: str, body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def _menu(dice: Random, count: int) -> str:
    items = (
        "about",
        "news",
        "products",
        "recruit",
        "access",
        "contact",
        "faq",
        "privacy",
        "terms",
        "sitemap",
        "ir",
        "support",
    )
    return "".join(f'<a href="/{item}">{item}</a>' for item in items[:count])


def official_login(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A brand's log-in on its own host."""
    alarm = dice.choice(
        ("", "", "不審なメールにご注意ください。", "パスワードを3回間違えるとロックされます。")
    )
    action = dice.choice(("/auth/login", "login.do", "/signin", "/login.php"))
    return f"https://{brand.host}/login", _page(
        f"{brand.name} ログイン",
        f'<header><img class="logo" alt="{brand.name}" src="/logo.png"></header><h1>{brand.name}</h1><p>{alarm}</p><form method="post" action="{action}">{inputs(LOGIN, "label")}<button>ログイン</button></form>{_menu(dice, dice.randint(0, 8))}<footer>© {brand.name} <a href="/privacy">個人情報保護方針</a></footer>',
        '<link rel="icon" href="/favicon.ico">',
    )


def bare_login(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A company's own tool: a log-in with hardly a word beside it."""
    host = honest_host(dice)
    tool = dice.choice(
        (
            "グループウェア",
            "勤怠管理",
            "Webmail",
            "管理画面",
            "予約システム",
            "NAS",
            "Redmine",
            "GitLab",
        )
    )
    return f"https://{host}/{dice.choice(('login', 'users/sign_in', 'admin', 'index.php'))}", _page(
        f"{tool} ログイン",
        f'<h1>{tool}</h1><form method="post" action="{dice.choice(("/login", "", "index.php", "/session"))}">{inputs(LOGIN, dice.choice(("label", "placeholder", "row")))}<button>ログイン</button></form>{_menu(dice, dice.randint(0, 2))}',
    )


def payment_page(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A payment service's page on its own host, for some shop."""
    shop = dice.choice(PEOPLE)[:2] + dice.choice(WARES) + "店"
    return f"https://pay.{brand.latin}.example/checkout/{dice.randrange(10**6)}", _page(
        f"お支払い｜{brand.name}",
        f'<img class="logo" alt="{brand.name}" src="/logo.png"><h1>{shop} のお支払い</h1><p>ご利用いただけるカード VISA Mastercard JCB American Express</p><form method="post" action="/charge">{inputs(CARD, "row")}<button>支払う</button></form><footer>© {brand.name} <a href="/privacy">プライバシー</a><a href="/terms">利用規約</a><a href="/help">ヘルプ</a></footer>',
    )


def small_shop(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A small shop with its own log-in, cards that it takes, and the seller's block."""
    host, who, what = honest_host(dice), dice.choice(PEOPLE), dice.choice(WARES)
    name = f"{who[:2]}{what}店"
    ways = dice.sample(
        (
            "VISA",
            "Mastercard",
            "JCB",
            "PayPay",
            "Amazon Pay",
            "楽天ペイ",
            "代金引換",
            "銀行振込",
            "JACCS",
            brand.name,
        ),
        4,
    )
    goods = "".join(
        f"<li>{what} {n} ¥{dice.randrange(10, 90) * 100:,}{' 10%OFF' if dice.random() < 0.3 else ''} <button>カートに入れる</button></li>"
        for n in range(dice.randint(0, 5))
    )
    form = (
        f'<form method="post" action="/account/login">{inputs(LOGIN, "label")}<button>ログイン</button></form>'
        if dice.random() < 0.7
        else ""
    )
    return f"https://{host}/{dice.choice(('account/login', '', 'items'))}", _page(
        f"{name}オンライン｜会員ログイン" if form else f"{name}オンライン",
        f"<h1>{name}オンライン</h1><ul>{goods}</ul>{form}<p>お支払い：{'、'.join(ways)}</p><p>特定商取引法に基づく表記 販売業者：有限会社{name} 代表 {who} 大阪府堺市{dice.randint(1, 9)}-2-3 TEL 072-000-{dice.randrange(1000, 9999)}</p>{_menu(dice, dice.randint(2, 8))}",
    )


def shop_with_marks(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A shop whose checkout asks for a card itself, under the marks of cards."""
    host, what = honest_host(dice), dice.choice(WARES)
    return f"https://{host}/checkout", _page(
        f"ご注文手続き｜{what}の店",
        f'<h1>ご注文手続き</h1><p>合計 ¥{dice.randrange(20, 99) * 100:,}</p><form method="post" action="/order/confirm">{inputs(CARD, "row")}<button>注文を確定</button></form><p>使えるカード</p><img alt="VISA" src="/v.png"><img alt="Mastercard" src="/m.png"><img alt="JCB" src="/j.png"><img alt="American Express" src="/a.png"><a href="/law">特定商取引法に基づく表記</a>{_menu(dice, dice.randint(3, 9))}<p>販売業者：株式会社{what}屋 運営責任者：{dice.choice(PEOPLE)} 東京都港区1-2-3 電話 03-0000-0000</p>',
    )


def news(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """An article that warns of imitations of a brand, or tells of it."""
    host = f"news{dice.randrange(99)}.test"
    title = dice.choice(
        (
            f"{brand.name}をかたるフィッシングに注意",
            f"{brand.name}、純利益が過去最高",
            f"{brand.name}でシステム障害 ログインできず",
            f"{brand.name}の偽SMSが急増 警察が注意喚起",
        )
    )
    log_in = (
        f'<aside>会員ログイン<form method="post" action="/member/login">{inputs(LOGIN, "placeholder")}</form></aside>'
        if dice.random() < 0.3
        else ""
    )
    return f"https://{host}/articles/{dice.randrange(10**6)}", _page(
        f"{title} - まちの新聞",
        f'<article><h1>{title}</h1><time>2026年1月{dice.randint(1, 28)}日</time><p>{brand.name}は、利用者の口座が停止されたと偽るSMSが届いているとして注意を呼びかけた。カード番号や暗証番号を入力しないでください。</p><p>公式サイトは<a href="https://{brand.host}/">こちら</a></p></article>{log_in}<form action="/search"><input name="q"></form>{_menu(dice, dice.randint(2, 8))}',
    )


def blog(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A blog that praises a brand and is paid for clicks."""
    return f"https://blog{dice.randrange(99)}.test/{dice.randrange(10**6)}/", _page(
        f"{brand.name}{dice.choice(('の使い方まとめ', 'を徹底レビュー', 'の口コミと評判', 'ってお得？年会費は'))}",
        f'<h1>{brand.name}を徹底解説</h1><p>年会費や申込み手順を紹介します。</p><img alt="{brand.name} ロゴ" src="/i.png"><a href="https://{brand.host}/?af={dice.randrange(10**6)}">{brand.name}公式サイトで申し込む</a><form method="post" action="/comment"><input name="name"><textarea name="comment"></textarea><button>送信</button></form><p>カテゴリ 関連記事</p>',
    )


def forum(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A forum with a log-in beside a thread about a strange message."""
    title = dice.choice(
        (
            f"{brand.name}から変なSMSが来た",
            f"{brand.name}のログイン画面が怪しい",
            f"{brand.name}に登録できない",
        )
    )
    return f"https://forum{dice.randrange(99)}.test/thread/{dice.randrange(999)}", _page(
        title,
        f'<p>{title}んだけど詐欺？ hxxps://abc1[.]top</p><p>アカウントが停止されましたと書いてある</p><form method="post" action="/login">{inputs(LOGIN, "label")}<button>ログイン</button></form>{_menu(dice, dice.randint(0, 4))}',
    )


def service_login(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A service's log-in that offers others' log-ins too."""
    word = dice.choice(("kumo", "hako", "tane", "fude", "kagi", "mado")) + dice.choice(
        ("base", "desk", "note", "flow", "works")
    )
    name = word.capitalize()
    return f"https://app.{word}.test/login", _page(
        f"Log in - {name}",
        f'<h1>{name}</h1><form method="post" action="/session">{inputs((("email", "email", "Email"), ("password", "password", "Password")), "label")}<button>Log in</button></form><button>Continue with Google</button><button>Sign in with Apple</button><button>LINEでログイン</button><button>Sign in with Microsoft</button><footer>© {name} <a href="/privacy">Privacy</a><a href="/terms">Terms</a></footer>',
    )


def customer_login(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A company's log-in at a log-in service: the company's logo, the service's host and legal links."""
    company = dice.choice(PEOPLE)[:2] + "商事"
    return f"https://login.{brand.latin}.example/t/{dice.randrange(999)}", _page(
        f"{company} - {brand.name}",
        f'<img class="logo" alt="{company}" src="https://img.{brand.latin}.example/c.png"><h1>{company}</h1><form method="post" action="/authenticate">{inputs(LOGIN, "label")}<button>サインイン</button></form><footer>Powered by {brand.name} <a href="/privacy">プライバシー</a><a href="/terms">規約</a></footer>',
    )


def parked(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A name that waits for a buyer."""
    host = honest_host(dice)
    return f"https://{host}/", _page(
        host,
        f"<h1>{host}</h1><p>このドメインは販売中です。 This domain is for sale. Buy this domain</p><a href='/lp'>Sponsored</a>",
    )


def home(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A company's or town's first page."""
    host, name = (
        honest_host(dice),
        dice.choice(PEOPLE)[:2] + dice.choice(("工業", "医院", "町役場", "学園", "不動産")),
    )
    return f"https://{host}/", _page(
        name,
        f'<h1>{name}</h1><p>お知らせ 2026年1月{dice.randint(1, 28)}日 {brand.name}でのお支払いに対応しました。</p><form action="/search"><input name="q"></form>{_menu(dice, dice.randint(3, 12))}<footer>© {name}</footer>',
    )


def contact(brand: MadeBrand, dice: Random) -> tuple[str, str]:
    """A form for questions: name, mail, telephone."""
    host = honest_host(dice)
    return f"https://{host}/contact", _page(
        "お問い合わせ",
        f'<h1>お問い合わせ</h1><form method="post" action="/contact/send.php"><label>お名前</label><input name="name"><label>メールアドレス</label><input type="email" name="mail"><label>電話番号</label><input type="tel" name="tel"><label>お問い合わせ内容</label><textarea name="body"></textarea><button>送信</button></form>{_menu(dice, dice.randint(0, 6))}',
    )


HONEST: dict[str, Callable[[MadeBrand, Random], tuple[str, str]]] = {
    "official-login": official_login,
    "bare-login": bare_login,
    "payment-page": payment_page,
    "small-shop": small_shop,
    "shop-with-marks": shop_with_marks,
    "news": news,
    "blog": blog,
    "forum": forum,
    "service-login": service_login,
    "customer-login": customer_login,
    "parked": parked,
    "home": home,
    "contact": contact,
}
