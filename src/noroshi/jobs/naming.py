"""Naming: the subject that a text means, as people write it."""

from ipaddress import ip_network

from noroshi.spine.model import InputError, Subject, SubjectKind, parse_endpoint


def subject_of(text: str) -> Subject:
    """The address, endpoint, prefix, domain or URL that a text means.

    Raises:
        InputError: It means none of these.
    """
    value = text.strip()
    if not value or len(value) > 2048 or not value.isprintable() or " " in value:
        raise InputError(f"{text[:80]!r} is no address, prefix, domain or URL")
    if "://" in value:
        return Subject(SubjectKind.URL, value)
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        pass
    else:
        if "/" in value:
            return Subject(SubjectKind.PREFIX, str(network))
        return Subject.ip(value)
    if "/" in value:
        return Subject.endpoint(parse_endpoint(value))
    try:
        name = value.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InputError(f"{text[:80]!r} is no address, prefix, domain or URL") from error
    return Subject(SubjectKind.DOMAIN, name)
