"""Messages that tests make are such as the reader for Outlook's own takes."""

from noroshi.sites.sense.compound import open_compound
from noroshi.testing.outlook import Saved, compound_file, saved_message


def test_streams_of_every_size_are_found_again():
    sizes = [0, 1, 63, 64, 65, 4095, 4096, 4097, 20_000, 200_000]
    written = {f"s{size}": (b"%d " % size * size)[:size] for size in sizes}
    opened = open_compound(compound_file({**written, "folder": {"deep": {"x": b"y"}}}))
    inside = opened.inside(opened.root)
    assert {name: opened.read(inside[name]) for name in written} == written
    deep = opened.inside(opened.inside(inside["folder"])["deep"])
    assert opened.read(deep["x"]) == b"y"


def test_the_same_message_gives_the_same_octets():
    assert saved_message(Saved(texts={0x37: "x"})) == saved_message(Saved(texts={0x37: "x"}))
