"""Mail: which mail would be lost if a domain told others to quarantine or reject what fails DMARC.

Chapters: `sense` reads records and reports, `analyse` puts them together, `judge` says what follows,
`configure` writes what to put into the DNS and into mail servers.
"""
