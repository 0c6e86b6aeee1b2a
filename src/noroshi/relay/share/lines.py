"""JSON Lines for programs: one object a line, UTF-8."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import msgspec

from noroshi.relay.share.plain import Facts, are_plain, facts_of, plain
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model.stretch import Stretch

_ENCODE = msgspec.json.Encoder().encode


def as_jsonl(stretch: Stretch, edition: Edition) -> bytes:
    """One line per entry."""
    end = f',"producer":{_word(edition.producer)}}}\n'
    return "".join(_lines(stretch, end)).encode()


def quoted(text: str) -> str:
    """A text as JSON, in one line."""
    return _ENCODE(plain(text)).decode()


_word = lru_cache(maxsize=1_024)(quoted)


def _lines(stretch: Stretch, end: str) -> Iterator[str]:
    """Written by hand: an object for each line would take twice as long."""
    told = facts_of(stretch)
    rows = zip(
        told,
        stretch.ids,
        map(_word, stretch.kinds),
        stretch.subject_kinds,
        _all_quoted([one[0] if one else "" for one in told]),
        map(_word, stretch.labels),
        stretch.confidences,
        stretch.tlps,
        stretch.first_seen,
        stretch.last_seen,
        stretch.valid_from,
        stretch.valid_until,
        stretch.revoked,
        _reasons(stretch),
        strict=True,
    )
    for fact, name, kind, about, value, label, sure, tlp, first, last, since, until, off, why in rows:  # fmt: skip
        if fact is None:
            continue
        yield (
            f'{{"id":"{name}","kind":{kind},"subject_kind":"{about}","value":{value}{_port(fact)},'
            f'"label":{label},"confidence":{sure},"tlp":"{tlp}","first_seen":"{first}",'
            f'"last_seen":"{last}","valid_from":"{since}","valid_until":"{until}",'
            f'"revoked":{"true" if off else "false"},"reasons":[{why}]{end}'
        )


def _port(fact: Facts) -> str:
    return "" if fact[1] is None else f',"port":{fact[1]},"protocol":{_word(fact[2])}'


def _all_quoted(texts: Sequence[str]) -> Iterator[str]:
    """Texts as JSON; nearly all stretches hold only what needs no escape."""
    if are_plain(texts, '"\\'):
        return (f'"{text}"' for text in texts)
    return map(quoted, texts)


def _reasons(stretch: Stretch) -> list[str]:
    """What stands between the brackets of each entry's reasons."""
    all_of_them = stretch.reasons()
    sentences = _all_quoted(
        [text for one in chain(*all_of_them) for text in (one["ja"], one["en"])]
    )
    return [
        ",".join([f'{{"ja":{next(sentences)},"en":{next(sentences)}}}' for _ in those])
        for those in all_of_them
    ]
