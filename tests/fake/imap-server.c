#include "tests/fake/imap-server.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct imap_play {
	pthread_t thread;
	char *script;
	int listener, fd;
	unsigned int port;
	struct str out;  /* not sent yet */
	struct str line; /* the client's last */
	struct str wrong;
};

unsigned int imap_play_port(const struct imap_play *p)
{
	return p->port;
}

static void flush(struct imap_play *p)
{
	const char *at = p->out.s;
	size_t left = p->out.len;

	while (left > 0) {
		ssize_t n = send(p->fd, at, left, MSG_NOSIGNAL);

		if (n <= 0)
			break;
		at += n;
		left -= (size_t)n;
	}
	str_cut(&p->out, 0);
}

static void hang_up(struct imap_play *p, bool reset)
{
	struct linger now = { .l_onoff = 1 };

	flush(p);
	if (p->fd < 0)
		return;
	if (reset)
		(void)setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now,
				 sizeof(now));
	(void)close(p->fd);
	p->fd = -1;
}

static void answer(struct imap_play *p)
{
	hang_up(p, false);
	p->fd = accept(p->listener, NULL, NULL);
}

/* A byte at a time: nothing beyond the line may be taken. */
static bool hear(struct imap_play *p)
{
	char c;

	flush(p);
	str_cut(&p->line, 0);
	while (recv(p->fd, &c, 1, 0) == 1) {
		if (c == '\n') {
			if (p->line.len > 0 &&
			    p->line.s[p->line.len - 1] == '\r')
				str_cut(&p->line, p->line.len - 1);
			return true;
		}
		str_add_char(&p->line, c);
	}
	return false;
}

static void expect(struct imap_play *p, const char *want, size_t len)
{
	bool open = len > 0 && want[len - 1] == '*';
	bool good = hear(p);

	if (open)
		len--;
	good = good && (open ? p->line.len >= len : p->line.len == len) &&
	       memcmp(p->line.s, want, len) == 0;
	if (!good && p->wrong.len == 0)
		str_addf(&p->wrong, "heard \"%.200s\", not \"%.*s\"", p->line.s,
			 (int)len, want);
}

static void literal(struct imap_play *p)
{
	const char *at = strrchr(p->line.s, '{');
	long left = at != NULL ? strtol(at + 1, NULL, 10) : 0;
	char buf[4096];

	flush(p);
	while (left > 0) {
		ssize_t n = recv(p->fd, buf,
				 left < (long)sizeof(buf) ? (size_t)left
							  : sizeof(buf),
				 0);

		if (n <= 0)
			break;
		left -= n;
	}
	if (left > 0 && p->wrong.len == 0)
		str_addf(&p->wrong, "%ld bytes of a literal are missing", left);
}

static void wait_gone(struct imap_play *p, bool read_all)
{
	struct pollfd gone = { .fd = p->fd, .events = POLLRDHUP };
	char buf[4096];

	flush(p);
	if (read_all)
		while (recv(p->fd, buf, sizeof(buf), 0) > 0)
			;
	else
		/* its end may never come through behind what is not read */
		(void)poll(&gone, 1, 1500);
}

static void repeat(struct imap_play *p, const char *text, size_t len)
{
	char *rest;
	long n = strtol(text, &rest, 10);

	len -= (size_t)(rest - text);
	for (; n > 0; n--) {
		str_add_len(&p->out, rest + (len > 0), len > 0 ? len - 1 : 0);
		str_add(&p->out, len > 0 ? "\r\n" : "x");
	}
	if (len == 0)
		str_add(&p->out, "\r\n");
}

static void step(struct imap_play *p, const char *line, size_t len)
{
	const char *text = len > 3 ? line + 3 : "";
	size_t n = len > 3 ? len - 3 : 0;

	switch (line[0]) {
	case 'S':
		str_add_len(&p->out, text, n);
		str_add(&p->out, "\r\n");
		break;
	case 'C':
		expect(p, text, n);
		break;
	case 'L':
		literal(p);
		break;
	case 'E':
		str_add_len(&p->out, text, n);
		str_addf(&p->out, "%s\r\n", p->line.s);
		break;
	case 'F':
	case 'H':
		repeat(p, text, n);
		break;
	case 'N':
		answer(p);
		break;
	case 'R':
		hang_up(p, true);
		break;
	default: /* W, Z */
		wait_gone(p, line[0] == 'Z');
	}
}

static void *play(void *ctx)
{
	struct imap_play *p = ctx;
	const char *at = p->script;

	answer(p);
	while (*at != '\0') {
		size_t len = strcspn(at, "\n");

		if (len > 0)
			step(p, at, len);
		at += len + (at[len] == '\n');
	}
	hang_up(p, false);
	return NULL;
}

struct imap_play *imap_play_start(const char *script)
{
	struct imap_play *p = NEW(struct imap_play);
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);

	p->script = mem_strdup(script);
	p->out = p->line = p->wrong = STR_INIT;
	p->fd = -1;
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(p->listener, (struct sockaddr *)&at, len) < 0 ||
	    listen(p->listener, 8) < 0 ||
	    getsockname(p->listener, (struct sockaddr *)&at, &len) < 0 ||
	    pthread_create(&p->thread, NULL, play, p) != 0)
		abort();
	p->port = ntohs(at.sin_port);
	return p;
}

char *imap_play_end(struct imap_play *p)
{
	char *wrong;

	/* one that waits for a connection that will not come */
	(void)shutdown(p->listener, SHUT_RDWR);
	(void)pthread_join(p->thread, NULL);
	(void)close(p->listener);
	wrong = str_detach(&p->wrong);
	str_done(&p->out);
	str_done(&p->line);
	free(p->script);
	free(p);
	return wrong;
}
