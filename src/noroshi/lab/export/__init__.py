"""Export: flow records as the datagrams that routers send, in pcap files.

NetFlow v5 (IPv4 only), NetFlow v9 (RFC 3954) and IPFIX (RFC 7011), built for whole tables at once.
"""

from noroshi.lab.export.files import Exported, collector_port, export_records, exporter_address

__all__ = ["Exported", "collector_port", "export_records", "exporter_address"]
