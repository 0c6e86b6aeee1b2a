"""RTR: the RPKI to Router protocol (RFC 6810, RFC 8210, version 2 of 8210bis), without sockets."""
