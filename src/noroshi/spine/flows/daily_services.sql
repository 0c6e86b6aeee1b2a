-- step: daily_services
-- inputs: daily_flows
-- keys: hour, exporter, ip_version, protocol, port, side
-- Traffic by service, hour and exporter, for planning. The service is the lower port; ports that systems
-- pick for clients (32768 and above) count as 0.
SELECT
    hour, exporter, ipVersion AS ip_version, protocolIdentifier AS protocol,
    (CASE WHEN service_port < 32768 THEN service_port ELSE 0 END)::USMALLINT AS port,
    subscriberSide AS side,
    count(*) AS flows,
    sum(packets)::BIGINT AS packets,
    sum(octets)::BIGINT AS octets,
    sum(packets * samplingInterval)::BIGINT AS scaled_packets,
    sum(octets * samplingInterval)::BIGINT AS scaled_octets
FROM daily_flows
GROUP BY ALL
ORDER BY ALL
