"""Harm of other kinds: shops that never deliver, help that is none, files that are pushed."""

import re
from urllib.parse import urlsplit

from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.services import LOGIN_AND_PAYMENT, belongs
from noroshi.sites.judge.terms.term import Term, ramp, sentence
from noroshi.sites.names import registered_domain
from noroshi.spine.model import Text

SOURCE = "docs/methods/malicious-pages.md"
SHOPS = "JC3, reports on fake shops"
_ALARM = re.compile(
    r"ウイルス|ウィルス|トロイ|スパイウェア|感染|マルウェア|脅威|ハッキング|ファイアウォール|セキュリティ警告|エラーコード|ロックされ|virus|trojan|spyware|infected|malware|security alert|error (?:code|#)|firewall",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:050|0120|0800|03|06|1-8\d\d|\+1|010)[-ー.\s(（)）]?\d{2,4}[-ー.\s)）]?\d{3,4}|お電話ください|今すぐ電話|サポートに電話|call (?:now|us|microsoft|support|toll)",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"microsoft|マイクロソフト|windows|ウィンドウズ|apple|アップル|サポート(?:センター|窓口)?|テクニカル|技術者|support|helpline|technician",
    re.IGNORECASE,
)
_DO_NOT = re.compile(
    r"電源を切らないで|閉じないで|シャットダウンしないで|無視しないで|再起動しないで|do not (?:close|shut|restart|ignore)",
    re.IGNORECASE,
)
_PASTE = re.compile(
    r"(?:win(?:dows)?|⊞|ウィンドウズ?)\s?(?:キー)?\s?[+＋と]\s?R|ctrl\s?[+＋]\s?v|貼り付け|powershell|mshta|cmd(?:\.exe)? /c|terminal.{0,20}(?:paste|command)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"powershell|mshta|cmd(?:\.exe)?\s*/c|curl\s.{0,60}\|\s*(?:ba)?sh|certutil|bitsadmin|Invoke-|iex\b|rundll32|msiexec",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"(?:ブラウザ|chrome|firefox|flash|プレーヤー|プレイヤー|フォント|ドライバ|証明書).{0,20}(?:更新|アップデート|古い|最新|インストール)|update (?:your )?(?:browser|chrome|player|flash)|out of date",
    re.IGNORECASE,
)
_RISKY = (
    ".exe",
    ".msi",
    ".scr",
    ".js",
    ".vbs",
    ".hta",
    ".lnk",
    ".apk",
    ".dmg",
    ".pkg",
    ".jar",
    ".iso",
    ".img",
    ".bat",
    ".cmd",
    ".ps1",
    ".zip",
    ".7z",
    ".rar",
    ".mobileconfig",
    ".appx",
    ".msix",
)
_ARCHIVES = (".zip", ".rar", ".7z", ".tar.gz", ".tgz")
_CHECKOUT = re.compile(r"checkout|cart|order|pay|purchase|レジ|購入|注文|決済", re.IGNORECASE)
_INJECTED = re.compile(
    r"/wp-(?:content|includes|admin)/|/\.well-known/(?!acme|security|assetlinks|apple)|/cgi-bin/|/(?:images?|css|js|tmp|cache|uploads?|plugins|themes|modules|vendor)/[^.]*(?:/|\.php|\.html?)|/~[a-z]",
    re.IGNORECASE,
)


def _is_shop(facts: Facts) -> bool:
    selling = facts.selling
    return selling.prices >= 2 and (selling.cart or selling.cut > 0 or selling.law_block)


def _steep(facts: Facts) -> float:
    return float(facts.selling.steep)


def _steep_strength(facts: Facts) -> float:
    selling = facts.selling
    share = selling.steep / max(selling.cut, 1)
    return ramp(selling.steep, 0.0, 4.0) * share * _is_shop(facts)


def _transfer(facts: Facts) -> float:
    return max(facts.selling.transfer_only, 0.8 * facts.selling.personal_account)


def _untold(facts: Facts) -> float:
    return float(4 - len(facts.selling.told)) if _is_shop(facts) else 0.0


def _untold_strength(facts: Facts) -> float:
    doubt = 0.3 * facts.selling.free_mail + 0.3 * (facts.selling.simplified >= 3)
    return min(1.2, ramp(_untold(facts), 0.0, 4.0) + doubt) if _is_shop(facts) else 0.0


def _mixed(facts: Facts) -> float:
    return float(facts.selling.kinds)


def _checkout(facts: Facts) -> float:
    """Whether goods are paid for on a host that is neither its own nor a payment service."""
    if not _is_shop(facts):
        return 0.0
    page = facts.page
    targets = [
        link.url
        for link in page.links
        if _CHECKOUT.search(f"{link.words} {urlsplit(link.url).path}")
    ]
    targets += [one.action for one in page.asked if _CHECKOUT.search(one.action)]
    hosts = {urlsplit(url).hostname or "" for url in targets}
    return float(
        any(
            host and registered_domain(host) != page.domain and not belongs(host, LOGIN_AND_PAYMENT)
            for host in hosts
        )
    )


def _scare(facts: Facts) -> float:
    words = facts.words
    parts = [_ALARM.search(words), _CALL.search(words), _HELP.search(words), _DO_NOT.search(words)]
    return float(sum(bool(part) for part in parts))


def _scare_strength(facts: Facts) -> float:
    """An alarm with a number to call; an alarm alone is an article. Traps and boxes make it sure."""
    words, visit = facts.words, facts.main.visit
    trap = min(2, facts.page.script.traps) + min(2, len(visit.dialogs))
    if not (_ALARM.search(words) and _CALL.search(words)):
        return 0.0
    return ramp(_scare(facts), 1.0, 3.0) * min(
        1.0, 0.35 + 0.35 * trap + 0.4 * bool(_DO_NOT.search(words))
    )


def _files(facts: Facts) -> float:
    return float(len(facts.main.visit.downloads))


def _file_strength(facts: Facts) -> float:
    names = [one.name.lower() for one in facts.main.visit.downloads]
    risky = any(name.endswith(_RISKY) for name in names)
    lure = bool(_UPDATE.search(facts.words))
    double = any(
        re.search(r"\.(?:pdf|docx?|xlsx?|jpg|png|txt)\.[a-z]{2,4}$", name) for name in names
    )
    return (0.3 + 0.5 * risky + 0.4 * lure + 0.4 * double) if names else 0.0


def _lure(facts: Facts) -> float:
    links = [link.url.lower().partition("?")[0] for link in facts.page.links]
    offered = any(url.endswith(_RISKY) for url in links)
    return float(bool(_UPDATE.search(facts.words)) and offered)


def _paste(facts: Facts) -> float:
    said = bool(_PASTE.search(facts.words))
    code = facts.page.script.text[:60_000]
    copied = ("clipboard" in code or "execCommand" in code) and bool(_COMMAND.search(code))
    return float(said and (copied or bool(_COMMAND.search(facts.words)))) + 0.5 * copied


def _listing(facts: Facts) -> float:
    title = f"{facts.page.title} {' '.join(facts.page.headings[:1])}"
    listed = bool(re.search(r"index of /|directory listing", title, re.IGNORECASE))
    return float(listed and sum(link.url.lower().endswith(_ARCHIVES) for link in facts.page.links))


def _injected(facts: Facts) -> float:
    return float(bool(_INJECTED.search(urlsplit(facts.page.url).path)))


def _injected_strength(facts: Facts) -> float:
    return _injected(facts) * min(1.0, 0.2 + facts.asks)


STEEP = Term(
    code="sites.steep-discounts", title=Text(ja="極端な値引き", en="steep discounts"),
    sign=1, prior=2.0, unit="goods", measure=_steep, strength=_steep_strength,
    say=sentence("半額以下の商品が{v:.0f}点並びます。", "{v:.0f} goods are cut by half or more."),
    source=SHOPS, kind="fake-shop",
)  # fmt: skip
TRANSFER_ONLY = Term(
    code="sites.transfer-only", title=Text(ja="振込のみ", en="bank transfer only"),
    sign=1, prior=2.5, unit="1", measure=_transfer, strength=lambda facts: _transfer(facts) * (_is_shop(facts) or facts.selling.cart),
    say=sentence("支払いは銀行振込だけ、または個人名義の口座です（{v:.1f}）。", "It takes bank transfer only, or to a person's account ({v:.1f})."),
    source=SHOPS, kind="fake-shop",
)  # fmt: skip
SELLER_UNTOLD = Term(
    code="sites.seller-untold", title=Text(ja="事業者の表示不足", en="the seller is untold"),
    sign=1, prior=2.0, unit="parts", measure=_untold, strength=_untold_strength,
    say=sentence("特定商取引法の表示に必要な4項目のうち{v:.0f}つがありません。", "Of the four parts of a seller's notice that Japanese law asks for, {v:.0f} are missing."),
    source="特定商取引法 第11条 (Act on Specified Commercial Transactions, art. 11)", kind="fake-shop",
)  # fmt: skip
MIXED_GOODS = Term(
    code="sites.mixed-goods", title=Text(ja="雑多な商品", en="goods of all kinds"),
    sign=1, prior=1.0, unit="kinds", measure=_mixed, strength=lambda facts: ramp(_mixed(facts), 3.0, 6.0) * _is_shop(facts),
    say=sentence("互いに関係のない商品が{v:.0f}種類あります。", "It sells {v:.0f} kinds of goods that have nothing to do with each other."),
    source=SHOPS, kind="fake-shop",
)  # fmt: skip
CHECKOUT_ELSEWHERE = Term(
    code="sites.checkout-elsewhere", title=Text(ja="別サイトでの決済", en="checkout elsewhere"),
    sign=1, prior=1.5, unit="1", measure=_checkout, strength=_checkout,
    say=sentence("会計は別のドメインで行われます。", "Goods are paid for on another domain."),
    source=SHOPS, kind="fake-shop",
)  # fmt: skip
SUPPORT_SCAM = Term(
    code="sites.support-scam", title=Text(ja="偽の警告と電話番号", en="an alarm with a number to call"),
    sign=1, prior=8.0, unit="signs", measure=_scare, strength=_scare_strength,
    say=sentence("警告・電話番号・名乗り・「閉じるな」のうち{v:.0f}つがそろい、画面から出にくくしています。", "{v:.0f} of alarm, number, helper's name and \"do not close\" come together, on a page that is hard to leave."),
    source="IPA, reports on false warnings", kind="support-scam",
)  # fmt: skip
PUSHED_FILE = Term(
    code="sites.pushed-file", title=Text(ja="押し付けたファイル", en="a file was pushed"),
    sign=1, prior=7.0, unit="files", measure=_files, strength=_file_strength,
    say=sentence("求めていないファイルが{v:.0f}個送られました。", "{v:.0f} files came without being asked for."),
    source=SOURCE, kind="malware",
)  # fmt: skip
FALSE_UPDATE = Term(
    code="sites.false-update", title=Text(ja="偽の更新", en="a false update"),
    sign=1, prior=5.0, unit="1", measure=_lure, strength=_lure,
    say=sentence("更新が必要だと言い、実行ファイルを渡します。", "It says that something is out of date, and offers a program."),
    source=SOURCE, kind="malware",
)  # fmt: skip
PASTED_COMMAND = Term(
    code="sites.pasted-command", title=Text(ja="貼り付けさせる命令", en="a command to paste"),
    sign=1, prior=6.0, unit="1", measure=_paste, strength=_paste,
    say=sentence("命令を写し取らせ、実行させようとしています（{v:.1f}）。", "It makes the visitor paste and run a command ({v:.1f})."),
    source=SOURCE, kind="malware",
)  # fmt: skip
OPEN_LISTING = Term(
    code="sites.open-listing", title=Text(ja="公開された書庫", en="archives in an open folder"),
    sign=1, prior=5.0, unit="files", measure=_listing, strength=lambda facts: ramp(_listing(facts), 0.0, 1.0),
    say=sentence("一覧の見えるフォルダに書庫ファイルが{v:.0f}個あります。", "An open folder lists {v:.0f} archives."),
    source=SOURCE,
)  # fmt: skip
INJECTED_PATH = Term(
    code="sites.injected-path", title=Text(ja="紛れ込んだ場所", en="a place that does not belong"),
    sign=1, prior=1.5, unit="1", measure=_injected, strength=_injected_strength,
    say=sentence("サイトの部品置き場に入力ページがあります。", "A page that asks lies where a site keeps its parts."),
    source=SOURCE, kind="compromised",
)  # fmt: skip

TERMS = (
    STEEP, TRANSFER_ONLY, SELLER_UNTOLD, MIXED_GOODS, CHECKOUT_ELSEWHERE, SUPPORT_SCAM, PUSHED_FILE,
    FALSE_UPDATE, PASTED_COMMAND, OPEN_LISTING, INJECTED_PATH,
)  # fmt: skip
