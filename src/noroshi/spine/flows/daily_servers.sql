-- step: daily_servers
-- inputs: daily_flows
-- keys: server_hi, server_lo, port, protocol
-- Servers outside, for looking back: was this address in use here, since when, by how many? Grouped by
-- client first, because that spills to disk and a distinct count does not.
SELECT
    server_hi, server_lo, port, protocol,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    bit_count(bit_or(hours))::UTINYINT AS hours,
    count(*) FILTER (subscriber) AS subscribers,
    count(*) AS clients,
    sum(flows)::BIGINT AS flows,
    sum(packets)::BIGINT AS packets,
    sum(octets_to_server)::BIGINT AS octets_to_server,
    sum(octets_from_server)::BIGINT AS octets_from_server,
    sum(scaled_packets)::BIGINT AS scaled_packets,
    sum(scaled_octets)::BIGINT AS scaled_octets
FROM (
    SELECT
        server_hi, server_lo, server_port AS port, protocolIdentifier AS protocol,
        client_hi, client_lo,
        min(flowStartMilliseconds) AS first_seen,
        max(flowStartMilliseconds) AS last_seen,
        bit_or(1 << hour(flowStartMilliseconds)::INTEGER) AS hours,
        bool_or(subscriberSide <> 0) AS subscriber,
        count(*) AS flows,
        sum(packets) AS packets,
        sum(octets_to_server) AS octets_to_server,
        sum(octets_from_server) AS octets_from_server,
        sum(packets * samplingInterval) AS scaled_packets,
        sum(octets * samplingInterval) AS scaled_octets
    FROM daily_flows
    WHERE asked IS NOT NULL AND (server_port <= client_port OR server_port < 1024)
    GROUP BY ALL
)
GROUP BY ALL
ORDER BY server_hi, server_lo, port, protocol
