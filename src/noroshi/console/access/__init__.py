"""Access: how people and programs get in, and who may do what."""

from litestar import Router
from litestar.di import Provide

from noroshi.console.access.account import (
    change_language,
    change_password,
    end_other_sessions,
    end_session,
    show_account,
)
from noroshi.console.access.code_pages import ask_code, ask_no_code, offer_code
from noroshi.console.access.connect_pages import fill_connect
from noroshi.console.access.desk import desk_of
from noroshi.console.access.log_in import log_in, log_out, show_log_in
from noroshi.console.access.passkey_pages import (
    log_in_by_passkey,
    offer_log_in,
    offer_passkey,
    register_passkey,
    remove_passkey,
)
from noroshi.console.access.person import person_of
from noroshi.console.access.sign_on import come_back, link_identity, sign_on, unlink_identity
from noroshi.console.access.token_pages import issue_token, revoke_token, show_tokens
from noroshi.console.access.users import (
    add_user,
    change_role,
    disable_user,
    enable_user,
    invite_user,
    show_users,
)
from noroshi.console.access.webhook_pages import (
    change_webhook,
    register_webhook,
    show_webhook,
    show_webhooks,
)
from noroshi.console.access.welcome import set_password, show_welcome

ROUTES = [
    Router(
        path="/",
        dependencies={
            "desk": Provide(desk_of, sync_to_thread=False),
            "person": Provide(person_of, sync_to_thread=True),
        },
        route_handlers=[
            show_log_in,
            log_in,
            log_out,
            offer_log_in,
            log_in_by_passkey,
            sign_on,
            come_back,
            show_welcome,
            set_password,
            show_account,
            change_password,
            change_language,
            end_session,
            end_other_sessions,
            offer_code,
            ask_code,
            ask_no_code,
            offer_passkey,
            register_passkey,
            remove_passkey,
            link_identity,
            unlink_identity,
            show_users,
            add_user,
            invite_user,
            change_role,
            disable_user,
            enable_user,
            show_tokens,
            issue_token,
            revoke_token,
            fill_connect,
            show_webhooks,
            register_webhook,
            show_webhook,
            change_webhook,
        ],
    )
]
"""Every route of access."""

__all__ = ["ROUTES", "desk_of", "person_of"]
