-- step: turned
-- kind: view
-- inputs: flows, ports
-- params: from_ms, to_ms
-- keys:
--
-- Every record seen from the end that asks: client, server, and what went up and down.
-- Who serves is told, in this order, by a lone SYN, by a SYN in a stitched record, by the rank of
-- the two ports, by a refusal (clients reset too, so it comes after the ports), by the tool that
-- stitched a biflow; last, the far end of a subscriber is taken as server.
WITH record AS (
    SELECT
        epoch_ms(f.flowStartMilliseconds) AS start_ms,
        epoch_ms(f.flowEndMilliseconds) AS end_ms,
        f.sourceAddressHi AS src_hi, f.sourceAddressLo AS src_lo, f.sourceTransportPort AS src_port,
        f.destinationAddressHi AS dst_hi, f.destinationAddressLo AS dst_lo,
        f.destinationTransportPort AS dst_port,
        f.protocolIdentifier AS proto,
        f.protocolIdentifier = 6 AS tcp,
        coalesce(f.tcpControlBits, 0) AS flags,
        coalesce(f.reverseTcpControlBits, 0) AS back_flags,
        f.octetDeltaCount AS octets, f.packetDeltaCount AS packets,
        f.reverseOctetDeltaCount AS back_octets, f.reversePacketDeltaCount AS back_packets,
        f.reverseOctetDeltaCount IS NOT NULL AS stitched,
        f.subscriberSide AS side,
        s.rank AS src_rank, d.rank AS dst_rank
    FROM flows AS f
    JOIN ports AS s ON s.port = f.sourceTransportPort
    JOIN ports AS d ON d.port = f.destinationTransportPort
    WHERE f.flowStartMilliseconds >= make_timestamp_ms($from_ms)
      AND f.flowStartMilliseconds < make_timestamp_ms($to_ms)
),
role AS (
    SELECT *,
        CASE
            WHEN tcp AND (flags & 18) = 2 THEN true
            WHEN tcp AND stitched AND (flags & 2) = 2 THEN true
            WHEN dst_rank > src_rank THEN true
            WHEN dst_rank < src_rank THEN false
            WHEN tcp AND NOT stitched AND (flags & 6) = 4 AND packets <= 2 THEN false
            WHEN stitched THEN true
            WHEN side = 1 THEN true
            WHEN side = 2 THEN false
            ELSE dst_port <= src_port
        END AS up
    FROM record
)
SELECT
    start_ms, end_ms, proto, tcp,
    CASE WHEN up THEN src_hi ELSE dst_hi END AS cli_hi,
    CASE WHEN up THEN src_lo ELSE dst_lo END AS cli_lo,
    CASE WHEN up THEN src_port ELSE dst_port END AS cli_port,
    CASE WHEN up THEN dst_hi ELSE src_hi END AS srv_hi,
    CASE WHEN up THEN dst_lo ELSE src_lo END AS srv_lo,
    CASE WHEN up THEN dst_port ELSE src_port END AS srv_port,
    -- true: a subscriber asks outside; false: outside asks a subscriber
    CASE side WHEN 1 THEN up WHEN 2 THEN NOT up WHEN 0 THEN true ELSE false END AS outward,
    up OR stitched AS asks,
    stitched,
    CASE WHEN up THEN octets ELSE coalesce(back_octets, 0) END AS up_octets,
    CASE WHEN up THEN coalesce(back_octets, 0) ELSE octets END AS down_octets,
    CASE
        WHEN NOT up THEN coalesce(back_packets, 0)
        -- Argus counts both directions together: halve what was answered
        WHEN stitched AND back_packets IS NULL AND back_octets > 0 THEN packets / 2
        ELSE packets
    END AS up_packets,
    CASE
        WHEN NOT up THEN packets
        WHEN stitched AND back_packets IS NULL AND back_octets > 0 THEN packets / 2
        ELSE coalesce(back_packets, 0)
    END AS down_packets,
    CASE
        WHEN NOT up THEN octets > 0 AND NOT (tcp AND (flags & 4) = 4 AND packets <= 2)
        WHEN tcp THEN (flags & 16) = 16
            OR ((back_flags & 16) = 16 AND (back_flags & 4) = 0)
            OR (coalesce(back_octets, 0) > 0 AND (back_flags & 4) = 0)
            OR (flags = 0 AND packets > 8)  -- no flags given, but more packets than retries make
        ELSE coalesce(back_octets, 0) > 0
    END AS answered,
    up AND tcp AND (flags & 18) = 2 AS unfinished  -- the client never acknowledged anything
FROM role
