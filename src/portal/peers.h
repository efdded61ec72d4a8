/*
 * portal/peers.h - the connections there are: whose, how many, how slow.
 *
 * A connection has a deadline while something is awaited of it: a head, a
 * body, the next request. Who misses it is cut off, whatever trickles in.
 */
#ifndef PORTAL_PEERS_H
#define PORTAL_PEERS_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

struct peer;
struct peers;
struct incoming;
struct sockaddr;

/* proxy: whose X-Forwarded-For is believed, or NULL. each: connections of
   one address; the proxy and this machine have no such limit. */
struct peers *peers_new(const char *proxy, unsigned int each);
void peers_free(struct peers *p);
DEFINE_AUTO(struct peers, peers_free)

/* May another connection come from there? It is counted by peers_add(). */
bool peers_admit(struct peers *p, const struct sockaddr *from);
struct peer *peers_add(struct peers *p, int fd, const struct sockaddr *from,
		       int64_t wait_us);
/* Before its descriptor is closed. */
void peers_remove(struct peers *p, struct peer *peer);

/* Something must come within so long; 0: nothing need. */
void peer_deadline(struct peer *peer, int64_t wait_us);
/* Fill in where the request comes from, the proxy looked through. */
void peers_tell_address(const struct peers *p, const struct peer *peer,
			struct incoming *rq);
bool peer_hung_up(const struct peer *peer);

void peers_cut_slow(struct peers *p);
void peers_cut_all(struct peers *p);
unsigned int peers_count(struct peers *p);

#endif
