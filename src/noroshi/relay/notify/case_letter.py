"""Case letter: a reminder of work that is overdue."""

from noroshi.relay.notify.letter import Letter, Section
from noroshi.relay.notify.wording import defanged, one_line
from noroshi.spine.model import Case, Language, Text


def reminder(case: Case, *, hub: str, url: str, language: Language) -> Letter:
    """The letter for a case whose date has passed.

    Raises:
        ValueError: The case has no date.
    """
    if case.due_at is None:
        raise ValueError(f"case {case.number} has no date that could have passed")
    due = f"{case.due_at:%Y-%m-%d %H:%M}"
    subject = Text(
        ja=f"［{hub}］ケース {case.number} の期限が過ぎました",
        en=f"[{hub}] Case {case.number} is overdue",
    )
    opening = Text(
        ja=f"ケース {case.number} は {due}（UTC）が期限でしたが、まだ閉じられていません。対応して結果とともに閉じるか、期限を改めてください。",
        en=f"Case {case.number} was due on {due} (UTC) and is not closed. Close it with its outcome, or set another date.",
    )
    facts = (
        Text(ja=f"件名：{_title(case)}", en=f"Title: {_title(case)}"),
        Text(ja=f"対象：{defanged(case.subject.value)}", en=f"Subject: {defanged(case.subject.value)}"),
        Text(ja=f"始まり：{case.opened_at:%Y-%m-%d}", en=f"Opened: {case.opened_at:%Y-%m-%d}"),
    )  # fmt: skip
    heading = Text(ja="内容", en="What it is about")
    closing = (Text(ja=f"ケース：{url}", en=f"The case: {url}").said(language),) if url else ()
    return Letter(
        language=language,
        subject=subject.said(language),
        opening=(opening.said(language),),
        sections=(Section(heading=heading.said(language), lines=tuple(fact.said(language) for fact in facts)),),
        closing=closing,
    )  # fmt: skip


def _title(case: Case) -> str:
    return one_line(case.title.replace(case.subject.value, defanged(case.subject.value)))
