"""Topic: what a kept result tells, and the command that makes one.

A kept result is the rows that the command writes for machines. A technology joins by naming its topic
here and keeping its rows; checks and gates in them are read without further code (`reading`).
"""

from dataclasses import dataclass

from noroshi.spine.model import Text

DECLARED = "guide.declared"
"""Topic of what people declare about items that no command can check; its subject is the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One kind of result.

    Attributes:
        name: `TECHNOLOGY.VERB`.
        title: What it tells.
        command: What to run, with `--keep`.
    """

    name: str
    title: Text
    command: str

    @property
    def technology(self) -> str:
        """The technology it belongs to."""
        return self.name.partition(".")[0]

    @property
    def verb(self) -> str:
        """Which of the five verbs."""
        return self.name.partition(".")[2]


def _topic(name: str, ja: str, en: str, options: str) -> Topic:
    words = name.replace(".", " ")
    return Topic(
        name=name, title=Text(ja=ja, en=en), command=f"noroshi readiness {words} {options}".rstrip()
    )


TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        _topic("rpki.validate", "経路の状態", "State of routes", "--vrps FILE --routes FILE --own-as ASN --keep"),
        _topic("rpki.plan", "ROA の計画", "Plan of ROAs", "--routes FILE --own-as ASN --keep"),
        _topic("rpki.simulate", "無効な経路を捨てたときの影響", "Effect of dropping invalid routes", "--vrps FILE --routes FILE --keep"),
        _topic("rpki.configure", "ルータの設定", "Router configuration", "--for bird --as ASN --router-id ADDR --cache ADDR:PORT --neighbour ADDR=ASN --keep"),
        _topic("rpki.stage", "経路の段階と門", "Stage and gate of routes", "--vrps FILE --vrps FILE --routes FILE --for bird --as ASN --router-id ADDR --cache ADDR:PORT --neighbour ADDR=ASN --keep"),
        _topic("rpki.monitor", "自社の経路の変化", "What changed for own routes", "--vrps FILE --routes FILE --own-as ASN --keep"),
        _topic("dnssec.assess", "ゾーンの診断", "Assessment of a zone", "ZONE --zone-file FILE --keep"),
        _topic("dnssec.rehearse", "検証で失敗する名前", "Names that validation would break", "LOG --resolver ADDR --keep"),
        _topic("dnssec.stage", "段階と門", "Stage and gate", "zone ZONE --zone-file FILE --keep"),
        _topic("dnssec.monitor", "最近の変化", "What changed lately", "ZONE --server ADDR --keep"),
        _topic("manrs.assess", "四つの行動の点", "Score of the four actions", "--own-as ASN --table FILE --vrps FILE --irr FILE --rdap FILE --keep"),
        _topic("outlet.simulate", "遮断が触れる通信", "What blocking would touch", "flowspec --keep"),
        _topic("mail.assess", "ドメインの診断", "Assessment of a domain", "DOMAIN --resolver ADDR --keep"),
        _topic("mail.forecast", "失うメールの予測", "Forecast of lost mail", "--domain DOMAIN --keep"),
        _topic("mail.configure", "メールサーバの設定", "Settings of mail servers", "--domain DOMAIN --out FOLDER --report-to ADDRESS --keep"),
        _topic("mail.stage", "段階と門", "Stage and gate", "--domain DOMAIN --resolver ADDR --keep"),
        _topic("mail.monitor", "最近の変化", "What changed lately", "--domain DOMAIN --keep"),
    )
}  # fmt: skip
"""Every topic by name."""


def topics_of(technology: str) -> list[Topic]:
    """Topics of a technology, in the order of the verbs."""
    return [topic for topic in TOPICS.values() if topic.technology == technology]


def title_of(name: str) -> Text:
    """What a topic is called; its name where it is unknown here."""
    if name == DECLARED:
        return Text(ja="申告", en="Declaration")
    topic = TOPICS.get(name)
    return topic.title if topic else Text(ja=name, en=name)
