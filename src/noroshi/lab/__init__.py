"""The lab: a made ISP day with known truth, as real datagrams."""
