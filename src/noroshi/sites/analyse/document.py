"""Document: a rendered page taken apart once: what it says it is, what it asks, where it points.

One walk over the DOM in document order, bounded in octets and nodes; hostile markup costs no more than
its bound.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from noroshi.sites.analyse.asking import NO_FIELD, Asked, ask_of
from noroshi.sites.analyse.scripts import ScriptFacts, script_facts
from noroshi.sites.analyse.wording import MOST_CHARACTERS, plain
from noroshi.sites.names import registered_domain
from noroshi.sites.visit import Field, Visit

MOST_OCTETS = 1_500_000
MOST_NODES = 20_000
_MOST_EACH = 400
_LABEL = 60

_OWNER = re.compile(
    r"(?:©|\(c\)|copyright|&copy;)[\s©0-9\-–,.]*(?:by )?([^©|\n]{2,80})", re.IGNORECASE
)
_OWNER_END = re.compile(
    r"\s*(?:all rights|,? ?inc\b|co\.,? ?ltd|株式会社|個人情報|プライバシー|利用規約|お問い?合わ?せ|特定商|\.\s|$)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"privacy|policy|terms|legal|kiyaku|security|guideline|company|corporate|プライバシー|個人情報|規約|約款|会社概要|運営会社|セキュリティ|ポリシー|特定商取引|電子公告|免責",
    re.IGNORECASE,
)
_LOGO = re.compile(r"logo|brand|header|ロゴ|identity", re.IGNORECASE)
_MASKED = re.compile(r"-webkit-text-security\s*:\s*(?:disc|circle|square)", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "td",
        "th",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "form",
        "label",
        "button",
        "option",
        "br",
        "dt",
        "dd",
        "a",
        "span",
    ]
)
_SKIPPED = frozenset({"script", "style", "template", "head"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A target and the words that lead to it."""

    url: str
    words: str


@dataclass(slots=True)
class _Gathered:
    """What one walk collects."""

    title: str = ""
    headings: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    refresh: list[str] = field(default_factory=list)
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One page, plain words throughout (`plain`).

    Attributes:
        url: Where the browser stood.
        host: Of it.
        domain: Registered domain of the host.
        title: Of the page.
        headings: Words of h1 to h3.
        marks: Words of logos and pictures: alt, aria-label, text in drawings.
        owners: Who the page says it belongs to: what follows a copyright sign, the site's name in its
            metadata.
        text: What a person reads.
        raw_text: The same as it came, before `plain`.
        links: Links in order.
        parts: Pictures, icons, styles, scripts, frames and their absolute URLs, as `(kind, url)`.
        asked: Places to type.
        buttons: Words on buttons.
        script: What inline code tells.
        tokens: Element names with the names of their classes, in document order: the page's skeleton.
        whole: False where a bound cut the page.
    """

    url: str
    host: str
    domain: str
    title: str
    headings: tuple[str, ...]
    marks: tuple[str, ...]
    owners: tuple[str, ...]
    text: str
    raw_text: str
    links: tuple[Link, ...]
    parts: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    buttons: tuple[str, ...]
    script: ScriptFacts
    tokens: tuple[str, ...]
    whole: bool

    @property
    def legal_links(self) -> tuple[Link, ...]:
        """Links to what an owner must say of himself: privacy, terms, company."""
        return tuple(
            link for link in self.links if _LEGAL.search(f"{link.words} {urlsplit(link.url).path}")
        )


def document_of(visit: Visit) -> Document:
    """A visit's last page, taken apart; an empty document where there was none."""
    url = visit.final_url or visit.url
    host = host_of(url)
    gathered = _Gathered()
    html = visit.html[:MOST_OCTETS]
    whole = _walk(html, url, gathered) and len(visit.html) <= MOST_OCTETS
    raw = (visit.text or " ".join(gathered.texts))[:MOST_CHARACTERS]
    drawn = [part for part in (_drawn_words(link) for _, link in gathered.parts) if part]
    script = script_facts("\n".join(gathered.code))
    asked = _merged(gathered.asked, visit.fields)
    text = plain(raw)
    return Document(
        url=url,
        host=host,
        domain=registered_domain(host) if host else "",
        title=plain(visit.title or gathered.title)[:300],
        headings=tuple(map(plain, gathered.headings[:60])),
        marks=tuple(filter(None, map(plain, [*gathered.marks[:120], *drawn[:20]]))),
        owners=(*_owners(text), *filter(None, [plain(gathered.description)])),
        text=text,
        raw_text=raw,
        links=tuple(gathered.links),
        parts=tuple(gathered.parts),
        asked=asked,
        buttons=tuple(map(plain, gathered.buttons[:60])),
        script=script,
        tokens=tuple(gathered.tokens),
        whole=whole,
    )


def host_of(url: str) -> str:
    """The host of a URL in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _owners(text: str) -> tuple[str, ...]:
    found = (
        _OWNER_END.split(match.strip())[0].strip(" .,-|") for match in _OWNER.findall(text)[:6]
    )
    return tuple(dict.fromkeys(owner for owner in found if owner))


def _merged(walked: list[Asked], rendered: tuple[Field, ...]) -> tuple[Asked, ...]:
    """Fields of the walk, and those that only the browser saw (frames, shadow roots)."""
    seen = [
        Asked(
            ask=ask_of(one.kind, one.name, one.label, one.autocomplete),
            fake=one.kind == "editable",
            action=one.action,
            method=one.method,
        )
        for one in rendered[:_MOST_EACH]
        if one.kind not in NO_FIELD and one.visible
    ]
    known = {one.ask for one in walked}
    return (*walked, *(one for one in seen if one.ask not in known))


def _walk(html: str, base: str, out: _Gathered) -> bool:
    """Fill `out`; false where the page has more nodes than are looked at."""
    if not html.strip():
        return True
    root = LexborHTMLParser(html).root
    walker = _Walker(base, out)
    for count, node in enumerate(root.traverse(include_text=True) if root else ()):
        if count >= MOST_NODES:
            return False
        walker.take(node)
    return True


class _Walker:
    """Takes nodes in document order, remembering the words last read."""

    def __init__(self, base: str, out: _Gathered) -> None:
        self._base, self._out = base, out
        self._before = ""
        self._actions: dict[int, tuple[str, str]] = {}

    def take(self, node: LexborNode) -> None:
        """One node."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node)
            return
        if not tag or tag[0] in "-_!":
            return
        out, had = self._out, node.attributes
        if len(out.tokens) < MOST_NODES:
            out.tokens.append(_token(tag, had.get("class")))
        for name, value in had.items():
            if name.startswith("on") and value:
                out.code.append(value[:4000])
        self._element(node, tag, had)

    def _text(self, node: LexborNode) -> None:
        parent = node.parent
        tag = (parent.tag if parent is not None else "") or ""
        words = node.text_content or ""
        out = self._out
        if tag == "script":
            out.code.append(words)
        elif tag == "style":
            out.styles.append(words)
        elif tag == "title" and parent is not None:
            within = parent.parent.tag if parent.parent is not None else ""
            if within in {"svg", "g"}:
                out.marks.append(words)
            elif not out.title:
                out.title = words
        elif tag in {"text", "tspan", "textpath"}:
            out.marks.append(words)
        elif tag not in _SKIPPED and words.strip():
            out.texts.append(words)
            self._before = words.strip()[-_LABEL:]
            if tag in {"h1", "h2", "h3"} or self._in_heading(parent):
                out.headings.append(words)

    @staticmethod
    def _in_heading(node: LexborNode | None) -> bool:
        up = node.parent if node is not None else None
        return up is not None and up.tag in {"h1", "h2", "h3"}

    def _element(  # noqa: C901  # one branch an element, in one place
        self, node: LexborNode, tag: str, had: dict[str, str | None]
    ) -> None:
        out = self._out
        if tag in {"input", "textarea", "select"} or _is_editable(had):
            self._field(node, tag, had)
        elif tag == "a" and had.get("href"):
            if len(out.links) < _MOST_EACH:
                words = plain((node.text(deep=True) or had.get("title") or "")[:120])
                out.links.append(Link(url=self._absolute(had["href"]), words=words))
        elif tag == "button" or had.get("role") == "button":
            out.buttons.append((node.text(deep=True) or had.get("value") or "")[:80])
        elif tag in {"img", "iframe", "frame", "script", "embed", "source", "video"} and had.get(
            "src"
        ):
            logo = tag == "img" and _LOGO.search(
                f"{had.get('class')} {had.get('id')} {had.get('src')} {had.get('alt')}"
            )
            self._part("logo" if logo else tag, had["src"])
        elif tag == "link" and had.get("href"):
            rel = (had.get("rel") or "").lower()
            self._part(
                "icon" if "icon" in rel else "canonical" if rel == "canonical" else "style",
                had["href"],
            )
        elif tag == "meta":
            self._meta(had)
        if tag == "iframe" and had.get("srcdoc"):
            self._inner(had["srcdoc"] or "")
        if tag in {"img", "svg", "i", "span", "div", "a", "h1", "h2"}:
            for name in ("alt", "aria-label", "title"):
                if value := had.get(name):
                    out.marks.append(value[:120])

    def _inner(self, html: str) -> None:
        """A document within an attribute, one level deep."""
        root = LexborHTMLParser(html[:200_000]).root
        for count, node in enumerate(root.traverse(include_text=True) if root else ()):
            if count >= 2000 or node.tag == "iframe":
                break
            self.take(node)

    def _meta(self, had: dict[str, str | None]) -> None:
        name = (had.get("property") or had.get("name") or "").lower()
        content = had.get("content") or ""
        if name in {"og:site_name", "application-name", "apple-mobile-web-app-title"}:
            self._out.description = content[:80]
        elif (had.get("http-equiv") or "").lower() == "refresh":
            self._out.refresh.append(content[:400])

    def _part(self, kind: str, target: str | None) -> None:
        if target and len(self._out.parts) < _MOST_EACH:
            self._out.parts.append(
                (kind, self._absolute(target) if target[:5] != "data:" else target[:20_000])
            )

    def _field(self, node: LexborNode, tag: str, had: dict[str, str | None]) -> None:
        kind = (had.get("type") or "text").lower() if tag == "input" else tag
        if len(self._out.asked) >= _MOST_EACH:
            return
        if kind in NO_FIELD:
            if kind in {"submit", "button"}:
                self._out.buttons.append(had.get("value") or "")
            return
        editable = tag not in {"input", "textarea", "select"}
        beside = " ".join(
            filter(
                None,
                (
                    had.get("placeholder"),
                    had.get("aria-label"),
                    had.get("title"),
                    had.get("data-placeholder"),
                ),
            )
        )
        name = " ".join(filter(None, (had.get("name"), had.get("id"))))
        ask = ask_of(kind, name, beside, had.get("autocomplete") or "")
        if ask.value == "other" or (kind == "textarea" and not beside):
            ask = ask_of(kind, name, f"{self._before} {beside}")
        masked = kind != "password" and bool(_MASKED.search(had.get("style") or ""))
        if masked and ask.value in {"other", "account", "phone"}:
            ask = ask_of("password", "", "")
        action, method = self._form(node)
        self._out.asked.append(
            Asked(ask=ask, fake=editable or masked, action=action, method=method)
        )

    def _form(self, node: LexborNode) -> tuple[str, str]:
        up = node.parent
        for _ in range(40):
            if up is None or up.tag == "form":
                break
            up = up.parent
        if up is None or up.tag != "form":
            return "", ""
        if up.mem_id not in self._actions:
            had = up.attributes
            action = self._absolute(had.get("action") or self._base)
            self._actions[up.mem_id] = (action, (had.get("method") or "get").lower())
        return self._actions[up.mem_id]

    def _absolute(self, target: str | None) -> str:
        try:
            return urljoin(self._base, (target or "").strip())[:2000]
        except ValueError:
            return ""


def _is_editable(had: dict[str, str | None]) -> bool:
    editable = "contenteditable" in had and (had["contenteditable"] or "true").lower() != "false"
    return editable or had.get("role") in {"textbox", "searchbox"}


def _token(tag: str, classes: str | None) -> str:
    return f"{tag}.{'.'.join(sorted(classes.split()[:3]))}"[:60] if classes else tag


def _drawn_words(link: str) -> str:
    """Words written in a picture that is itself text: an SVG in a `data:` URL."""
    if not link.startswith("data:image/svg"):
        return ""
    head, _, body = link.partition(",")
    try:
        svg = (
            base64.b64decode(body + "=" * (-len(body) % 4)).decode()
            if "base64" in head
            else unquote(body)
        )
    except (binascii.Error, ValueError):
        return ""
    return " ".join(re.findall(r">([^<>]{2,200})<", svg))[:300]
