"""DNSSEC: which names would stop resolving if validation were turned on, and is a zone well signed?

Chapters: the validator proves answers itself (`validator`, `chain`, `signature`, `denial`), `sense` reads
zones and query logs, `judge` says what follows, `configure` writes what servers are to do, and when.
"""
