"""Protocol numbers and keywords (IANA "Assigned Internet Protocol Numbers")."""

ICMP, IGMP, TCP, UDP, GRE, ESP, ICMPV6, SCTP = 1, 2, 6, 17, 47, 50, 58, 132

KEYWORDS: dict[int, str] = {
    1: "icmp",
    2: "igmp",
    4: "ipv4",
    6: "tcp",
    17: "udp",
    41: "ipv6",
    47: "gre",
    50: "esp",
    51: "ah",
    58: "ipv6-icmp",
    89: "ospf",
    103: "pim",
    112: "vrrp",
    115: "l2tp",
    132: "sctp",
}
"""Lower-case keyword of each number met in practice; others are written as the number."""

NUMBERS: dict[str, int] = {keyword: number for number, keyword in KEYWORDS.items()} | {
    "icmp6": 58,
    "icmpv6": 58,
}
"""Number of each keyword, with the spellings that tools use."""


def protocol_keyword(number: int) -> str:
    """Lower-case keyword of a protocol number; the number itself where it has none."""
    return KEYWORDS.get(number, str(number))
