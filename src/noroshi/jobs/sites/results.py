"""Job: what is told to somebody who asks with a receipt: where his report is, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from noroshi.sites.defang import defanged
from noroshi.spine.model import Text
from noroshi.spine.model.receipt import read_receipt
from noroshi.spine.model.site_queue import QueuedUrl, QueueState
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_verdicts import SiteVerdicts

__all__ = [
    "ADVICE",
    "MEANINGS",
    "ReceiptResult",
    "Result",
    "UrlResult",
    "defanged",
    "result_of_receipt",
]


class Result(StrEnum):
    """What is told of one URL."""

    WAITING = "waiting"
    DANGEROUS = "dangerous"
    SUSPICIOUS = "suspicious"
    HARMLESS = "harmless"
    UNREACHABLE = "unreachable"
    KNOWN = "known"
    CLOSED = "closed"


# fmt: off
MEANINGS: dict[Result, Text] = {
    Result.WAITING: Text(ja="確認中", en="Being looked at"),
    Result.DANGEROUS: Text(ja="危険", en="Dangerous"),
    Result.SUSPICIOUS: Text(ja="疑わしい", en="Suspicious"),
    Result.HARMLESS: Text(ja="危険は見つからず", en="Not found dangerous"),
    Result.UNREACHABLE: Text(ja="つながらない", en="Not reachable"),
    Result.KNOWN: Text(ja="正規と確認済み", en="Known to be genuine"),
    Result.CLOSED: Text(ja="調べずに終了", en="Closed without a visit"),
}
ADVICE: dict[Result, Text] = {
    Result.WAITING: Text(ja="結果が出るまで、このページを開いたり、情報を入力したりしないでください。", en="Until there is a result, do not open the page and do not enter anything on it."),
    Result.DANGEROUS: Text(ja="開かないでください。すでに入力した場合は、パスワードをすぐに変え、カード会社や銀行に連絡し、警察相談専用電話 #9110 に相談してください。", en="Do not open it. If you entered anything, change the password now, call your bank or card company, and tell the police (in Japan: #9110)."),
    Result.SUSPICIOUS: Text(ja="情報を入力しないでください。用件は、公式アプリか、自分で調べた公式サイトから確かめてください。", en="Enter nothing. Check the matter in the official app, or on the official site that you look up yourself."),
    Result.HARMLESS: Text(ja="調べた時点では危険な点は見つかりませんでした。それでも、心当たりのない連絡のリンクは開かないのが安全です。", en="Nothing dangerous was found when it was looked at. Still, leave links alone in messages that you did not expect."),
    Result.UNREACHABLE: Text(ja="調べた時点ではつながりませんでした。消えた偽サイトのこともあるので、開かないでください。", en="It did not answer when it was looked at. It may be a false site that is gone, so do not open it."),
    Result.KNOWN: Text(ja="これは正規のサイトです。届いた連絡が本物かどうかは、別に確かめてください。", en="This is the genuine site. Whether the message that you got is genuine is another question."),
    Result.CLOSED: Text(ja="担当者が調べずに終了しました。心配なときは、もう一度報告してください。", en="It was closed without a visit. If you are worried, report it again."),
}
# fmt: on
"""What a person should do."""

_OF_DANGER = {danger: Result(danger.value) for danger in SiteDanger}
_OF_STATE = {
    QueueState.FAILED: Result.UNREACHABLE,
    QueueState.ALLOWED: Result.KNOWN,
    QueueState.DROPPED: Result.CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlResult:
    """One URL of a report and what is told of it.

    Attributes:
        url: As it stands in the queue.
        result: What is told.
        verdict: What it rests on; null for none.
    """

    url: str
    result: Result
    verdict: SiteVerdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptResult:
    """What is told of one receipt.

    Attributes:
        receipt: Its number.
        urls: Of the report, in order; empty where it names none.
    """

    receipt: str
    urls: tuple[UrlResult, ...]


def result_of_receipt(database: Database, text: str) -> ReceiptResult | None:
    """What is told to who shows a receipt; null where there is none of that number.

    Raises:
        InputError: The text is no receipt.
    """
    receipt = read_receipt(text)
    ids = SiteReports(database).urls(receipt)
    if ids is None:
        return None
    verdicts = SiteVerdicts(database).of(ids)
    found = SiteQueue(database).with_ids(ids)
    return ReceiptResult(receipt=receipt, urls=tuple(_told(one, verdicts[one.id]) for one in found))


def _told(url: QueuedUrl, verdicts: Sequence[SiteVerdict]) -> UrlResult:
    verdict = holding(verdicts)
    if verdict is not None:
        result = _OF_DANGER[verdict.danger]
    else:
        result = _OF_STATE.get(url.state, Result.WAITING)
    return UrlResult(url=url.url, result=result, verdict=verdict)
