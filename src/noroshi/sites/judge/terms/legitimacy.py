"""Legitimacy: what honest sites have and imitations seldom bother to make."""

import re
from urllib.parse import urlsplit

from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.terms.term import Term, ramp, sentence, shown
from noroshi.sites.names import public_suffix, registered_domain
from noroshi.spine.model import Text

SOURCE = "docs/methods/malicious-pages.md"
_ABOUT = re.compile(
    r"をかたる|を装|騙る|注意喚起|に注意|フィッシング|詐欺|とは|使い方|解説|まとめ|比較|ランキング|口コミ|評判|レビュー|ニュース|質問|ですか|だけど|届いた|体験談|感想|how to|review|beware|scam|phishing",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|記者|編集部|投稿(?:者|日)|スレッド|返信|コメント|カテゴリ|関連記事|posted (?:by|on)|author",
    re.IGNORECASE,
)


def _own_links(facts: Facts) -> float:
    own = {
        urlsplit(link.url).path
        for link in facts.page.links
        if registered_domain(urlsplit(link.url).hostname or "x") == facts.page.domain
    }
    return float(len(own - {"", "/", urlsplit(facts.page.url).path}))


def _own_strength(facts: Facts) -> float:
    return ramp(_own_links(facts), 1.0, 12.0)


def _about(facts: Facts) -> float:
    page = facts.page
    title = bool(_ABOUT.search(f"{page.title} {' '.join(page.headings[:2])}"))
    article = any(token.startswith("article") for token in page.tokens)
    return float(title) + 0.5 * article + 0.5 * bool(_BYLINE.search(page.text[:4000]))


def _about_strength(facts: Facts) -> float:
    """An article asks for nothing; a forum's log-in beside the thread leaves half."""
    return ramp(_about(facts), 0.0, 1.5) * (0.6 if facts.main.secrets else 1.0)


def _told(facts: Facts) -> float:
    """Parts of the seller's block: seller, person, address, telephone."""
    selling = facts.selling
    return float(len(selling.told)) if selling.law_block else 0.0


def _told_strength(facts: Facts) -> float:
    selling = facts.selling
    doubt = (
        selling.free_mail
        or selling.personal_account
        or selling.transfer_only >= 1
        or selling.simplified >= 3
    )
    return 0.0 if doubt else ramp(_told(facts), 1.0, 4.0)


def _own_name(facts: Facts) -> float:
    """Whether the host's label is what the page calls itself."""
    page = facts.page
    label = (
        registered_domain(page.host)
        .removesuffix(public_suffix(page.host))
        .strip(".")
        .replace("-", "")
    )
    if len(label) < 4 or (facts.foreign_claim and facts.foreign_claim.strength > 0.5):
        return 0.0
    words = f"{page.title} {' '.join(page.owners)} {' '.join(page.headings[:2])}".casefold()
    return float(label in re.sub(r"[\s\-.'&]", "", words))


def _say_own_name(facts: Facts, _: float) -> Text:
    return Text(
        ja=f"ホスト名（{shown(facts.page.host)}）とページの名乗る名が一致しています。",
        en=f"The host ({shown(facts.page.host)}) is named as the page calls itself.",
    )


ROOTED = Term(
    code="sites.rooted", title=Text(ja="サイトの奥行き", en="depth of the site"),
    sign=-1, prior=1.5, unit="links", measure=_own_links, strength=_own_strength,
    say=sentence("同じサイトの他のページへのリンクが{v:.0f}本あります。", "{v:.0f} links lead deeper into the same site."),
    source=SOURCE,
)  # fmt: skip
ARTICLE = Term(
    code="sites.article", title=Text(ja="記事・話題", en="an article"),
    sign=-1, prior=3.0, unit="1", measure=_about, strength=_about_strength,
    say=sentence("記事や投稿の形で話題にしています（{v:.1f}）。", "It writes about its topic as articles and posts do ({v:.1f})."),
    source=SOURCE,
)  # fmt: skip
SELLER_TOLD = Term(
    code="sites.seller-told", title=Text(ja="事業者の表示", en="the seller is told"),
    sign=-1, prior=2.5, unit="parts", measure=_told, strength=_told_strength,
    say=sentence("特定商取引法の表示に必要な4項目のうち{v:.0f}つがそろっています。", "Its seller's notice holds {v:.0f} of the four parts that Japanese law asks for."),
    source="特定商取引法 第11条 (Act on Specified Commercial Transactions, art. 11)",
)  # fmt: skip
OWN_NAME = Term(
    code="sites.own-name", title=Text(ja="名前の一致", en="its own name"),
    sign=-1, prior=2.0, unit="1", measure=_own_name, strength=_own_name, say=_say_own_name,
    source=SOURCE,
)  # fmt: skip

TERMS = (ROOTED, ARTICLE, SELLER_TOLD, OWN_NAME)
