"""Wording: why a followed page was found to be what it is, for people."""

from noroshi.sites.follow.rule import Code
from noroshi.spine.model import Text
from noroshi.spine.model.site_life import LifeState

# fmt: off
STATES: dict[LifeState, Text] = {
    LifeState.ALIVE: Text(ja="稼働中", en="alive"),
    LifeState.CLOAKED: Text(ja="隠れている", en="cloaked"),
    LifeState.DEAD: Text(ja="停止", en="dead"),
    LifeState.REVIVED: Text(ja="再開", en="revived"),
    LifeState.HARMLESS: Text(ja="無害になった", en="harmless now"),
}
"""What people read for each state."""

_REASONS: dict[Code, Text] = {
    Code.UNCHANGED: Text(ja="前回と同じ作りのページが応答しました。", en="A page built as before answered."),
    Code.STILL_DEAD: Text(ja="前回と同じく、ページはありませんでした。", en="As before, there was no page."),
    Code.NAME_GONE: Text(ja="ドメイン名が DNS にありませんでした。", en="Its name does not exist in the DNS."),
    Code.NO_PAGE: Text(ja="応答しないか、エラーを返しました。ブラウザでの確認は上限に達しています。", en="It did not answer, or answered with an error. It has been visited with a browser as often as it may."),
    Code.NO_BROWSER_LEFT: Text(ja="応答はありますが、ブラウザでの確認は上限に達しており、内容は確かめていません。", en="It answers, but it has been visited with a browser as often as it may: what it shows was not looked at."),
    Code.HARMS: Text(ja="ブラウザで見たところ、今も有害でした。", en="Visited with a browser, it still harms."),
    Code.HARMS_AGAIN: Text(ja="停止していましたが、再び有害なページを出しています。", en="It was dead, and shows a harmful page again."),
    Code.GONE: Text(ja="どの訪問者にもページがありませんでした。", en="There was no page for any visitor."),
    Code.HIDES: Text(ja="応答はありますが、有害な内容を見せません。訪問者を選んでいる疑いがあります。", en="It answers, but shows nothing harmful; it may choose its visitors."),
    Code.HARMLESS_ONCE: Text(ja="どの訪問者にも有害な内容がありませんでした。隠れただけのこともあるため、もう一度確かめます。", en="No visitor met anything harmful. As it may only hide, it is looked at once more."),
    Code.HARMLESS: Text(ja="続けて確かめましたが、どの訪問者にも有害な内容がありませんでした。", en="Looked at again and again, no visitor met anything harmful."),
}
# fmt: on


def reason_of(code: Code) -> Text:
    """The sentence for people."""
    return _REASONS[code]
