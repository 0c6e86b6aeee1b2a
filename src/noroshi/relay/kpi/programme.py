"""Programme: the figures that the programme answers for, as its two review sheets name them.

Targets are the programme's own; people may enter another one for a year.
"""

from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model import Text


class Kind(StrEnum):
    """Where a figure stands on the sheet."""

    OUTCOME = "outcome"
    ACTIVITY = "activity"


_OPERATORS = Text(ja="事業者", en="operators")
_EACH = Text(ja="1事業者当たり", en="per operator")
_HOURS = Text(ja="時間", en="hours")
_PERCENT = Text(ja="％", en="%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        name: Stable name.
        kind: Outcome or activity.
        title: What it is called on the sheet.
        definition: What is counted, exactly.
        unit: Unit of its value.
        target: What the programme wants, in that unit (a share as 0 to 1); null where it names none.
        share: Whether it is a share, told in per cent.
        falling: Whether less is better.
        per: How many results one unit cost is told for; 0 for none.
        each: What a unit cost is for, in words.
    """

    name: str
    kind: Kind
    title: Text
    definition: Text
    unit: Text
    target: float | None
    share: bool = False
    falling: bool = False
    per: int = 1
    each: Text = _EACH


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One review sheet.

    Attributes:
        name: Stable name.
        title: The project's name.
        purpose: What it is for.
        outline: What is done.
        figures: In the order of the sheet.
    """

    name: str
    title: Text
    purpose: Text
    outline: Text
    figures: tuple[Figure, ...]


DEFENCE = Sheet(
    name="defence",
    title=Text(
        ja="電気通信事業者による積極的サイバーセキュリティ対策",
        en="Active cyber defence by telecommunications operators",
    ),
    purpose=Text(
        ja="サイバー攻撃を利用者の被害の前に網内で止めるため、電気通信事業者がフロー情報からC&Cサーバを検知して共有し、悪性サイトと経路・名前・電子メールの対策を進める。",
        en="Stop attacks inside the network before users are hurt: operators find C&C servers in flow data and share them, act on malicious sites, and introduce safeguards for routing, names and mail.",
    ),
    outline=Text(
        ja="フロー情報の統計分析によるC&Cサーバの検知と一覧の共有、悪性サイトの収集・評価・対処の手引き、RPKI・DNSSEC・DMARCなどの導入の支援とガイドライン。",
        en="Detection of C&C servers by statistics over flow data and a shared list; collection, judgement and guidance for malicious sites; support and a guideline for RPKI, DNSSEC and DMARC.",
    ),
    figures=(
        Figure(
            name="c2.match-rate",
            kind=Kind.OUTCOME,
            title=Text(
                ja="検知したC&Cサーバと外部の一覧との一致率",
                en="Detected C&C servers that independent lists carry",
            ),
            definition=Text(
                ja="共有のしきい値以上で検知したC&Cサーバのうち、独立した一覧に載るものの割合。最後に行った照合（noroshi c2 match）による。",
                en="Of the C&C servers found at the threshold, the share that independent lists carry, by the last comparison (noroshi c2 match).",
            ),
            unit=_PERCENT,
            target=0.9,
            share=True,
            per=0,
        ),
        Figure(
            name="c2.sharing-operators",
            kind=Kind.OUTCOME,
            title=Text(
                ja="C&Cサーバの一覧を共有・利用する事業者",
                en="Operators that share and use the C&C list",
            ),
            definition=Text(
                ja="参加中の分析・共有事業者のうち、最近7日にC&Cサーバの一覧を取得し、対処を申告しているか、7日以内に検出を報告したもの。",
                en="Analysing and sharing operators in membership that read the C&C list within 7 days and have declared an action, or reported sightings within 7 days.",
            ),
            unit=_OPERATORS,
            target=10,
        ),
        Figure(
            name="sites.acting-operators",
            kind=Kind.OUTCOME,
            title=Text(
                ja="悪性サイトの手引きに沿って対処する事業者",
                en="Operators that act on malicious-site guidance",
            ),
            definition=Text(
                ja="最近7日に悪性サイトの一覧を取得し、警告か遮断を申告している事業者。一覧に項目がなければ「データなし」。",
                en="Operators that read the list of malicious sites within 7 days and declare to alert or block. No data while that list has never held an entry.",
            ),
            unit=_OPERATORS,
            target=5,
        ),
        Figure(
            name="sites.hours-to-list",
            kind=Kind.OUTCOME,
            title=Text(
                ja="悪性サイトの最初の報告から一覧に載るまで",
                en="From the first report of a malicious page to its entry on the list",
            ),
            definition=Text(
                ja="期間内に初めて悪性と判定し、一覧に載ったページの中央値。",
                en="Median of the pages first found malicious in the period that came onto the list.",
            ),
            unit=_HOURS,
            target=None,
            falling=True,
            per=0,
        ),
        Figure(
            name="sites.hours-listed",
            kind=Kind.OUTCOME,
            title=Text(
                ja="一覧に載ったページが停止するまで",
                en="From the entry on the list to the end of the page",
            ),
            definition=Text(
                ja="同じページの半数が停止するまで（カプラン・マイヤー法。停止を見ていないものは最後に悪性と確認した時までを数える）。半数に達しなければ「データなし」。",
                en="When half of these pages had ended (Kaplan and Meier: what was not seen to end counts up to when it last harmed). No data before half had.",
            ),
            unit=_HOURS,
            target=None,
            falling=True,
            per=0,
        ),
        Figure(
            name="sites.recalled",
            kind=Kind.OUTCOME,
            title=Text(
                ja="誤りとして取り消した一覧の項目", en="Entries of the list taken back as wrong"
            ),
            definition=Text(
                ja="期間内に悪性サイトの一覧に載った項目のうち、担当者が取り消したものの割合。",
                en="Of the entries that came onto the list of malicious sites in the period, the share that a person took back.",
            ),
            unit=_PERCENT,
            target=None,
            share=True,
            falling=True,
            per=0,
        ),
        Figure(
            name="sites.pages-followed",
            kind=Kind.ACTIVITY,
            title=Text(ja="追跡した悪性ページ", en="Malicious pages followed"),
            definition=Text(
                ja="期間内に初めて悪性と判定し、その後を追跡したページ。",
                en="Pages first found malicious in the period, and followed from then on.",
            ),
            unit=Text(ja="ページ", en="pages"),
            target=None,
            each=Text(ja="1ページ当たり", en="per page"),
        ),
        Figure(
            name="sites.pages-dead",
            kind=Kind.ACTIVITY,
            title=Text(ja="停止を確認したページ", en="Followed pages seen dead"),
            definition=Text(
                ja="追跡したページのうち、停止を一度でも確認したものの割合。",
                en="Of the pages followed, the share that a look found dead.",
            ),
            unit=_PERCENT,
            target=None,
            share=True,
            per=0,
        ),
        Figure(
            name="sites.pages-revived",
            kind=Kind.ACTIVITY,
            title=Text(ja="停止の後に復活したページ", en="Dead pages that came back"),
            definition=Text(
                ja="停止を確認したページのうち、再び悪性となったものの割合。",
                en="Of the pages seen dead, the share that harmed again.",
            ),
            unit=_PERCENT,
            target=None,
            share=True,
            falling=True,
            per=0,
        ),
        Figure(
            name="readiness.following-operators",
            kind=Kind.OUTCOME,
            title=Text(ja="ガイドラインに沿う事業者", en="Operators that follow the guideline"),
            definition=Text(
                ja="最近100日に申告した準備の点数（noroshi readiness score）が、必須の項目をすべて満たす参加事業者。申告がなければ「データなし」。",
                en="Members whose readiness score, declared within 100 days (noroshi readiness score), meets every Must item. No data while nobody has declared one.",
            ),
            unit=_OPERATORS,
            target=9,
        ),
        Figure(
            name="programme.participants",
            kind=Kind.ACTIVITY,
            title=Text(ja="参加事業者", en="Participating operators"),
            definition=Text(
                ja="期間の終わりに参加している分析・共有事業者。",
                en="Analysing and sharing operators in membership at the end of the period.",
            ),
            unit=_OPERATORS,
            target=25,
        ),
        Figure(
            name="readiness.guidelines",
            kind=Kind.ACTIVITY,
            title=Text(ja="策定したガイドライン", en="Guidelines issued"),
            definition=Text(
                ja="期間内に発行されたガイドライン（noroshi readiness guideline の記録）。",
                en="Guidelines issued in the period (runs of noroshi readiness guideline).",
            ),
            unit=Text(ja="件", en="documents"),
            target=1,
            each=Text(ja="1件当たり", en="per document"),
        ),
    ),
)

SURVEY = Sheet(
    name="survey",
    title=Text(
        ja="IoT機器の脆弱性調査と注意喚起",
        en="Survey of vulnerable IoT devices and notice to their owners",
    ),
    purpose=Text(
        ja="攻撃に悪用されうるIoT機器を、法に基づき許された範囲で調べ、電気通信事業者を通じて利用者に知らせ、直るまで見届ける。",
        en="Survey IoT devices that attacks could use, within what the law allows, tell owners through their operator, and follow each to its repair.",
    ),
    outline=Text(
        ja="署名された範囲での調査、機器の特定、事業者ごとの通知、再調査による確認、製造者への情報提供。",
        en="Surveys inside a signed scope, identification of devices, notices through each operator, confirmation by another survey, and facts for manufacturers.",
    ),
    figures=(
        Figure(
            name="iot.addresses-surveyed",
            kind=Kind.ACTIVITY,
            title=Text(ja="調査したアドレス", en="Addresses surveyed"),
            definition=Text(
                ja="期間内の調査で一度以上調べたアドレス（iot survey の記録）。",
                en="Addresses that surveys of the period covered at least once (runs of iot survey).",
            ),
            unit=Text(ja="アドレス", en="addresses"),
            target=200_000_000,
            per=10_000,
            each=Text(ja="1万アドレス当たり", en="per 10,000 addresses"),
        ),
        Figure(
            name="iot.survey-rounds",
            kind=Kind.ACTIVITY,
            title=Text(ja="調査の回数", en="Survey rounds"),
            definition=Text(
                ja="期間内に終えた調査の回数（iot survey の記録）。",
                en="Survey rounds finished in the period (runs of iot survey).",
            ),
            unit=Text(ja="回", en="rounds"),
            target=6,
            each=Text(ja="1回当たり", en="per round"),
        ),
        Figure(
            name="iot.coverage",
            kind=Kind.ACTIVITY,
            title=Text(ja="調査の網羅率", en="Coverage of the survey"),
            definition=Text(
                ja="期間内の調査で許された範囲のアドレスのうち、実際に調べたものの割合。除外の申し出や除外一覧は分母に残る（iot survey の記録）。",
                en="Of the addresses that scopes of the period allowed, the share that was asked; addresses that opted out or are excluded stay in the denominator (runs of iot survey).",
            ),
            unit=_PERCENT,
            target=None,
            share=True,
            per=0,
        ),
        Figure(
            name="iot.notices",
            kind=Kind.ACTIVITY,
            title=Text(ja="利用者に知らせた機器", en="Devices whose owners were told"),
            definition=Text(
                ja="事業者が利用者に知らせた機器。期間内に各事業者が最後に知らせた数の合計（iot cases count の記録）。3未満の数は含まない。",
                en="Devices about which operators told the subscriber: the last count of each operator in the period (runs of iot cases count). Counts below 3 are left out.",
            ),
            unit=Text(ja="台", en="devices"),
            target=None,
            each=Text(ja="1台当たり", en="per device"),
        ),
        Figure(
            name="iot.fixed-devices",
            kind=Kind.OUTCOME,
            title=Text(ja="直ったことを確かめた機器", en="Devices seen mended"),
            definition=Text(
                ja="知らせた機器のうち、再調査で直ったことを確かめたもの（iot cases count の記録）。",
                en="Of the devices told, those that a later look found mended (runs of iot cases count).",
            ),
            unit=Text(ja="台", en="devices"),
            target=None,
            each=Text(ja="直った1台当たり", en="per mended device"),
        ),
        Figure(
            name="iot.fix-rate",
            kind=Kind.OUTCOME,
            title=Text(ja="知らせた機器が直った割合", en="Share of told devices that were mended"),
            definition=Text(
                ja="知らせた機器のうち、直ったことを確かめたものの割合。知らせなくても直る分を含むため、対照群との比較は noroshi iot followup で見る。",
                en="Of the devices told, the share seen mended. Some are mended without any notice: noroshi iot followup holds it against a control arm.",
            ),
            unit=_PERCENT,
            target=None,
            share=True,
            per=0,
        ),
    ),
)

SHEETS = (DEFENCE, SURVEY)
"""Both sheets, in order."""

FIGURES: dict[str, Figure] = {figure.name: figure for sheet in SHEETS for figure in sheet.figures}
"""Every figure by name."""
