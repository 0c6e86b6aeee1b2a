import struct

from noroshi.testing.captures import ACK, CLIENT, HANDSHAKE, SERVER, packet, pcap, pcapng


def test_headers_tell_the_length_of_what_follows():
    frame = packet(CLIENT, SERVER, 50000, 443, ACK, 10)
    assert len(frame) == 14 + 20 + 20 + 10
    assert struct.unpack_from(">H", frame, 16) == (50,)


def test_both_files_hold_every_packet():
    for made in (pcap(HANDSHAKE), pcapng(HANDSHAKE)):
        assert all(frame in made for _, frame in HANDSHAKE)
    assert len(pcapng(HANDSHAKE)) % 4 == 0
