"""Naming: the subject that a text means, as people write it."""

from ipaddress import ip_network

from noroshi.spine.model import InputError, Subject, parse_endpoint


def subject_of(text: str) -> Subject:
    """The address, endpoint, prefix, domain or URL that a text means.

    Raises:
        InputError: It means none of these.
    """
    value = text.strip()
    if not value or len(value) > 2048 or not value.isprintable() or " " in value:
        raise InputError(f"{text[:80]!r} is no address, prefix, domain or URL")
    if "://" in value:
        return Subject.url(value)
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        pass
    else:
        return Subject.prefix(str(network)) if "/" in value else Subject.ip(value)
    return Subject.endpoint(parse_endpoint(value)) if "/" in value else Subject.domain(value)
