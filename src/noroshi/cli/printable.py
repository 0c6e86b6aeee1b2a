"""Printable: text of strangers for a terminal, which signs in it must not steer."""


def printable(text: str) -> str:
    """The text with every sign that a terminal would obey or hide shown as U+FFFD."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
