"""Webhook: its standing, and what it never shows."""

from datetime import UTC, datetime

from noroshi.spine.model import Webhook

AT = datetime(2026, 1, 5, tzinfo=UTC)


def webhook(**more):
    return Webhook(
        id="w",
        operator_id="alpha",
        url="https://soc.example/hook",
        secret="s" * 32,
        collections=("c2-servers",),
        sequence=0,
        created_at=AT,
        **more,
    )


def test_a_webhook_is_told_only_between_its_proof_and_its_stop():
    assert webhook().standing == "unconfirmed"
    assert webhook(confirmed_at=AT).standing == "active"
    assert webhook(confirmed_at=AT, stopped_at=AT).standing == "stopped"
    assert webhook(confirmed_at=AT, disabled_at=AT).standing == "removed"


def test_logs_of_a_webhook_hold_no_secret():
    assert "ssss" not in repr(webhook())
