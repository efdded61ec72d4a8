#include "net/net-private.h"

#include "base/err.h"
#include "base/str.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* As conn_tls_read and conn_tls_write, for both kinds of connections. */
static ssize_t read_some(struct conn *c, void *buf, size_t cap, int *events)
{
	ssize_t n;

	if (c->ssl != NULL)
		return conn_tls_read(c, buf, cap, events);
	do
		n = recv(c->fd, buf, cap, 0);
	while (n < 0 && errno == EINTR);
	*events = POLLIN;
	if (n >= 0)
		return n;
	return errno == EAGAIN ? -1 : -2;
}

static ssize_t write_some(struct conn *c, const void *buf, size_t len,
			  int *events)
{
	ssize_t n;

	if (c->ssl != NULL)
		return conn_tls_write(c, buf, len, events);
	do
		n = send(c->fd, buf, len, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	*events = POLLOUT;
	if (n >= 0)
		return n;
	return errno == EAGAIN ? -1 : -2;
}

/*
 * Take what has arrived, without waiting. What to wait for if nothing has: 0
 * where the connection has ended, or where there is no room.
 */
static int take_input(struct conn *c)
{
	int events = 0;
	ssize_t n;

	if (c->in_at == c->in_end)
		c->in_at = c->in_end = 0;
	if (c->in_end == sizeof(c->in) && c->in_at > 0) {
		memmove(c->in, c->in + c->in_at, c->in_end - c->in_at);
		c->in_end -= c->in_at;
		c->in_at = 0;
	}
	if (c->ended || c->in_end == sizeof(c->in))
		return 0;
	n = read_some(c, c->in + c->in_end, sizeof(c->in) - c->in_end, &events);
	if (n > 0) {
		c->in_end += (size_t)n;
	} else if (n != -1) {
		c->ended = true;
		c->broken = n == 0 ? 0 : errno;
	}
	return n == -1 ? events : 0;
}

static int cut_off(struct conn *c, struct err *e)
{
	if (c->broken == 0)
		return err_set(e, ERR_RETRY,
			       "%s port %u: the server closed the connection",
			       c->host, c->port);
	errno = c->broken;
	return err_sys(e, ERR_RETRY, "%s port %u: the connection broke",
		       c->host, c->port);
}

/* --- reading ----------------------------------------------------------- */

/* At least one unread byte: 1; 0: the connection has ended. */
static int need_input(struct conn *c, struct err *e)
{
	while (c->in_at == c->in_end) {
		int events = take_input(c);

		if (c->in_at != c->in_end)
			break;
		if (c->ended)
			return 0;
		if (conn_wait(c, events, c->net->opt.silence_s, e) < 0)
			return -1;
	}
	return 1;
}

int conn_read_line(struct conn *c, size_t max, struct str *line, struct err *e)
{
	size_t start = line->len;

	for (;;) {
		int more = need_input(c, e);
		unsigned char *at = c->in + c->in_at, *lf;
		size_t n = c->in_end - c->in_at;

		if (more < 0)
			return -1;
		if (more == 0 && c->broken == 0 && line->len == start)
			return 0;
		if (more == 0)
			return cut_off(c, e);
		lf = memchr(at, '\n', n);
		if (lf != NULL)
			n = (size_t)(lf - at) + 1;
		if (line->len - start + n > max + 2)
			return err_set(e, ERR_RETRY,
				       "%s port %u: a line of more than %zu "
				       "bytes; is it the right port?",
				       c->host, c->port, max);
		str_add_len(line, at, n);
		c->in_at += n;
		if (lf == NULL)
			continue;
		str_cut(line, line->len - 1);
		if (line->len > start && line->s[line->len - 1] == '\r')
			str_cut(line, line->len - 1);
		return 1;
	}
}

int conn_read_bytes(struct conn *c, size_t len, struct str *out, struct err *e)
{
	while (len > 0) {
		int more = need_input(c, e);
		size_t n = c->in_end - c->in_at;

		if (more < 0)
			return -1;
		if (more == 0)
			return cut_off(c, e);
		if (n > len)
			n = len;
		str_add_len(out, c->in + c->in_at, n);
		c->in_at += n;
		len -= n;
	}
	return 0;
}

bool conn_has_input(struct conn *c)
{
	if (c->in_at == c->in_end)
		(void)take_input(c);
	return c->in_at != c->in_end || c->ended;
}

/* --- writing ----------------------------------------------------------- */

/* Until it can be written again, or the other side has gone; what it says
   meanwhile is kept. */
static int wait_to_write(struct conn *c, int events, struct err *e)
{
	bool room = c->in_end < sizeof(c->in) || c->in_at > 0;
	int came;

	if (room)
		events |= POLLIN;
	came = conn_wait(c, events, c->net->opt.silence_s, e);
	if (came < 0)
		return -1;
	if (room && (came & (POLLIN | POLLHUP | POLLERR)) != 0)
		(void)take_input(c);
	return c->ended ? cut_off(c, e) : 0;
}

static int send_all(struct conn *c, const unsigned char *at, size_t len,
		    struct err *e)
{
	if (c->ended)
		return cut_off(c, e);
	while (len > 0) {
		int events = POLLOUT;
		ssize_t n = write_some(c, at, len, &events);

		if (n > 0) {
			at += n;
			len -= (size_t)n;
		} else if (n == -1) {
			if (wait_to_write(c, events, e) < 0)
				return -1;
		} else {
			int broken = n == 0 ? EPIPE : errno;

			(void)take_input(c); /* its last words */
			c->ended = true;
			c->broken = broken;
			return cut_off(c, e);
		}
	}
	return 0;
}

int conn_flush(struct conn *c, struct err *e)
{
	size_t len = c->out_len;

	c->out_len = 0;
	return len == 0 ? 0 : send_all(c, c->out, len, e);
}

int conn_write(struct conn *c, const void *bytes, size_t len, struct err *e)
{
	const unsigned char *at = bytes;

	while (len > 0) {
		size_t n = sizeof(c->out) - c->out_len;

		if (n > len)
			n = len;
		memcpy(c->out + c->out_len, at, n);
		c->out_len += n;
		at += n;
		len -= n;
		if (c->out_len == sizeof(c->out) && conn_flush(c, e) < 0)
			return -1;
	}
	return 0;
}

int conn_add(struct conn *c, const char *text, struct err *e)
{
	return conn_write(c, text, strlen(text), e);
}
