"""Passkey pages: registering a device's key, and logging in with it (WebAuthn level 2)."""

from typing import Annotated, Any

from litestar import MediaType, Response, post
from litestar.exceptions import ClientException, NotAuthorizedException, NotFoundException
from litestar.params import Body, FromPath
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from noroshi.console.access.cookies import TICKET, cookie_in, cookie_of, no_cookie
from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.gate import Gate
from noroshi.console.access.going import go
from noroshi.console.access.log_in import FORM_OCTETS, let_in
from noroshi.console.access.person import Asked, Logged
from noroshi.console.access.place import address_of, host_of, origin_of
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.permit import ANYBODY_KNOWN, PUBLIC
from noroshi.spine.model import Account, InputError
from noroshi.spine.store.passkeys import Passkey

REGISTER, LOG_IN = "passkey.register", "passkey.log-in"
MOST_PASSKEYS = 20
"""Of one person."""
LONGEST_LABEL = 80

Json = Annotated[dict[str, Any], Body(media_type="application/json")]


@post("/account/passkeys/options", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=200)
def offer_passkey(request: Asked, desk: AtDesk, person: Logged) -> Response[str]:
    """What the browser needs to make a key.

    Raises:
        PermissionDeniedException: The log-in is old.
    """
    person.require_recent()
    options = generate_registration_options(
        rp_id=host_of(desk.hub, request),
        rp_name=desk.hub.home.settings.hub.name,
        user_name=person.account.name,
        user_id=person.account.id.encode(),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=each.credential_id)
            for each in desk.passkeys.of(person.account.id)
        ],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    content = {"challenge": bytes_to_base64url(options.challenge), "account": person.account.id}
    return _offered(request, desk, REGISTER, content, options_to_json(options))


@post(
    "/account/passkeys",
    opt=ANYBODY_KNOWN,
    sync_to_thread=True,
    status_code=201,
    request_max_body_size=FORM_OCTETS,
)
def register_passkey(
    request: Asked, desk: AtDesk, person: Logged, data: Json
) -> Response[dict[str, str]]:
    """Keep the key that the browser made.

    Raises:
        ClientException: It was not made for this question, or there are too many.
    """
    content = _taken(request, desk, REGISTER)
    if content.get("account") != person.account.id:
        raise ClientException("this question was asked of somebody else")
    if len(desk.passkeys.of(person.account.id)) >= MOST_PASSKEYS:
        raise ClientException(f"a user has at most {MOST_PASSKEYS} passkeys; remove one first")
    credential = data.get("credential")
    if not isinstance(credential, dict):
        raise ClientException("send what the browser made as `credential`")
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(content["challenge"]),
            expected_rp_id=host_of(desk.hub, request),
            expected_origin=origin_of(desk.hub, request),
            require_user_verification=True,
        )
        desk.passkeys.add(
            Passkey(
                credential_id=made.credential_id,
                account_id=person.account.id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                label=_label(data),
                created_at=desk.hub.clock(),
            )
        )
    except (WebAuthnException, InputError, TypeError, ValueError, KeyError) as error:
        raise ClientException("the browser's key does not fit the question") from error
    desk.auditor.note(person.caller.by, "passkey.add", person.caller.by)
    done = {"goal": "/account?done=passkey-on"}
    return Response(done, status_code=201, cookies=[no_cookie(desk.hub, request, TICKET)])


@post(
    "/account/passkeys/{name:str}/remove",
    opt=ANYBODY_KNOWN,
    sync_to_thread=True,
    status_code=303,
)
def remove_passkey(desk: AtDesk, person: Logged, name: FromPath[str]) -> Response[None]:
    """Forget a key.

    Raises:
        NotFoundException: One has none of that name.
        PermissionDeniedException: The log-in is old.
    """
    person.require_recent()
    try:
        credential_id = bytes.fromhex(name)
    except ValueError as error:
        raise NotFoundException("there is no such passkey") from error
    if not desk.passkeys.remove(credential_id, account_id=person.account.id):
        raise NotFoundException("there is no such passkey")
    desk.auditor.note(person.caller.by, "passkey.remove", person.caller.by)
    return go("/account", done="passkey-off")


@post("/log-in/passkey/options", opt=PUBLIC, sync_to_thread=True, status_code=200)
def offer_log_in(request: Asked, desk: AtDesk) -> Response[str]:
    """What the browser needs to show that it has a key; nobody is named, so nothing is told."""
    refuse_other_origins(desk.hub, request)
    options = generate_authentication_options(
        rp_id=host_of(desk.hub, request), user_verification=UserVerificationRequirement.REQUIRED
    )
    content = {"challenge": bytes_to_base64url(options.challenge)}
    return _offered(request, desk, LOG_IN, content, options_to_json(options))


@post(
    "/log-in/passkey",
    opt=PUBLIC,
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=FORM_OCTETS,
)
def log_in_by_passkey(request: Asked, desk: AtDesk, data: Json) -> Response[dict[str, str]]:
    """Let in whose key answers. A key is two factors: the device, and what unlocks it.

    Raises:
        NotAuthorizedException: It is nobody's key, or does not answer this question.
        TooManyRequestsException: Too many failed from this address.
    """
    refuse_other_origins(desk.hub, request)
    at = desk.hub.clock()
    gate = Gate(desk.attempts, name="", address=address_of(desk.hub, request))
    gate.pass_(at)
    account = _answering(request, desk, data)
    if account is None:
        gate.fail(at)
        raise NotAuthorizedException("this passkey does not open an account here")
    goal = data.get("next")
    went = let_in(
        request, desk, account, goal=goal if isinstance(goal, str) else "/", way="passkey"
    )
    return Response(
        {"goal": went.headers["Location"]},
        cookies=[*went.cookies, no_cookie(desk.hub, request, TICKET)],
    )


def _answering(request: Asked, desk: Desk, data: dict[str, Any]) -> Account | None:
    """Whose key answers the question, if anybody's."""
    credential = data.get("credential")
    if not isinstance(credential, dict):
        return None
    try:
        content = _taken(request, desk, LOG_IN)
        kept = desk.passkeys.get(base64url_to_bytes(credential["rawId"]))
        if kept is None:
            return None
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(content["challenge"]),
            expected_rp_id=host_of(desk.hub, request),
            expected_origin=origin_of(desk.hub, request),
            credential_public_key=kept.public_key,
            credential_current_sign_count=0,  # `use` compares and keeps the count in one step
            require_user_verification=True,
        )
    except (WebAuthnException, ClientException, TypeError, ValueError, KeyError):
        return None
    if not desk.accounts.is_at_member(kept.account_id):
        return None
    at = desk.hub.clock()
    if not desk.passkeys.use(kept.credential_id, sign_count=shown.new_sign_count, at=at):
        return None
    return desk.accounts.get(kept.account_id)


def _offered(
    request: Asked, desk: Desk, purpose: str, content: dict[str, str], options: str
) -> Response[str]:
    ticket = desk.tickets.put(purpose, content, desk.hub.clock())
    return Response(
        options,
        media_type=MediaType.JSON,
        status_code=200,
        headers={"Cache-Control": "no-store"},
        cookies=[cookie_of(desk.hub, request, TICKET, ticket)],
    )


def _taken(request: Asked, desk: Desk, purpose: str) -> dict[str, str]:
    ticket = cookie_in(desk.hub, request, TICKET) or ""
    content = desk.tickets.take(purpose, ticket, desk.hub.clock())
    if content is None:
        raise ClientException("this question was not asked, or too long ago; begin again")
    return content


def _label(data: dict[str, Any]) -> str:
    told = data.get("label")
    label = " ".join(told.split())[:LONGEST_LABEL] if isinstance(told, str) else ""
    return label or "Passkey"
