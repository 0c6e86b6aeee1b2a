-- step: daily_flows
-- kind: view
-- inputs: flows
-- One row a flow: who serves, who asks, and counters both ways. The server is the end outside the
-- subscribers; where neither end is a subscriber, the end with the lower port. Flows between two
-- subscribers have no server here.
SELECT
    *,
    CASE WHEN asked THEN destinationAddressHi ELSE sourceAddressHi END AS server_hi,
    CASE WHEN asked THEN destinationAddressLo ELSE sourceAddressLo END AS server_lo,
    CASE WHEN asked THEN destinationTransportPort ELSE sourceTransportPort END AS server_port,
    CASE WHEN asked THEN sourceAddressHi ELSE destinationAddressHi END AS client_hi,
    CASE WHEN asked THEN sourceAddressLo ELSE destinationAddressLo END AS client_lo,
    CASE WHEN asked THEN sourceTransportPort ELSE destinationTransportPort END AS client_port,
    CASE WHEN asked THEN octetDeltaCount ELSE octets_back END AS octets_to_server,
    CASE WHEN asked THEN octets_back ELSE octetDeltaCount END AS octets_from_server
FROM (
    SELECT
        *,
        date_trunc('hour', flowStartMilliseconds) AS hour,
        coalesce(reverseOctetDeltaCount, 0) AS octets_back,
        octetDeltaCount + coalesce(reverseOctetDeltaCount, 0) AS octets,
        packetDeltaCount + coalesce(reversePacketDeltaCount, 0) AS packets,
        CASE subscriberSide
            WHEN 1 THEN true
            WHEN 2 THEN false
            WHEN 0 THEN destinationTransportPort <= sourceTransportPort
        END AS asked,
        CASE WHEN least(sourceTransportPort, destinationTransportPort) = 0
             THEN greatest(sourceTransportPort, destinationTransportPort)
             ELSE least(sourceTransportPort, destinationTransportPort) END AS service_port
    FROM flows
)
