/*
 * syslog.c - alerts as lines of the system's log, or of a server's.
 *
 * Nobody answers here: what was handed over by UDP or TCP counts as told.
 *
 * Source: RFC 5424 (the message), RFC 5425 (TLS), RFC 5426 (UDP), RFC 6587
 * section 3.4.1 (TCP, octets counted).
 */
#include "watch/channel.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "net/net.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LOCAL    "/dev/log"
#define UDP_MAX  2048 /* RFC 5426 section 3.2: what should be taken */
#define LINE_MAX 8192

static const struct setting settings[] = {
	{ "to", "local", false, false,
	  "local (/dev/log), udp://HOST:514, tcp://HOST:601, "
	  "tls://HOST:6514, or unix:PATH" },
	{ "facility", "daemon", false, false,
	  "daemon, user, auth, authpriv, local0 to local7" },
	{ "ca-file", NULL, false, false,
	  "certificates (PEM) to trust instead of the system's" },
	{ NULL },
};

enum way { WAY_UNIX, WAY_UDP, WAY_TCP, WAY_TLS };

struct syslog {
	struct channel base;
	enum way way;
	int facility;
	char *path; /* of WAY_UNIX, else the host */
	unsigned int port;
	char name[256]; /* ours */
	struct net *net;
};

static void close_syslog(struct channel *c)
{
	struct syslog *s = (struct syslog *)c;

	net_free(s->net);
	free(s->path);
	free(s);
}

/* --- settings ------------------------------------------------------------- */

/* "host:port", "[::1]:port", "host". */
static int read_host(struct syslog *s, const char *text, unsigned int port,
		     struct err *e)
{
	const char *end = strrchr(text, ':');
	const char *bracket = strchr(text, ']');
	size_t len;
	long long n = port;

	if (end != NULL && bracket != NULL && end < bracket)
		end = NULL;
	len = end != NULL ? (size_t)(end - text) : strlen(text);
	if (end != NULL && (!str_int64(end + 1, &n) || n < 1 || n > 65535))
		return err_set(e, ERR_USAGE, "to: %s is no port", end + 1);
	if (text[0] == '[' && len > 2 && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len == 0 || len > 255 || strcspn(text, "/ @") < len)
		return err_set(e, ERR_USAGE,
			       "to: there is no host, such as "
			       "udp://log.example.com:514");
	s->path = mem_dup(text, len);
	s->port = (unsigned int)n;
	return 0;
}

static int read_to(struct syslog *s, const char *to, struct err *e)
{
	static const struct {
		const char *prefix;
		enum way way;
		unsigned int port;
	} ways[] = { { "udp://", WAY_UDP, 514 },
		     { "tcp://", WAY_TCP, 601 },
		     { "tls://", WAY_TLS, 6514 } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (str_starts(to, ways[i].prefix)) {
			s->way = ways[i].way;
			return read_host(s, to + strlen(ways[i].prefix),
					 ways[i].port, e);
		}
	s->way = WAY_UNIX;
	if (strcmp(to, "local") == 0)
		to = "unix:" LOCAL;
	if (!str_starts(to, "unix:/") ||
	    strlen(to) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return err_set(e, ERR_USAGE,
			       "to: \"%.80s\" is none of local, udp://HOST, "
			       "tcp://HOST, tls://HOST, unix:PATH",
			       to);
	s->path = mem_strdup(to + strlen("unix:"));
	return 0;
}

static int read_facility(struct syslog *s, const struct host *host,
			 struct err *e)
{
	static const char *const words[] = { "user",     "daemon", "auth",
					     "authpriv", "local0", "local1",
					     "local2",   "local3", "local4",
					     "local5",   "local6", "local7",
					     NULL };
	static const int numbers[] = { 1,  3,  4,  10, 16, 17,
				       18, 19, 20, 21, 22, 23 };
	int at = 1;

	if (setting_choice(settings, host, "facility", words, &at, e) < 0)
		return -1;
	s->facility = numbers[at];
	return 0;
}

static int open_syslog(struct channel **out, const struct host *host,
		       struct err *e)
{
	struct syslog *s = NEW(struct syslog);

	s->base.ops = &channel_syslog_ops;
	if (gethostname(s->name, sizeof(s->name) - 1) < 0 ||
	    s->name[0] == '\0' || strpbrk(s->name, " \t") != NULL)
		(void)strcpy(s->name, "-");
	s->net = net_new(&(struct net_options){
		.ca_file = setting_of(settings, host, "ca-file"),
		.silence_s = 20,
		.stopping = host->stopping,
		.ctx = host->ctx });
	if (read_to(s, setting_of(settings, host, "to"), e) < 0 ||
	    read_facility(s, host, e) < 0) {
		close_syslog(&s->base);
		return -1;
	}
	*out = &s->base;
	return 0;
}

/* --- the line ------------------------------------------------------------- */

/* RFC 5424 section 6.3.3: what a value must not have as it is. */
static void add_param(struct str *out, const char *name, const char *value)
{
	str_addf(out, " %s=\"", name);
	for (; *value != '\0'; value++) {
		if (strchr("\"\\]", *value) != NULL)
			str_add_char(out, '\\');
		str_add_char(out, (unsigned char)*value < ' ' ? ' ' : *value);
	}
	str_add_char(out, '"');
}

/* RFC 5424 table 2: critical, error, warning; notice for what is over. */
static int level_of(const struct notice *n)
{
	static const int levels[] = { 5, 4, 3, 2 };

	if (n->event == NOTICE_CLOSED || n->event == NOTICE_TEST ||
	    n->event == NOTICE_DIGEST)
		return 5;
	return levels[n->severity];
}

/* 32473 is the enterprise number for examples (RFC 5612): we have none. */
static void add_line(struct str *out, const struct syslog *s,
		     const struct notice *n)
{
	AUTO(str_done) struct str text = STR_INIT;
	char when[CLOCK_TEXT];
	size_t from;

	str_addf(out, "<%d>1 %s %s estreat %ld %s [estreat@32473",
		 8 * s->facility + level_of(n), clock_rfc3339(n->time_us, when),
		 s->name, (long)getpid(), notice_event_name(n->event));
	add_param(out, "key", n->key);
	str_addf(out, " alert=\"%lld\"", (long long)n->alert);
	add_param(out, "rule", n->rule);
	add_param(out, "subject", n->subject);
	add_param(out, "severity", severity_name(n->severity));
	str_add(out, "] \xEF\xBB\xBF"); /* what follows is UTF-8 */
	notice_line(&text, n);
	if (n->event != NOTICE_TEST && n->text[0] != '\0')
		str_addf(&text, ": %s", n->text);
	from = out->len;
	str_add(out, text.s);
	for (size_t i = from; i < out->len; i++)
		if ((unsigned char)out->s[i] < ' ')
			out->s[i] = ' ';
}

/* --- sending -------------------------------------------------------------- */

static int send_unix(const struct syslog *s, const struct str *line,
		     struct err *e)
{
	AUTO(fd_close) int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	(void)strncpy(to.sun_path, s->path, sizeof(to.sun_path) - 1);
	if (fd < 0 || sendto(fd, line->s, line->len, MSG_DONTWAIT,
			     (const struct sockaddr *)&to, sizeof(to)) < 0)
		return err_sys(e, errno == ENOENT ? ERR_SOURCE : ERR_RETRY,
			       "write to %s", s->path);
	return 0;
}

static int send_udp(const struct syslog *s, const struct str *line,
		    struct err *e)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM }, *list = NULL;
	AUTO(fd_close) int fd = -1;
	char port[8];
	int rc;

	(void)snprintf(port, sizeof(port), "%u", s->port);
	rc = getaddrinfo(s->path, port, &hints, &list);
	if (rc != 0)
		return err_set(e, ERR_RETRY, "look up %s: %s", s->path,
			       gai_strerror(rc));
	fd = socket(list->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || sendto(fd, line->s, line->len, MSG_DONTWAIT,
			     list->ai_addr, list->ai_addrlen) < 0)
		rc = err_sys(e, ERR_RETRY, "send to %s:%u", s->path, s->port);
	freeaddrinfo(list);
	return rc;
}

static int send_stream(const struct syslog *s, const struct str *line,
		       struct err *e)
{
	AUTO(conn_close) struct conn *c = NULL;
	char count[24];

	(void)snprintf(count, sizeof(count), "%zu ", line->len);
	if (conn_open(s->net, s->path, s->port, s->way == WAY_TLS, &c, e) < 0 ||
	    conn_add(c, count, e) < 0 ||
	    conn_write(c, line->s, line->len, e) < 0)
		return -1;
	return conn_flush(c, e);
}

/* No character is cut in two. */
static void cut_line(struct str *line, size_t max)
{
	if (line->len <= max)
		return;
	while (max > 0 && ((unsigned char)line->s[max] & 0xC0) == 0x80)
		max--;
	str_cut(line, max);
}

static int tell_syslog(struct channel *c, const struct notice *n,
		       const char *json, struct err *e)
{
	const struct syslog *s = (const struct syslog *)c;
	AUTO(str_done) struct str line = STR_INIT;

	(void)json;
	add_line(&line, s, n);
	cut_line(&line, s->way == WAY_UDP ? UDP_MAX : LINE_MAX);
	switch (s->way) {
	case WAY_UNIX:
		return send_unix(s, &line, e);
	case WAY_UDP:
		return send_udp(s, &line, e);
	default:
		return send_stream(s, &line, e);
	}
}

const struct channel_ops channel_syslog_ops = {
	.name = "syslog",
	.title = "syslog (RFC 5424)",
	.settings = settings,
	.open = open_syslog,
	.tell = tell_syslog,
	.close = close_syslog,
};
