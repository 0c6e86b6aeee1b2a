"""Intent: what the page wants of a visitor, and where that would go."""

import re
from urllib.parse import urlsplit

from noroshi.sites.analyse.asking import Ask
from noroshi.sites.analyse.wording import broken_words
from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.services import LOGIN_AND_PAYMENT, SINKS, belongs
from noroshi.sites.judge.terms.term import Term, ramp, sentence, shown
from noroshi.sites.names import is_address
from noroshi.spine.model import Text

SOURCE = "docs/methods/malicious-pages.md"

_PRESSURE = re.compile(
    r"停止(?:され|いた|し|中|となり)|制限(?:され|して|を|いた)|凍結|一時(?:的に)?(?:停止|保留)|ロックされ|(?:24|48|72|二十四)時間以内|至急|直ちに|期限(?:が|内|まで)|失効|無効(?:に|と)な|"
    r"不正(?:利用|アクセス|ログイン|な)|第三者|異常な|本人確認(?:の|が|を|手続)|ご利用確認|更新(?:して|手続|が必要)|未払い|滞納|督促|差押|お支払い.{0,10}(?:問題|承認|できません|失敗)|"
    r"再配達|持ち(?:戻|帰)|住所.{0,8}(?:不明|不備|確認)|当選|還付|給付金|ポイント.{0,6}(?:失効|付与|受け取)|アンケート.{0,8}(?:報酬|謝礼)|解約され|強制(?:解約|退会)|セキュリティ(?:強化|アップデート|上の理由)|"
    r"suspend|unusual (?:activity|sign)|within (?:24|48) ?h|limited access|verify your (?:account|identity|information)|confirm your (?:account|identity|information)|"
    r"will be (?:closed|locked|terminated|deactivated)|has been (?:locked|limited|disabled|suspended)|unauthori[sz]ed|final notice|payment (?:failed|declined)|update your (?:billing|payment)|reward|refund",
    re.IGNORECASE,
)  # fmt: skip
_KIT = re.compile(
    r"(?:^|/)(?:post|save|send|sent|next|process|submit|result|action|mail|telegram|tele|tg|bot|log|logs|gate|data|info|step\d?|ok|finish|verif\w*|otp|sms|card|cc|check\w*|login\d|upload|server|api|receive|collect|save_?data|handler|core)\d*\.(?:php\d?|asp|jsp|cgi)$|"
    r"tijiao|zhanghao|mima|denglu|kahao|yanzheng|youxiang|shouji|caonima|huoqu|xinxi|baocun|jieshou",
    re.IGNORECASE,
)
_SCRIPT_PAGE = re.compile(r"\.(?:php\d?|asp|cgi)$", re.IGNORECASE)


def _asks(facts: Facts) -> float:
    return facts.asks


def _ask_strength(facts: Facts) -> float:
    return ramp(facts.asks, 0.0, 1.0)


def _say_asks(facts: Facts, _: float) -> Text:
    words = [_ASK_WORDS[ask] for ask in sorted(facts.main.secrets) if ask in _ASK_WORDS]
    ja = "・".join(one.ja for one in words) or "個人情報"
    en = ", ".join(one.en for one in words) or "personal data"
    return Text(ja=f"入力させるもの：{ja}。", en=f"It asks for: {en}.")


_ASK_WORDS = {
    Ask.PASSWORD: Text(ja="パスワード", en="password"),
    Ask.CARD: Text(ja="カード番号", en="card number"),
    Ask.CARD_CODE: Text(ja="セキュリティコード", en="card security code"),
    Ask.OTP: Text(ja="認証コード", en="one-time code"),
    Ask.PIN: Text(ja="暗証番号", en="PIN"),
    Ask.BANK: Text(ja="口座番号", en="account number"),
    Ask.WALLET: Text(ja="ウォレットの復元語句", en="wallet phrase"),
    Ask.MAIL_PASSWORD: Text(ja="メールのパスワード", en="mail password"),
}


def _too_much(facts: Facts) -> float:
    """Secrets that no honest page asks for at once; a wallet's phrase counts twice."""
    asked = facts.main.secrets
    strong = len(asked & {Ask.CARD, Ask.OTP, Ask.PIN, Ask.MAIL_PASSWORD}) + 2 * (
        Ask.WALLET in asked
    )
    return float(strong + (Ask.PASSWORD in asked))


def _too_much_strength(facts: Facts) -> float:
    return ramp(_too_much(facts), 1.0, 3.0)


def _fakes(facts: Facts) -> float:
    return float(sum(one.fake for one in facts.page.asked if one.ask is not Ask.COMMENT))


def _fake_strength(facts: Facts) -> float:
    fake_secret = any(one.fake and one.ask in _ASK_WORDS for one in facts.page.asked)
    return (1.0 if fake_secret else 0.4) * (_fakes(facts) > 0)


def _abroad(facts: Facts) -> float:
    return float(len(facts.foreign_targets))


def _abroad_strength(facts: Facts) -> float:
    if not facts.foreign_targets or not facts.asks:
        return 0.0
    sink = any(belongs(host, SINKS) or is_address(host) for host in facts.foreign_targets)
    return 1.0 if sink else 0.5


def _say_abroad(facts: Facts, _: float) -> Text:
    hosts = shown(", ".join(facts.foreign_targets[:2]) or "-", 80)
    return Text(
        ja=f"入力した内容は別のドメインに送られます：{hosts}。",
        en=f"What is typed goes to another domain: {hosts}.",
    )


def _kit_path(facts: Facts) -> str:
    targets = {one.action for one in facts.asked_secrets if one.action}
    paths = [urlsplit(url).path for url in targets]
    if facts.asks:
        paths += re.findall(
            r"[\"'`](/?[\w./-]{3,60}\.php\d?|/[\w/-]{3,60})[\"'`]", facts.page.script.text[:20_000]
        )
    own = urlsplit(facts.page.url).path
    return next((path for path in paths if path != own and _KIT.search(path)), "")


def _kit(facts: Facts) -> float:
    if _kit_path(facts):
        return 1.0
    paths = {urlsplit(one.action).path for one in facts.asked_secrets}
    return 0.3 if any(_SCRIPT_PAGE.search(path) for path in paths) else 0.0


def _say_kit(facts: Facts, _: float) -> Text:
    path = shown(_kit_path(facts) or ".php")
    return Text(
        ja=f"送り先（{path}）は詐欺キットによくある名前です。",
        en=f"Where it sends to ({path}) is named as in phishing kits.",
    )


def _pressure(facts: Facts) -> float:
    return float(len(set(_PRESSURE.findall(facts.words[:8000]))))


def _pressure_strength(facts: Facts) -> float:
    return ramp(_pressure(facts), 0.0, 3.0) * (0.25 + 0.75 * min(1.0, 1.4 * facts.asks))


def _guards(facts: Facts) -> float:
    return float(facts.page.script.guards)


def _guard_strength(facts: Facts) -> float:
    return ramp(_guards(facts), 0.0, 2.0) * (1.0 if facts.asks else 0.3)


def _hidden(facts: Facts) -> float:
    page = facts.page
    broken = broken_words(f"{page.raw_text[:20_000]} {facts.main.visit.title}")
    return float(broken + (len(page.script.hidden) > 60) + page.script.draws)


def _hidden_strength(facts: Facts) -> float:
    return ramp(_hidden(facts), 0.0, 2.0) * (1.0 if facts.asks else 0.4)


def _bare(facts: Facts) -> float:
    """A page that is a form and nothing else: hardly a link into its own site."""
    own = {urlsplit(link.url).path for link in facts.page.links if facts.page.domain in link.url}
    return float(len(own - {urlsplit(facts.page.url).path, "", "/"}))


def _bare_strength(facts: Facts) -> float:
    return (1.0 - ramp(_bare(facts), 0.0, 3.0)) * min(1.0, facts.asks)


def _handed(facts: Facts) -> float:
    known = [
        one
        for one in facts.asked_secrets
        if belongs(urlsplit(one.action).hostname or "", LOGIN_AND_PAYMENT)
    ]
    return float(len(known) + belongs(facts.page.host, LOGIN_AND_PAYMENT))


def _no_request(facts: Facts) -> float:
    visit = facts.main.visit
    quiet = not facts.main.secrets and not visit.downloads and not visit.dialogs
    return 1.0 if quiet else 0.0


ASKS = Term(
    code="sites.asks", title=Text(ja="秘密の要求", en="asks for secrets"),
    sign=1, prior=1.0, unit="1", measure=_asks, strength=_ask_strength, say=_say_asks,
    source=SOURCE, kind="phish",
)  # fmt: skip
ASKS_TOO_MUCH = Term(
    code="sites.asks-too-much", title=Text(ja="過大な要求", en="asks for too much"),
    sign=1, prior=2.0, unit="secrets", measure=_too_much, strength=_too_much_strength,
    say=sentence("一度に求めないはずの秘密を{v:.0f}種類も求めています。", "It asks for {v:.0f} kinds of secrets that no honest page wants at once."),
    source=SOURCE, kind="phish",
)  # fmt: skip
FAKE_FIELDS = Term(
    code="sites.fake-fields", title=Text(ja="偽の入力欄", en="fake fields"),
    sign=1, prior=2.0, unit="fields", measure=_fakes, strength=_fake_strength,
    say=sentence("本物の入力欄に見せかけた要素が{v:.0f}個あります。", "{v:.0f} elements play the part of a field that they are not."),
    source="evasion of form-based detection; docs/methods/malicious-pages.md", kind="phish",
)  # fmt: skip
SENDS_ABROAD = Term(
    code="sites.sends-abroad", title=Text(ja="外部への送信", en="sends elsewhere"),
    sign=1, prior=3.0, unit="hosts", measure=_abroad, strength=_abroad_strength, say=_say_abroad,
    source=SOURCE, kind="phish",
)  # fmt: skip
KIT_ENDPOINT = Term(
    code="sites.kit-endpoint", title=Text(ja="キットの送信先", en="a kit's endpoint"),
    sign=1, prior=1.5, unit="1", measure=_kit, strength=_kit, say=_say_kit,
    source="names of files in published kits", kind="phish",
)  # fmt: skip
PRESSURE = Term(
    code="sites.pressure", title=Text(ja="せかす文言", en="pressing words"),
    sign=1, prior=1.5, unit="phrases", measure=_pressure, strength=_pressure_strength,
    say=sentence("不安にさせ、急がせる文言が{v:.0f}種類あります。", "{v:.0f} kinds of phrases frighten or hurry the visitor."),
    source="Council of Anti-Phishing Japan, monthly reports", kind="phish",
)  # fmt: skip
GUARDS = Term(
    code="sites.guards", title=Text(ja="調査よけ", en="guards against a closer look"),
    sign=1, prior=2.0, unit="kinds", measure=_guards, strength=_guard_strength,
    say=sentence("右クリックや開発者ツールを妨げる仕掛けが{v:.0f}種類あります。", "{v:.0f} kinds of guards hinder the menu or the developer tools."),
    source="CrawlPhish (IEEE S&P 2021)",
)  # fmt: skip
HIDDEN_WORDS = Term(
    code="sites.hidden-words", title=Text(ja="隠した文字", en="hidden words"),
    sign=1, prior=1.5, unit="places", measure=_hidden, strength=_hidden_strength,
    say=sentence("見えない文字や似た字、符号化で言葉を隠した箇所が{v:.0f}あります。", "Words are hidden by invisible letters, look-alikes or encoding in {v:.0f} places."),
    source="Unicode TR 39; docs/methods/malicious-pages.md",
)  # fmt: skip
BARE_FORM = Term(
    code="sites.bare-form", title=Text(ja="入力欄だけのページ", en="a form and no site"),
    sign=1, prior=0.8, unit="links", measure=_bare, strength=_bare_strength,
    say=sentence("サイト内の他のページへのリンクが{v:.0f}本しかありません。", "Only {v:.0f} links lead to other pages of the same site."),
    source=SOURCE, kind="phish",
)  # fmt: skip
KNOWN_SERVICE = Term(
    code="sites.known-service", title=Text(ja="既知の認証・決済", en="known log-in or payment"),
    sign=-1, prior=3.0, unit="fields", measure=_handed, strength=lambda facts: ramp(_handed(facts), 0.0, 1.0),
    say=sentence("入力先は広く使われる認証・決済サービスです（{v:.0f}か所）。", "What is typed goes to a widely used log-in or payment service ({v:.0f} places)."),
    source="noroshi.sites.judge.services",
)  # fmt: skip
NO_REQUEST = Term(
    code="sites.no-request", title=Text(ja="秘密を求めない", en="asks for no secret"),
    sign=-1, prior=2.5, unit="1", measure=_no_request, strength=_no_request,
    say=sentence("秘密の入力も、ファイルや警告もありません。", "It asks for no secret, pushes no file and raises no alarm."),
    source=SOURCE,
)  # fmt: skip

TERMS = (
    ASKS, ASKS_TOO_MUCH, FAKE_FIELDS, SENDS_ABROAD, KIT_ENDPOINT, PRESSURE, GUARDS, HIDDEN_WORDS,
    BARE_FORM, KNOWN_SERVICE, NO_REQUEST,
)  # fmt: skip
