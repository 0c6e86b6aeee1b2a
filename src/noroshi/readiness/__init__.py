"""Readiness: is it safe to turn on RPKI, DNSSEC and DMARC here?

One package a technology; each takes dated files and gives tables, so every result can be run again.
`rpki`: which routes would origin validation call invalid, and why.
`dnssec`: which names validation would break, and how well zones are signed.
`manrs`: which actions for network operators this network keeps, and the cheapest next step.
`mail`: what stands in the DNS for mail, and what a stricter DMARC policy would lose.
`guide`: the items to meet, the score, and the paper that cites the results of the others.
"""
