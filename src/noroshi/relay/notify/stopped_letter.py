"""Stopped letter: a webhook could not be told, and waits for people."""

from urllib.parse import urlsplit

from noroshi.relay.notify.letter import Letter
from noroshi.relay.notify.wording import one_line
from noroshi.spine.model import Language, Text, Webhook


def stopped_letter(
    webhook: Webhook, *, hub: str, attempts: int, error: str, language: Language
) -> Letter:
    """The letter; it names the host, not the path, which may hold a key."""
    host = urlsplit(webhook.url).hostname or ""
    why = one_line(error, 300)
    subject = Text(
        ja=f"［{hub}］ウェブフック {host} への通知を止めました",
        en=f"[{hub}] The webhook at {host} is stopped",
    )
    opening = Text(
        ja=f"{attempts} 回試みましたが、{host} に共有リストの変更を届けられませんでした（{why}）。取り消しも届いていないので、受信側を直すまで、古い項目を使い続けないよう注意してください。",
        en=f"Changes of the shared list could not be delivered to {host} in {attempts} attempts ({why}). Withdrawals have not arrived either: take care not to act on old entries until the receiver is mended.",
    )
    closing = Text(
        ja=f"直したら、コーディネータに再開を頼んでください：noroshi notify webhooks retry {webhook.id}。続きから、抜けなく届きます。",
        en=f"When it is mended, ask the coordinator to go on: noroshi notify webhooks retry {webhook.id}. It goes on where it stopped; nothing is lost.",
    )
    return Letter(
        language=language,
        subject=subject.said(language),
        opening=(opening.said(language),),
        closing=(closing.said(language),),
    )
