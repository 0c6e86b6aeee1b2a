-- step: daily_links
-- inputs: daily_flows
-- keys: hour, exporter, ingress_interface, egress_interface
-- Traffic by pair of interfaces, hour and exporter, for capacity.
SELECT
    hour, exporter, ingressInterface AS ingress_interface, egressInterface AS egress_interface,
    count(*) AS flows,
    sum(packets)::BIGINT AS packets,
    sum(octets)::BIGINT AS octets,
    sum(packets * samplingInterval)::BIGINT AS scaled_packets,
    sum(octets * samplingInterval)::BIGINT AS scaled_octets
FROM daily_flows
GROUP BY ALL
ORDER BY ALL
