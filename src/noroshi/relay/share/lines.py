"""JSON Lines for programs: one object a line, UTF-8."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat

import msgspec

from noroshi.relay.share.plain import are_plain, plain, told_of
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import Service
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.stretch import Sentences, Stretch

_ENCODE = msgspec.json.Encoder().encode


def as_jsonl(stretch: Stretch, edition: Edition) -> bytes:
    """One line per entry."""
    # Columns are joined without Python between them: an object for each line takes many times as long.
    return "".join(chain.from_iterable(zip(*_columns(stretch, edition), strict=False))).encode()


def quoted(text: str) -> str:
    """A text as JSON, in one line."""
    return _ENCODE(plain(text)).decode()


def _columns(stretch: Stretch, edition: Edition) -> Iterator[Iterable[str]]:
    """Parts of each line in their order; those that are the same in all lines have no end."""
    told = told_of(stretch)
    one = told.stretch
    yield from (repeat('{"id":"'), one.ids)
    yield from (repeat('","kind":'), map(_word, one.kinds))
    yield from (repeat(',"subject_kind":"'), one.subject_kinds)
    yield from (repeat('","value":'), _all_quoted(told.values))
    yield from (map(_PORTS.__getitem__, told.services), map(_word, one.labels))
    yield from (repeat(',"confidence":'), map(_NUMBERS.__getitem__, one.confidences))
    yield from (repeat(',"tlp":"'), one.tlps)
    yield from (repeat('","first_seen":"'), one.first_seen)
    yield from (repeat('","last_seen":"'), one.last_seen)
    yield from (repeat('","valid_from":"'), one.valid_from)
    yield from (repeat('","valid_until":"'), one.valid_until)
    yield ['","revoked":true' if off else '","revoked":false' for off in one.revoked]
    yield from (repeat(',"reasons":['), _reasons(one.reasons()))
    yield repeat(f'],"producer":{_word(edition.producer)}}}\n')


def _port(service: Service | None) -> str:
    """What stands between the value and the label."""
    if service is None:
        return ',"label":'
    return f',"port":{service.port},"protocol":{quoted(service.keyword)},"label":'


_word, _PORTS, _NUMBERS = Memo(quoted).__getitem__, Memo(_port), Memo(str)


def _all_quoted(texts: Sequence[str]) -> list[str]:
    """Texts as JSON; nearly all stretches hold only what needs no escape."""
    if are_plain(texts, '"\\'):
        return [f'"{text}"' for text in texts]
    return list(map(quoted, texts))


def _reasons(sentences: Sentences) -> Iterator[str]:
    """What stands between the brackets of each entry's reasons."""
    ja = _all_quoted([one.ja for those in sentences for one in those])
    en = _all_quoted([one.en for those in sentences for one in those])
    told = map('{{"ja":{},"en":{}}}'.format, ja, en)
    return (next(told) if len(one) == 1 else ",".join(islice(told, len(one))) for one in sentences)
