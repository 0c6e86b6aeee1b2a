-- step: suspects
-- inputs: servers
-- keys: server
-- params: crowd
--
-- Servers worth a second look: few enough clients to be no public service, not only probed, and
-- either spoken with or asked again and again.
SELECT server, srv_hi, srv_lo, srv_port, proto, asked > 0 AS asked, contacts_most >= 6 AS rhythmic
FROM servers
WHERE clients <= $crowd
  AND scan_clients < clients
  AND (answered > 0 OR contacts_most >= 4)
  AND proto IN (6, 17)
