"""Wording: the sentences of requests to take pages down, and what a person must check before sending."""

from noroshi.sites.takedown.rdap import Role
from noroshi.spine.model import Text

LANGUAGES = ("ja", "en")

# fmt: off
SUBJECT = Text(ja="【要対応】{what}サイトの停止のお願い（{place}）", en="Please act: {what} site on {place}")

OPENING: dict[Role, Text] = {
    Role.HOSTING: Text(
        ja="貴社の設備上で、{what}サイトが公開されていることを確認しました。停止をお願いいたします。",
        en="A page on your systems was found to be a {what} site. Please take it down.",
    ),
    Role.REGISTRAR: Text(
        ja="貴社が取り扱うドメイン名で、{what}サイトが公開されていることを確認しました。ご対応をお願いいたします。",
        en="A domain name under your management leads to a {what} site. Please act on it.",
    ),
}

WANTED: dict[Role, Text] = {
    Role.HOSTING: Text(
        ja="お願い：\n  1. 該当するページまたは契約の停止\n  2. 同じ利用者による他のページの確認\n  3. ログとファイルの保全（捜査機関からの照会に備えて）\n  4. 対応の結果のご返信",
        en="We ask you to:\n  1. take down the page or the account\n  2. look for other pages of the same customer\n  3. keep logs and files, in case the police ask for them\n  4. tell us what was done",
    ),
    Role.REGISTRAR: Text(
        ja="お願い：\n  1. 登録規約に照らした、ドメイン名の停止（clientHold など）\n  2. 登録者情報の真正性の確認\n  3. 対応の結果のご返信\n\n正規のサイトが改ざんされたものであれば、停止の前に登録者へご連絡ください。",
        en="We ask you to:\n  1. suspend the name under your terms (clientHold, for example)\n  2. check that the registrant's data are genuine\n  3. tell us what was done\n\nIf the site is a genuine one that was broken into, please tell its owner before you suspend it.",
    ),
}

CLOSING = Text(
    ja="URL は誤って開かれないよう、http を hxxp に、ドットを [.] に置き換えています。\n\n【要記入：組織名・担当者名・連絡先】",
    en="So that nobody opens them by mistake, URLs are written with hxxp for http and [.] for dots.\n\n[FILL IN: your organisation, name and contact]",
)

COUNCIL = Text(
    ja="フィッシング対策協議会への報告文の下書きです。報告フォームの項目に合わせて転記してください。",
    en="Draft of a report to the Council of Anti-Phishing Japan; copy it into the fields of its form.",
)

ROWS: dict[str, Text] = {
    "url": Text(ja="URL：", en="URL:"),
    "led": Text(ja="転送先：", en="Leads to:"),
    "brand": Text(ja="かたられたブランド：", en="Imitated brand:"),
    "title": Text(ja="ページの題名：", en="Title of the page:"),
    "addresses": Text(ja="IP アドレス：\n ", en="IP addresses:\n "),
    "first": Text(ja="最初の確認：", en="First seen:"),
    "last": Text(ja="最後に有害だった確認：", en="Last seen harmful:"),
    "evidence": Text(ja="証拠（ファイル名と SHA-256。必要であればお送りします）：", en="Evidence (files and their SHA-256; sent on request):"),
    "no-evidence": Text(ja="証拠ファイルは残っていません。", en="No evidence is kept any more."),
}

CHECKS: tuple[Text, ...] = (
    Text(ja="送る前に、人が確かめること：", en="A person must check before anything is sent:"),
    Text(ja="- ページが今も有害か（noroshi sites life で最新の状態を見る）。", en="- Whether the page still harms (noroshi sites life tells its state)."),
    Text(ja="- ブランド自身のサイト、正規のキャンペーン、訓練のページではないか。", en="- That it is not the brand's own site, a genuine campaign, or an exercise."),
    Text(ja="- 正規のサイトの改ざんであれば、停止ではなく修復を頼む文面にする。", en="- If a genuine site was broken into, ask for repair instead of an end."),
    Text(ja="- スクリーンショットに、報告者や被害者の情報が写っていないか。", en="- That no screenshot shows data of a reporter or victim."),
    Text(ja="- 宛先が正しいか。共有ホスティングや CDN では、IP アドレスの持ち主と運用者が異なる。", en="- Whether the recipients are right: with CDNs the holder of an address is not the operator."),
    Text(ja="- 【要記入】の箇所。", en="- Every place marked [FILL IN]."),
    Text(ja="連絡先の出所：", en="Where the contacts are from:"),
)
# fmt: on
