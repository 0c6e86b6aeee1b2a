"""Provisions: what is asked of products, in our own short words, and what a survey sees of it.

Of ETSI EN 303 645, clause 5. The current edition is V3.1.3 (2024-09); the provisions used here bear
the same numbers in V2.1.1 (2020-06), letters that V3.1.3 adds left out (5.13-1A and B).

JC-STAR level 1 is IPA's JST-CR-01-01-2024 (2024-12), 16 criteria. Numbers stand only where a public
text says what the criterion is of: IPA on the mutual recognition with the United Kingdom's PSTI
(S1.1-02, -05, -16; PSTI's three demands are passwords, reports and the support period), NTT's list
of the criteria (S1.1-01 to -05). The others are named by topic: unused interfaces are one of its
threats (Cybertrust, 2025-08), information in transit one of its assets (NTT Data, 2025-07).

Source:
    https://www.etsi.org/deliver/etsi_en/303600_303699/303645/03.01.03_60/en_303645v030103p.pdf;
    its Annex B says which provisions are demands and which are advice.
    draft-ietf-iotops-security-summary-01 (texts of V2.1.1).
    https://www.ipa.go.jp/security/jc-star/shinsei/psti.html
    https://www.ntt.com/business/services/dds/jcs.html
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from noroshi.iot.report.device import UNSEALED, Device
from noroshi.iot.report.exposure import Trouble
from noroshi.spine.model import Text

_NOTHING = Text(ja="外からは見えない", en="not visible from outside")
_HOLES = {Trouble.VULNERABLE, Trouble.POSSIBLY_VULNERABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question that a maker can answer of a product to come.

    Attributes:
        provision: Its number.
        is_must: Whether the standard demands it; it advises the others.
        question: To be answered with yes, no, or not applicable.
    """

    provision: str
    is_must: bool
    question: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One thing that is asked of products.

    Attributes:
        clause: Of EN 303 645.
        title: What is asked.
        criteria: Numbers of the like criteria of JC-STAR level 1, as far as they can be told.
        topic: What JC-STAR level 1 calls a like demand, in our words; null where none can be told.
        sign: What a survey sees of it.
        advice: What the maker can do.
        shows: Whether a device shows the sign; null where nothing can be seen from outside.
        asks: Its questions.
    """

    clause: str
    title: Text
    criteria: tuple[str, ...] = ()
    topic: Text | None = None
    sign: Text
    advice: Text
    shows: Callable[[Device], bool] | None
    asks: tuple[Ask, ...]

    def count(self, devices: Sequence[Device]) -> int | None:
        """How many of some devices show the sign; null where nothing can be seen."""
        return sum(map(self.shows, devices)) if self.shows else None


def _must(provision: str, ja: str, en: str) -> Ask:
    return Ask(provision=provision, is_must=True, question=Text(ja=ja, en=en))


def _should(provision: str, ja: str, en: str) -> Ask:
    return Ask(provision=provision, is_must=False, question=Text(ja=ja, en=en))


# fmt: off
PROVISIONS = (
    Provision(
        clause="5.1",
        title=Text(ja="共通の初期パスワードを使わない", en="No universal default passwords"),
        criteria=("S1.1-01", "S1.1-02", "S1.1-03", "S1.1-04"),
        topic=Text(ja="認証と初期パスワード", en="log-in and first password"),
        sign=Text(ja="弱いパスワードとして届いた機器", en="devices reported with a weak password"),
        advice=Text(
            ja="機器ごとに異なる初期パスワードを付けるか、最初の起動時に設定させてください。続けて間違えたときは待ち時間を入れてください。",
            en="Give each device its own first password, or have it set at the first start. Slow down repeated guesses.",
        ),
        shows=lambda one: one.trouble is Trouble.WEAK_CREDENTIAL,
        asks=(
            _must("5.1-1", "どのパスワードも、機器ごとに異なるか、利用者が決めたものか。", "Is every password either different on each device or chosen by the user?"),
            _must("5.1-2", "機器ごとの初期パスワードは、型番や通し番号から推測できない作り方か。", "Are first passwords made so that nobody can work them out from model or serial number?"),
            _must("5.1-3", "利用者の認証に、現在推奨される暗号を使っているか。", "Does log-in use cryptography that is recommended today?"),
            _must("5.1-4", "利用者が認証の値を簡単に変えられるか。", "Can users change what they log in with, easily?"),
            _must("5.1-5", "ネットワーク越しの総当たりを、待ち時間や回数制限で困難にしているか。", "Is guessing over the network made impracticable, by delay or a limit?"),
        ),
    ),
    Provision(
        clause="5.2",
        title=Text(ja="脆弱性の報告を受け付ける", en="A way to report weaknesses"),
        criteria=("S1.1-05",),
        topic=Text(ja="脆弱性の連絡窓口と公開方針", en="contact and policy for reported weaknesses"),
        sign=_NOTHING,
        advice=Text(
            ja="連絡窓口と回答までの目安を公開し、security.txt（RFC 9116）を置いてください。",
            en="Publish a contact and the time in which you answer, and serve a security.txt (RFC 9116).",
        ),
        shows=None,
        asks=(
            _must("5.2-1", "連絡窓口、受け取りを知らせるまでの期間、途中経過を知らせる期間を公開しているか。", "Are the contact, the time to a first answer and the times of later news published?"),
        ),
    ),
    Provision(
        clause="5.3",
        title=Text(ja="ソフトウェアを最新に保つ", en="Keep software updated"),
        criteria=("S1.1-16",),
        topic=Text(ja="更新の仕組みとサポート期間", en="updates and length of support"),
        sign=Text(ja="既知の欠陥がある、またはサポートが終わった機器", en="devices with known holes, or past support"),
        advice=Text(
            ja="自動更新を初期設定で有効にし、サポート終了日を型番ごとに公開し、終わる前に利用者へ知らせてください。",
            en="Turn automatic updates on by default, publish the end of support for each model, and tell users before it comes.",
        ),
        shows=lambda one: one.trouble in _HOLES or one.is_ended or bool(one.cves),
        asks=(
            _must("5.3-2", "更新を安全に入れる仕組みがあるか。", "Is there a way to install updates safely?"),
            _must("5.3-3", "利用者が簡単に更新できるか。", "Is an update simple for the user?"),
            _should("5.3-5", "使い始めたときと、その後定期的に、更新の有無を機器が確かめるか。", "Does the device look for security updates at first use and regularly after?"),
            _must("5.3-8", "セキュリティ更新を遅れずに出しているか。", "Do security updates come in time?"),
            _must("5.3-10", "ネットワークから届いた更新の作り手と中身を、入れる前に確かめるか。", "Are the origin and wholeness of an update from the network checked before it is installed?"),
            _must("5.3-13", "サポートの期間を、利用者が読める所に明確に公開しているか。", "Is the length of support published, clearly, where users can read it?"),
            _must("5.3-16", "利用者が型番を本体や画面で確かめられるか。", "Can users read the model on the device or its screens?"),
        ),
    ),
    Provision(
        clause="5.5",
        title=Text(ja="安全に通信する", en="Communicate securely"),
        topic=Text(ja="通信の保護", en="protected communication"),
        sign=Text(ja="暗号化しない管理用の口が開いている機器", en="devices with an unencrypted management port open"),
        advice=Text(
            ja="Telnet、FTP、HTTPによる管理をやめ、SSHまたはHTTPSに置き換えてください。",
            en="Replace management by Telnet, FTP and HTTP with SSH or HTTPS.",
        ),
        shows=lambda one: any(service in UNSEALED for service in one.services),
        asks=(
            _must("5.5-1", "通信に、現在推奨される暗号を使っているか。", "Does communication use cryptography that is recommended today?"),
            _must("5.5-5", "設定を変える機能は、認証した後にだけ使えるか。", "Can settings that matter for security be changed only after log-in?"),
            _must("5.5-7", "離れた所から届く口で送る鍵やパスワードを、盗み見られないようにしているか。", "Are keys and passwords that cross a remotely reachable interface kept from being read?"),
        ),
    ),
    Provision(
        clause="5.6",
        title=Text(ja="攻撃される面を小さくする", en="Minimise exposed attack surfaces"),
        topic=Text(ja="使わない口を閉じる", en="unused interfaces closed"),
        sign=Text(ja="管理用の口がインターネットに開いている、または反射攻撃に使える機器", en="devices with a management port open to the Internet, or usable as reflector"),
        advice=Text(
            ja="WAN側の管理とUPnP・SSDPの応答を初期設定で切り、必要な人だけが入れられるようにしてください。",
            en="Turn management and UPnP/SSDP answers off on the WAN side by default; let those who need them turn them on.",
        ),
        shows=lambda one: bool(one.managed) or one.trouble is Trouble.REFLECTOR,
        asks=(
            _must("5.6-1", "使わないネットワークの口と機能は、すべて無効か。WAN側の管理、UPnP、SSDPを含む。", "Are all unused network interfaces and functions off, among them management, UPnP and SSDP on the WAN side?"),
            _must("5.6-2", "認証前に、型番や版など攻撃に役立つことをできるだけ答えないか。", "Does it tell as little as it can, such as model and version, before log-in?"),
            _should("5.6-5", "必要なサービスだけを動かしているか。", "Do only services run that its use needs?"),
        ),
    ),
)
"""What of both schemes a survey has something to say about, and the way to report weaknesses."""

UNSEEN = (
    Provision(
        clause="5.4",
        title=Text(ja="秘密の値を安全に保管する", en="Store sensitive values securely"),
        sign=_NOTHING,
        advice=Text(ja="鍵をファームウェアに埋め込まないでください。", en="Put no key into the firmware."),
        shows=None,
        asks=(
            _must("5.4-1", "鍵やパスワードなどを、安全に保存しているか。", "Are keys, passwords and the like stored securely?"),
            _must("5.4-3", "ソースコードに、鍵などの重要な値を埋め込んでいないか。", "Is the source code free of critical values such as keys?"),
        ),
    ),
    Provision(
        clause="5.7",
        title=Text(ja="ソフトウェアの改ざんを防ぐ", en="Ensure software integrity"),
        sign=_NOTHING,
        advice=Text(ja="セキュアブートを使ってください。", en="Use secure boot."),
        shows=None,
        asks=(
            _should("5.7-1", "起動時に、ソフトウェアが改ざんされていないことを確かめるか。", "Does it check at the start that its software is unchanged?"),
        ),
    ),
    Provision(
        clause="5.8",
        title=Text(ja="個人データを守る", en="Keep personal data secure"),
        sign=_NOTHING,
        advice=Text(ja="カメラやマイクなどの働きを説明書に書いてください。", en="Say in the manual what cameras, microphones and the like do."),
        shows=None,
        asks=(
            _must("5.8-2", "サービスとやりとりする機微な個人データを、暗号で守っているか。", "Is sensitive personal data between device and service protected by cryptography?"),
            _must("5.8-3", "外界を感知する機能をすべて、利用者に分かるように説明しているか。", "Is every ability to sense its surroundings documented for users?"),
        ),
    ),
    Provision(
        clause="5.9",
        title=Text(ja="障害に耐える", en="Be resilient to outages"),
        sign=_NOTHING,
        advice=Text(ja="ネットワークがなくても基本の機能が動くようにしてください。", en="Let basic functions work without a network."),
        shows=None,
        asks=(
            _should("5.9-2", "ネットワークが切れても手元の機能が動き、停電の後に正しく復帰するか。", "Do local functions go on without a network, and does it come back cleanly after a power cut?"),
        ),
    ),
    Provision(
        clause="5.10",
        title=Text(ja="届いた稼働データを調べる", en="Examine telemetry"),
        sign=_NOTHING,
        advice=Text(ja="集めた稼働データから異常を探してください。", en="Look for anomalies in what devices report."),
        shows=None,
        asks=(
            _should("5.10-1", "稼働データを集めるなら、セキュリティ上の異常がないか調べているか。", "If telemetry is collected, is it examined for security anomalies?"),
        ),
    ),
    Provision(
        clause="5.11",
        title=Text(ja="利用者のデータを簡単に消せる", en="Easy deletion of user data"),
        sign=_NOTHING,
        advice=Text(ja="手放す前の消し方を説明書に書いてください。", en="Say in the manual how to erase it before it is given away."),
        shows=None,
        asks=(
            _must("5.11-1", "利用者が、機器の中の自分のデータを簡単に消せるか。", "Can users erase their data from the device in a simple way?"),
        ),
    ),
    Provision(
        clause="5.12",
        title=Text(ja="設置と保守を簡単にする", en="Easy installation and maintenance"),
        sign=_NOTHING,
        advice=Text(ja="初期設定のままでも安全にしてください。", en="Be safe as shipped."),
        shows=None,
        asks=(
            _should("5.12-2", "安全に設定する方法を、利用者に示しているか。", "Are users told how to set it up securely?"),
            _should("5.12-3", "安全に設定できたことの確かめ方を、利用者に示しているか。", "Are users told how to check that it is set up securely?"),
        ),
    ),
    Provision(
        clause="5.13",
        title=Text(ja="入力を確かめる", en="Validate input data"),
        sign=_NOTHING,
        advice=Text(ja="設定画面とネットワークから届く値をすべて確かめてください。", en="Check every value that comes from settings pages and the network."),
        shows=None,
        asks=(
            _must("5.13-1", "画面とネットワークから入る値を、使う前に確かめるか。", "Is what comes in by screens and network validated before it is used?"),
        ),
    ),
)
# fmt: on
"""The rest of clause 5: nothing of it can be seen from outside, and a checklist asks it all the same."""

CHECKLIST = tuple(
    sorted((*PROVISIONS, *UNSEEN), key=lambda one: int(one.clause.rpartition(".")[2]))
)
"""Clause 5 in its order."""
