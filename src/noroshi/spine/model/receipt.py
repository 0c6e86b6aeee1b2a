"""Receipt: the number that somebody who reported a site asks for the result with.

Eleven random characters and a check character, in groups of four. It is told over the telephone and
copied by hand, so its 31 letters and digits leave out what looks like something else. As 31 is prime
and the weights differ, one wrong character and two exchanged ones are always noticed.
"""

from noroshi.spine.model.errors import InputError

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 11
NUMBERS = len(ALPHABET) ** RANDOM_CHARACTERS
"""How many receipts there are: 2.5 × 10^16, so nobody finds another's by trying."""

_VALUE = {sign: at for at, sign in enumerate(ALPHABET)}
_MEANT = str.maketrans({"I": "1", "L": "1", "-": None, " ": None})


def receipt_number(number: int) -> str:
    """The receipt of a number in [0, `NUMBERS`), as `XXXX-XXXX-XXXX`."""
    signs = []
    for _ in range(RANDOM_CHARACTERS):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    whole = "".join(signs) + _check("".join(signs))
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def read_receipt(text: str) -> str:
    """A receipt as it is kept, from what somebody typed.

    Raises:
        InputError: It is none; a character is wrong or missing.
    """
    signs = text[:40].strip().upper().translate(_MEANT)
    known = len(signs) == RANDOM_CHARACTERS + 1 and all(sign in _VALUE for sign in signs)
    if not known or _check(signs[:-1]) != signs[-1]:
        raise InputError(
            "this is no receipt number: compare its twelve characters with the ones you were given"
        )
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def _check(signs: str) -> str:
    weighed = sum(weight * _VALUE[sign] for weight, sign in enumerate(signs, start=2))
    return ALPHABET[weighed % len(ALPHABET)]
