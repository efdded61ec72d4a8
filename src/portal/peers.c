#include "portal/peers.h"

#include "portal/incoming.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define SLOTS 16384 /* of counters; two addresses in one share their limit */

struct peer {
	struct peer *prev, *next;
	int fd;
	size_t slot;
	atomic_int_fast64_t until_us; /* monotonic; 0: no deadline */
	char address[ADDRESS_MAX];
};

struct peers {
	pthread_mutex_t lock;
	struct peer *all;
	unsigned int n, each;
	char *proxy;
	uint64_t seed;
	unsigned int counts[SLOTS];
};

struct peers *peers_new(const char *proxy, unsigned int each)
{
	struct peers *p = NEW(struct peers);

	(void)pthread_mutex_init(&p->lock, NULL);
	p->each = each;
	p->proxy = mem_strdup(proxy != NULL ? proxy : "");
	random_bytes(&p->seed, sizeof(p->seed));
	return p;
}

void peers_free(struct peers *p)
{
	if (p == NULL)
		return;
	while (p->all != NULL) {
		struct peer *next = p->all->next;

		free(p->all);
		p->all = next;
	}
	(void)pthread_mutex_destroy(&p->lock);
	free(p->proxy);
	free(p);
}

static void text_of(const struct sockaddr *from, char out[ADDRESS_MAX])
{
	const struct sockaddr_in6 *six = (const void *)from;
	const struct sockaddr_in *four = (const void *)from;

	out[0] = '\0';
	if (from->sa_family == AF_INET)
		(void)inet_ntop(AF_INET, &four->sin_addr, out, ADDRESS_MAX);
	else if (from->sa_family == AF_INET6)
		(void)inet_ntop(AF_INET6, &six->sin6_addr, out, ADDRESS_MAX);
	if (str_starts(out, "::ffff:")) /* IPv4 at a socket of both kinds */
		memmove(out, out + 7, strlen(out + 7) + 1);
}

/* FNV-1a; the seed keeps outsiders from choosing who shares a slot. */
static size_t slot_of(const struct peers *p, const char *address)
{
	uint64_t h = 14695981039346656037ULL ^ p->seed;

	for (; *address != '\0'; address++)
		h = (h ^ (unsigned char)*address) * 1099511628211ULL;
	return (size_t)((h ^ h >> 32) % SLOTS);
}

static bool is_free_of_limit(const struct peers *p, const char *address)
{
	return strcmp(address, p->proxy) == 0 || str_starts(address, "127.") ||
	       strcmp(address, "::1") == 0;
}

bool peers_admit(struct peers *p, const struct sockaddr *from)
{
	char address[ADDRESS_MAX];
	bool ok;

	text_of(from, address);
	(void)pthread_mutex_lock(&p->lock);
	ok = p->counts[slot_of(p, address)] < p->each ||
	     is_free_of_limit(p, address);
	(void)pthread_mutex_unlock(&p->lock);
	return ok;
}

struct peer *peers_add(struct peers *p, int fd, const struct sockaddr *from,
		       int64_t wait_us)
{
	struct peer *peer = NEW(struct peer);

	peer->fd = fd;
	text_of(from, peer->address);
	peer->slot = slot_of(p, peer->address);
	peer_deadline(peer, wait_us);
	(void)pthread_mutex_lock(&p->lock);
	p->counts[peer->slot]++;
	p->n++;
	peer->next = p->all;
	if (p->all != NULL)
		p->all->prev = peer;
	p->all = peer;
	(void)pthread_mutex_unlock(&p->lock);
	return peer;
}

void peers_remove(struct peers *p, struct peer *peer)
{
	if (peer == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	p->counts[peer->slot]--;
	p->n--;
	if (peer->prev != NULL)
		peer->prev->next = peer->next;
	else
		p->all = peer->next;
	if (peer->next != NULL)
		peer->next->prev = peer->prev;
	(void)pthread_mutex_unlock(&p->lock);
	free(peer);
}

void peer_deadline(struct peer *peer, int64_t wait_us)
{
	atomic_store(&peer->until_us,
		     wait_us > 0 ? clock_monotonic_us() + wait_us : 0);
}

/* The last of a list: what the proxy itself has seen. */
static void last_of(const char *list, char out[ADDRESS_MAX])
{
	const char *comma = strrchr(list, ',');
	const char *at = comma != NULL ? comma + 1 : list;
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[ADDRESS_MAX];
	size_t n;

	at += strspn(at, " \t");
	n = strcspn(at, " \t");
	if (n == 0 || n >= sizeof(text))
		return;
	memcpy(text, at, n);
	text[n] = '\0';
	if (inet_pton(AF_INET, text, bytes) == 1 ||
	    inet_pton(AF_INET6, text, bytes) == 1)
		memcpy(out, text, n + 1);
}

void peers_tell_address(const struct peers *p, const struct peer *peer,
			struct incoming *rq)
{
	const char *list = rq->fields[FIELD_FORWARDED_FOR];
	const char *proto = rq->fields[FIELD_FORWARDED_PROTO];

	memcpy(rq->address, peer->address, ADDRESS_MAX);
	if (p->proxy[0] == '\0' || strcmp(peer->address, p->proxy) != 0)
		return;
	if (list != NULL)
		last_of(list, rq->address);
	if (proto != NULL && strcmp(proto, "https") == 0)
		rq->secure = true;
}

bool peer_hung_up(const struct peer *peer)
{
	struct pollfd look = { .fd = peer->fd, .events = POLLRDHUP };

	return poll(&look, 1, 0) > 0 &&
	       (look.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* libmicrohttpd notices, and closes it. */
static void cut(const struct peer *peer)
{
	(void)shutdown(peer->fd, SHUT_RDWR);
}

void peers_cut_slow(struct peers *p)
{
	int64_t now = clock_monotonic_us();

	(void)pthread_mutex_lock(&p->lock);
	for (struct peer *peer = p->all; peer != NULL; peer = peer->next) {
		int64_t until = atomic_load(&peer->until_us);

		if (until > 0 && until < now)
			cut(peer);
	}
	(void)pthread_mutex_unlock(&p->lock);
}

void peers_cut_all(struct peers *p)
{
	(void)pthread_mutex_lock(&p->lock);
	for (struct peer *peer = p->all; peer != NULL; peer = peer->next)
		cut(peer);
	(void)pthread_mutex_unlock(&p->lock);
}

unsigned int peers_count(struct peers *p)
{
	unsigned int n;

	(void)pthread_mutex_lock(&p->lock);
	n = p->n;
	(void)pthread_mutex_unlock(&p->lock);
	return n;
}
