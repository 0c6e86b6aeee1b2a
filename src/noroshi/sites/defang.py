"""Defang: addresses for people, that no program makes into a link."""


def defanged(url: str) -> str:
    """A URL or a bare host with `hxxp` for `http` and `[.]` for the dots of its host."""
    head, mark, tail = url.partition("://")
    if not mark:
        head, tail = "", url
    site, slash, rest = tail.partition("/")
    return head.replace("http", "hxxp", 1) + mark + site.replace(".", "[.]") + slash + rest


def armed(text: str) -> str:
    """What `defanged` was made of; other texts come back as they are."""
    head, mark, tail = text.partition("://")
    if not mark:
        head, tail = "", text
    site, slash, rest = tail.partition("/")
    scheme = "http" + head[4:] if head.startswith("hxxp") else head
    return scheme + mark + site.replace("[.]", ".") + slash + rest
