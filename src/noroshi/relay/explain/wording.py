"""Wording: every sentence of the pages, in both languages. Templates hold no words of their own."""

from noroshi.relay.explain.language import Lang, printable, say
from noroshi.spine.model import Text, is_c2, label_text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


# fmt: off
WORDS: dict[str, Text] = {
    # the page
    "brand": _t("狼煙 Noroshi", "Noroshi"),
    "language_name": _t("日本語", "English"),
    "kind": _t("C&C サーバー判定書", "C&C server finding"),
    "kind_report": _t("C&C サーバー検知報告", "C&C server report"),
    "inside": _t("事業者内限り", "For the operator only"),
    "outside": _t("事業者外への提供用", "For readers outside the operator"),
    "to_top": _t("一覧に戻る", "Back to the list"),
    "footer": _t("この文書は加入者を特定する情報を含まない。数値はすべてフロー記録から計算し、通信の内容は見ていない。", "This page names no subscriber. Every figure comes from flow records; nobody looked at the content of any communication."),
    # the verdict
    "verdict_c2": _t("{class_name}の C&C サーバーである{sure}。確率は {p}。", "{sure} a C&C server ({class_name}): the probability is {p}."),
    "verdict_unsure": _t("C&C サーバーと判定するには足りない。確率は {p}、最も近い分類は{class_name}。", "Not enough to call it a C&C server: the probability is {p}; the nearest class is {class_name}."),
    "verdict_other": _t("C&C サーバーではなく、{class_name}とみられる。C&C の確率は {p}。", "Not a C&C server but {class_name}: the probability of C&C is {p}."),
    "sure_high": _t("可能性がきわめて高い", "Almost certainly"),
    "sure_good": _t("可能性が高い", "Very probably"),
    "sure_fair": _t("可能性が高めである", "Probably"),
    "because": _t("主な理由は{reasons}。", "Chiefly because of {reasons}."),
    "and": _t("と", " and "),
    "fact_probability": _t("C&C の確率", "Probability"),
    "fact_clients": _t("利用者", "Clients"),
    "fact_contacts": _t("接触回数", "Contacts"),
    "fact_octets": _t("通信量", "Octets"),
    "fact_unanswered": _t("応答なし", "Unanswered"),
    "fact_first": _t("最初の接触", "First contact"),
    "fact_last": _t("最後の接触", "Last contact"),
    # why
    "why": _t("判定の理由", "Why"),
    "why_text": _t("効いた順に並べた。対数オッズは確率への寄与で、正は C&C を支持し、負は否定する。", "Strongest first. Log-odds are what a reason adds to the verdict: above zero it speaks for C&C, below zero against."),
    "reason": _t("理由", "Reason"),
    "measured": _t("実測値", "Measured"),
    "usual": _t("通常値", "Usual"),
    "log_odds": _t("対数オッズ", "Log-odds"),
    "source": _t("出所", "Source"),
    "few_clients": _t("利用者は 3 未満（人数は示さない）。", "Fewer than 3 clients; the exact count is not told outside."),
    "change": _t("判定が変わる条件", "What would change the verdict"),
    "pictures": _t("図で確かめる", "See for yourself"),
    "numbers": _t("数値で見る", "The same in numbers"),
    "rows_left_out": _t("ほか {n} 行は省略。", "{n} more rows are left out."),
    # clients
    "clients": _t("利用者", "Clients"),
    "clients_text": _t("番号はこの文書の中だけのもので、加入者や仮名とは対応しない。", "The numbers hold on this page only; they stand for no subscriber and no pseudonym."),
    "client_n": _t("利用者 {n}", "client {n}"),
    "client": _t("利用者", "Client"),
    "symptoms": _t("ほかの兆候", "Other symptoms"),
    "no_symptoms": _t("なし", "none"),
    "more_clients": _t("ほかに {n} の利用者がある。", "{n} more clients are not listed."),
    # method
    "method": _t("方法と再現", "Method, and how to repeat it"),
    "detector": _t("検知器", "Detector"),
    "parameters": _t("パラメーター", "Parameters"),
    "window": _t("対象期間", "Window"),
    "finding_id": _t("判定の識別子", "Finding"),
    "repeat": _t("再現するには", "To repeat"),
    "method_text": _t("対象期間のフロー記録からサーバーごとに証拠を計算し、同じ期間のほかの全サーバーと比べた。証拠の対数オッズを足し合わせ、較正して確率とした。", "From the flow records of the window, evidence was computed for each server and held against all other servers of the same window. The log-odds of the evidence were added up and calibrated to a probability."),
    "limits": _t("確率は誤り得る。遮断や通知の前に、この文書の図と数値を人が確かめること。", "The probability can be wrong. Before blocking or notifying, a person should check the pictures and numbers of this page."),
    # pictures
    "nothing": _t("描くものがない", "nothing to draw"),
    "term": _t("証拠", "Evidence"),
    "this_server": _t("このサーバー", "this server"),
    "all_servers": _t("ほかの全サーバー", "all other servers"),
    "waterfall_title": _t("事前確率から判定まで", "From prior to verdict"),
    "waterfall_text": _t("事前確率 {prior} から始まり、{n} 件の証拠を順に足して {score} に至る。上の目盛りは確率、下は対数オッズ。", "Starting from a prior of {prior}, {n} terms of evidence lead to {score}. Upper scale: probability; lower scale: log-odds."),
    "prior": _t("事前", "Prior"),
    "calibration": _t("較正", "Calibration"),
    "score": _t("判定", "Verdict"),
    "other_terms": _t("その他 {n} 件", "{n} weaker terms"),
    "probability_after": _t("そこまでの確率", "Probability so far"),
    "strip_title": _t("接触の時刻", "Contacts over time"),
    "strip_text": _t("{day} の接触 {n} 回、うち応答なし {unanswered} 回。印の長さは継続時間。", "{n} contacts on {day}, {unanswered} of them unanswered. The length of a mark is the duration."),
    "strip_none": _t("対象期間に接触はない。", "There is no contact in the window."),
    "strip_binned": _t("印が重なる行は {span}ごとにまとめ、棒の高さで回数を示す（縮尺は行ごと。狭い画面では区切りが長くなる）。", "Rows too dense for single marks are summed per {span}: the height of a bar is the count, each row on its own scale (on narrow screens the bins are longer)."),
    "strip_outside": _t("対象期間の外にある {n} 回は描いていない。", "{n} contacts outside the window are not drawn."),
    "all_clients": _t("全利用者", "all clients"),
    "other_clients": _t("ほか {n}", "{n} others"),
    "contacts": _t("接触", "Contacts"),
    "answered": _t("応答あり", "answered"),
    "unanswered": _t("応答なし", "unanswered"),
    "first": _t("最初（JST）", "First (JST)"),
    "last": _t("最後（JST）", "Last (JST)"),
    "octets": _t("通信量", "Octets"),
    "median_length": _t("継続時間の中央値", "Median length"),
    "intervals_title": _t("接触の間隔", "Time between contacts"),
    "intervals_text": _t("間隔 {n} 個のうち {share} が {low}から {high}に入る。線はほかの全サーバー。", "Of {n} gaps, {share} lie between {low} and {high}. The outline is all other servers."),
    "intervals_none": _t("同じ利用者からの 2 回目の接触がなく、間隔を測れない。", "No client came back, so there is no gap to measure."),
    "interval": _t("間隔", "Gap"),
    "interval_axis": _t("同じ利用者の接触の間隔（対数）", "gap between contacts of one client (logarithmic)"),
    "gaps": _t("個数", "Gaps"),
    "share_server": _t("このサーバー", "This server"),
    "share_background": _t("ほかの全サーバー", "All other servers"),
    "background_title": _t("全サーバーの中での位置", "Among all servers"),
    "background_text": _t("{n} 種の証拠のうち {far} 種で、全サーバーの中央 90 % の外にある。", "In {far} of {n} kinds of evidence the server lies outside the middle 90 % of all servers."),
    "background_none": _t("比べる背景がない。", "There is no background to compare with."),
    "background_note": _t("縮尺は行ごと。値が 50 倍を超えて広がる行は対数。", "Each row has its own scale, logarithmic where values span more than 50 times."),
    "rank": _t("順位", "Rank"),
    "median": _t("中央値", "Median"),
    "bands": _t("全サーバーの 5–95 %、25–75 %、中央値", "all servers: 5–95 %, 25–75 %, median"),
    # the report
    "report_title": _t("フローから見つかった C&C サーバー", "C&C servers found in flows"),
    "report_verdict": _t("{servers} のサーバーを調べ、しきい値 {threshold} 以上のものが {n} あった。", "Of {servers} servers that were scored, {n} reach the threshold of {threshold}."),
    "report_truth": _t("仕込んだ C&C サーバー {total} のうち {found} を検知、見逃し {missed}、誤検知 {false}。", "Of {total} planted C&C servers, {found} were found and {missed} missed; false alarms: {false}."),
    "found": _t("検知", "found"),
    "missed": _t("見逃し", "missed"),
    "false": _t("誤検知", "false"),
    "quiet": _t("正しく除外", "rightly left out"),
    "overview": _t("一覧図", "Overview"),
    "ranked": _t("判定一覧", "Findings, most probable first"),
    "missed_servers": _t("見逃した C&C サーバー", "Planted servers that were missed"),
    "no_findings": _t("判定はない。", "There is no finding."),
    "ranking_title": _t("サーバーごとの C&C の確率", "Probability of C&C, by server"),
    "ranking_text": _t("{n} サーバーのうち {listed} がしきい値 {threshold} 以上。", "{listed} of {n} servers reach the threshold of {threshold}."),
    "ranking_more": _t("ほか {n} サーバーは下の一覧にある。", "{n} more servers stand in the list below."),
    "ranking_key": _t("● 検知　✕ 誤検知　○ 見逃し", "● found   ✕ false   ○ missed"),
    "threshold": _t("しきい値", "threshold"),
    "server": _t("サーバー", "Server"),
    "class": _t("分類", "Class"),
    "probability": _t("確率", "Probability"),
    "reasons": _t("主な理由", "Main reasons"),
    "truth": _t("正解", "Truth"),
    "not_planted": _t("C&C ではない", "no C&C server"),
    "flows": _t("フロー", "Flows"),
    "subscribers": _t("加入者", "Subscribers"),
    "servers": _t("調べたサーバー", "Servers scored"),
    "listed": _t("検知", "Listed"),
    "seconds": _t("解析時間", "Analysis time"),
}
"""Every word and sentence; `{…}` are filled when used."""
# fmt: on


def word(key: str, lang: Lang, **values: object) -> str:
    """A sentence in one language with its gaps filled.

    Raises:
        KeyError: There is no such sentence, or a gap has no value.
    """
    text = say(WORDS[key], lang)
    return text.format(**values) if values else text


def class_name(label: str, lang: Lang) -> str:
    """The name of a class for people."""
    return printable(say(label_text(label), lang))


def client_name(number: int, lang: Lang) -> str:
    """`client 3`."""
    return word("client_n", lang, n=number)


def is_hostile(label: str) -> bool:
    """Whether a class is one of the C&C classes."""
    return is_c2(label)
