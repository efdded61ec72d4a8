#include "tests/fake/http-server.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define LINKS_MAX 256
#define HEAD_MAX  ((size_t)256 * 1024)
#define PIECE     ((size_t)251 * 1024)

struct link {
	struct fake_server *server;
	pthread_t thread;
	int fd;
	unsigned int n;
};

struct fake_server {
	fake_answer_fn *answer;
	void *ctx;
	int fd;
	unsigned int port;
	char base[40];
	pthread_t thread;
	pthread_mutex_t lock; /* links, and one answer at a time */
	struct link links[LINKS_MAX];
	unsigned int n_links;
	atomic_bool stop;
	unsigned int requests, bearers;
	char pattern[PIECE]; /* whole periods of fake_byte() */
};

static void die(const char *what)
{
	perror(what);
	exit(99);
}

/* --- reading --------------------------------------------------------- */

struct incoming {
	struct str bytes; /* head and body of the request at hand, and more */
	struct str method, target, bearer;
	size_t head, body;
};

static bool more(struct link *l, struct str *s)
{
	char *to = str_room(s, 65536);
	ssize_t n = recv(l->fd, to, 65536, 0);

	if (n <= 0 || s->len > HEAD_MAX * 16)
		return false;
	s->len += (size_t)n;
	s->s[s->len] = '\0';
	return true;
}

static const char *value_of(const char *head, const char *name)
{
	size_t n = strlen(name);

	for (const char *line = head; line != NULL;
	     line = strstr(line, "\r\n")) {
		if (strncmp(line, "\r\n\r\n", 4) == 0)
			break; /* the body begins */
		while (*line == '\r' || *line == '\n')
			line++;
		if (strncasecmp(line, name, n) == 0 && line[n] == ':')
			return line + n + 1 + strspn(line + n + 1, " ");
		if (*line == '\0')
			break;
	}
	return NULL;
}

/* One whole request in in->bytes; false when the client has gone. */
static bool read_request(struct link *l, struct incoming *in)
{
	const char *end, *line, *length, *auth;
	char *stop;

	while ((end = strstr(in->bytes.s, "\r\n\r\n")) == NULL)
		if (!more(l, &in->bytes))
			return false;
	in->head = (size_t)(end - in->bytes.s) + 4;
	length = value_of(in->bytes.s, "Content-Length");
	in->body = length != NULL ? strtoul(length, &stop, 10) : 0;
	while (in->bytes.len < in->head + in->body)
		if (!more(l, &in->bytes))
			return false;
	line = in->bytes.s;
	str_cut(&in->method, 0);
	str_add_len(&in->method, line, strcspn(line, " \r"));
	line += strcspn(line, " \r");
	line += strspn(line, " ");
	str_cut(&in->target, 0);
	str_add_len(&in->target, line, strcspn(line, " \r"));
	auth = value_of(in->bytes.s, "Authorization");
	str_cut(&in->bearer, 0);
	if (auth != NULL && strncmp(auth, "Bearer ", 7) == 0)
		str_add_len(&in->bearer, auth + 7, strcspn(auth + 7, "\r"));
	return true;
}

static void next_request(struct incoming *in)
{
	size_t used = in->head + in->body;

	memmove(in->bytes.s, in->bytes.s + used, in->bytes.len - used);
	str_cut(&in->bytes, in->bytes.len - used);
}

/* --- writing --------------------------------------------------------- */

static bool send_all(struct link *l, const char *s, size_t len)
{
	while (len > 0) {
		ssize_t n = send(l->fd, s, len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

static bool send_piece(struct link *l, const struct fake_answer *a,
		       const char *bytes, size_t len)
{
	char size[32];

	if (a->way != FAKE_CHUNKED)
		return send_all(l, bytes, len);
	(void)snprintf(size, sizeof(size), "%zx\r\n", len);
	return send_all(l, size, strlen(size)) && send_all(l, bytes, len) &&
	       send_all(l, "\r\n", 2);
}

static bool send_body(struct link *l, const struct fake_answer *a,
		      uint64_t stop)
{
	uint64_t at = 0;

	while (at < stop) {
		size_t n =
			a->body != NULL && a->way == FAKE_CHUNKED ? 7 : PIECE;

		if (n > stop - at)
			n = (size_t)(stop - at);
		if (!send_piece(l, a,
				a->body != NULL ? a->body + at
						: l->server->pattern,
				n))
			return false;
		at += n;
	}
	return a->way != FAKE_CHUNKED || send_all(l, "0\r\n\r\n", 5);
}

static void wait_for_end(struct link *l)
{
	char c;

	while (recv(l->fd, &c, 1, 0) > 0)
		;
}

static void reset(struct link *l)
{
	struct linger now = { .l_onoff = 1 };

	(void)setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* True where the connection can be used again. */
static bool send_answer(struct link *l, const struct fake_answer *a, bool head)
{
	uint64_t len = a->body != NULL ? a->len : a->large;
	struct str s AUTO(str_done) = STR_INIT;

	if (a->way == FAKE_SILENT)
		return false;
	str_addf(&s, "HTTP/1.1 %d As told\r\n%s", a->status,
		 a->headers != NULL ? a->headers : "");
	if (a->way == FAKE_CHUNKED)
		str_add(&s, "Transfer-Encoding: chunked\r\n");
	else if (a->way == FAKE_UNTIL_END)
		str_add(&s, "Connection: close\r\n");
	else
		str_addf(&s, "Content-Length: %llu\r\n",
			 (unsigned long long)len);
	str_add(&s, "\r\n");
	if (!send_all(l, s.s, s.len))
		return false;
	if (head)
		return true;
	if (a->way == FAKE_CUT || a->way == FAKE_RESET || a->way == FAKE_STALL)
		len /= 2;
	if (!send_body(l, a, len))
		return false;
	if (a->way == FAKE_STALL)
		wait_for_end(l);
	if (a->way == FAKE_RESET)
		reset(l);
	return a->way == FAKE_WHOLE || a->way == FAKE_CHUNKED;
}

/* --- serving --------------------------------------------------------- */

static void ask(struct link *l, const struct incoming *in,
		struct fake_answer *a)
{
	struct fake_server *s = l->server;
	struct fake_request rq = {
		.link = l->n,
		.method = in->method.s,
		.target = in->target.s,
		.bearer = in->bearer.len > 0 ? in->bearer.s : NULL,
		.head = in->bytes.s,
		.body = in->bytes.s + in->head,
		.body_len = in->body,
	};

	(void)pthread_mutex_lock(&s->lock);
	rq.n = s->requests++;
	s->bearers += value_of(in->bytes.s, "Authorization") != NULL;
	s->answer(s->ctx, &rq, a);
	(void)pthread_mutex_unlock(&s->lock);
}

static void *serve(void *ctx)
{
	struct link *l = ctx;
	struct incoming in = { STR_INIT, STR_INIT, STR_INIT, STR_INIT, 0, 0 };

	while (!atomic_load(&l->server->stop) && read_request(l, &in)) {
		struct fake_answer a = { .status = 200 };

		ask(l, &in, &a);
		if (!send_answer(l, &a, strcmp(in.method.s, "HEAD") == 0))
			break;
		next_request(&in);
	}
	str_done(&in.bytes);
	str_done(&in.method);
	str_done(&in.target);
	str_done(&in.bearer);
	(void)pthread_mutex_lock(&l->server->lock);
	(void)close(l->fd);
	l->fd = -1;
	(void)pthread_mutex_unlock(&l->server->lock);
	return NULL;
}

static void *listen_for(void *ctx)
{
	struct fake_server *s = ctx;

	for (;;) {
		int fd = accept(s->fd, NULL, NULL), one = 1;
		struct link *l;

		if (fd < 0 || atomic_load(&s->stop)) {
			if (fd >= 0)
				(void)close(fd);
			return NULL;
		}
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one,
				 sizeof(one));
		(void)pthread_mutex_lock(&s->lock);
		if (s->n_links == LINKS_MAX)
			die("too many connections for this test");
		l = &s->links[s->n_links];
		*l = (struct link){ .server = s, .fd = fd, .n = s->n_links };
		s->n_links++;
		(void)pthread_mutex_unlock(&s->lock);
		if (pthread_create(&l->thread, NULL, serve, l) != 0)
			die("pthread_create");
	}
}

struct fake_server *fake_server_start(fake_answer_fn *answer, void *ctx)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	struct fake_server *s = NEW(struct fake_server);
	socklen_t len = sizeof(at);

	s->answer = answer;
	s->ctx = ctx;
	for (size_t i = 0; i < PIECE; i++)
		s->pattern[i] = fake_byte(i);
	(void)pthread_mutex_init(&s->lock, NULL);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&at, len) < 0 ||
	    listen(s->fd, 64) < 0 ||
	    getsockname(s->fd, (struct sockaddr *)&at, &len) < 0)
		die("listen on loopback");
	s->port = ntohs(at.sin_port);
	(void)snprintf(s->base, sizeof(s->base), "http://127.0.0.1:%u",
		       s->port);
	if (pthread_create(&s->thread, NULL, listen_for, s) != 0)
		die("pthread_create");
	return s;
}

void fake_server_stop(struct fake_server *s)
{
	if (s == NULL)
		return;
	atomic_store(&s->stop, true);
	(void)shutdown(s->fd, SHUT_RDWR);
	(void)pthread_join(s->thread, NULL);
	(void)pthread_mutex_lock(&s->lock);
	for (unsigned int i = 0; i < s->n_links; i++)
		if (s->links[i].fd >= 0)
			(void)shutdown(s->links[i].fd, SHUT_RDWR);
	(void)pthread_mutex_unlock(&s->lock);
	for (unsigned int i = 0; i < s->n_links; i++)
		(void)pthread_join(s->links[i].thread, NULL);
	(void)close(s->fd);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

const char *fake_server_base(const struct fake_server *s)
{
	return s->base;
}

unsigned int fake_server_port(const struct fake_server *s)
{
	return s->port;
}

unsigned int fake_server_bearers(struct fake_server *s)
{
	unsigned int n;

	(void)pthread_mutex_lock(&s->lock);
	n = s->bearers;
	(void)pthread_mutex_unlock(&s->lock);
	return n;
}

unsigned int fake_server_requests(struct fake_server *s)
{
	unsigned int n;

	(void)pthread_mutex_lock(&s->lock);
	n = s->requests;
	(void)pthread_mutex_unlock(&s->lock);
	return n;
}
