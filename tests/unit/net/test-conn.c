/* A server in a thread plays each row: what is read, refused, and said. */
#include "../t.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "net/net.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

/* --- certificates ------------------------------------------------------ */

struct paper {
	EVP_PKEY *key;
	X509 *cert;
};

static void extend(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *x = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	(void)X509_add_ext(cert, x, -1);
	X509_EXTENSION_free(x);
}

/* Issued by `by` (NULL: itself), good from..until seconds from now. */
static struct paper issue(const struct paper *by, const char *names, long from,
			  long until)
{
	static long serial;
	struct paper p = { .key = EVP_EC_gen("P-256"), .cert = X509_new() };
	X509_NAME *name = X509_NAME_new();

	(void)X509_NAME_add_entry_by_txt(
		name, "CN", MBSTRING_ASC,
		(const unsigned char *)(by == NULL ? "authority" : "server"),
		-1, -1, 0);
	(void)X509_set_version(p.cert, 2);
	(void)ASN1_INTEGER_set(X509_get_serialNumber(p.cert), ++serial);
	(void)X509_gmtime_adj(X509_getm_notBefore(p.cert), from);
	(void)X509_gmtime_adj(X509_getm_notAfter(p.cert), until);
	(void)X509_set_subject_name(p.cert, name);
	(void)X509_set_issuer_name(
		p.cert, by == NULL ? name : X509_get_subject_name(by->cert));
	(void)X509_set_pubkey(p.cert, p.key);
	if (by == NULL)
		extend(p.cert, NID_basic_constraints, "critical,CA:TRUE");
	else
		extend(p.cert, NID_subject_alt_name, names);
	(void)X509_sign(p.cert, by == NULL ? p.key : by->key, EVP_sha256());
	X509_NAME_free(name);
	return p;
}

static void paper_done(struct paper *p)
{
	EVP_PKEY_free(p->key);
	X509_free(p->cert);
}

static void save(const struct paper *p, const char *path)
{
	FILE *f = fopen(path, "w");

	(void)PEM_write_X509(f, p->cert);
	(void)fclose(f);
}

/* --- the server -------------------------------------------------------- */

enum play {
	SAY_AND_END,  /* say, hang up */
	SAY_AND_WAIT, /* say, wait until the client hangs up */
	LISTEN,       /* read all, then say */
	RUDE,         /* read little, say, hang up with input unread */
};

struct server {
	int listener;
	unsigned int port;
	const struct paper *paper; /* NULL: no TLS */
	bool starttls;             /* TLS only after a line */
	enum play play;
	const char *say;
	int times;    /* connections to serve */
	size_t heard; /* bytes */
	int taken_up; /* sessions */
	pthread_t thread;
};

static void play(struct server *s, int fd, SSL *ssl)
{
	static char buf[65536];
	ssize_t n;

	while (s->play == LISTEN &&
	       (n = ssl != NULL ? SSL_read(ssl, buf, sizeof(buf))
				: read(fd, buf, sizeof(buf))) > 0) {
		s->heard += (size_t)n;
		if (buf[n - 1] == '.')
			break;
	}
	if (s->play == RUDE)
		s->heard += (size_t)read(fd, buf, 4096);
	n = (ssize_t)strlen(s->say);
	if (n > 0 && (ssl != NULL ? SSL_write(ssl, s->say, (int)n)
				  : write(fd, s->say, (size_t)n)) < 0)
		return;
	if (s->play == SAY_AND_WAIT)
		while (read(fd, buf, sizeof(buf)) > 0)
			;
}

static SSL_CTX *tls_of(const struct server *s)
{
	SSL_CTX *ctx;

	if (s->paper == NULL)
		return NULL;
	ctx = SSL_CTX_new(TLS_server_method());
	(void)SSL_CTX_use_certificate(ctx, s->paper->cert);
	(void)SSL_CTX_use_PrivateKey(ctx, s->paper->key);
	(void)SSL_CTX_set_session_id_context(ctx, (const void *)"t", 1);
	return ctx;
}

static void *serve(void *arg)
{
	struct server *s = arg;
	SSL_CTX *ctx = tls_of(s);

	for (int i = 0; i < s->times; i++) {
		int fd = accept(s->listener, NULL, NULL);
		SSL *ssl = NULL;

		if (s->starttls && write(fd, "go\r\n", 4) != 4)
			break;
		if (ctx != NULL) {
			ssl = SSL_new(ctx);
			(void)SSL_set_fd(ssl, fd);
			if (SSL_accept(ssl) == 1)
				s->taken_up += SSL_session_reused(ssl);
		}
		if (ssl == NULL || SSL_is_init_finished(ssl))
			play(s, fd, ssl);
		if (ssl != NULL)
			(void)SSL_shutdown(ssl);
		SSL_free(ssl);
		(void)close(fd);
	}
	SSL_CTX_free(ctx);
	return NULL;
}

static void start(struct server *s)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	T_OK(bind(s->listener, (struct sockaddr *)&at, len) == 0);
	T_OK(listen(s->listener, 4) == 0);
	(void)getsockname(s->listener, (struct sockaddr *)&at, &len);
	s->port = ntohs(at.sin_port);
	if (s->times == 0)
		s->times = 1;
	T_OK(pthread_create(&s->thread, NULL, serve, s) == 0);
}

static void stop(struct server *s)
{
	(void)pthread_join(s->thread, NULL);
	(void)close(s->listener);
}

static void same_error(struct err *e, enum err_kind kind, const char *words)
{
	char text[1024];

	T_EQ_INT(e->kind, kind);
	if (strstr(err_str(e, text, sizeof(text)), words) == NULL) {
		T_FAIL("the text has no \"%s\"", words);
		t_quote("text", text);
	}
}

/* --- tests ------------------------------------------------------------- */

#define DAY 86400L

T(certificates)
{
	struct paper ours = issue(NULL, NULL, -DAY, DAY);
	struct paper others = issue(NULL, NULL, -DAY, DAY);
	struct paper good =
		issue(&ours, "DNS:localhost,IP:127.0.0.1", -DAY, DAY);
	struct paper old = issue(&ours, "DNS:localhost", -2 * DAY, -DAY);
	struct paper young = issue(&ours, "DNS:localhost", DAY, 2 * DAY);
	struct paper named =
		issue(&ours, "DNS:mail.example.com,DNS:b.example", -DAY, DAY);
	struct paper strange = issue(&others, "DNS:localhost", -DAY, DAY);
	const struct {
		const char *label;
		const struct paper *paper;
		const char *host;
		enum err_kind kind;
		const char *words;
	} rows[] = {
		{ "good", &good, "localhost", ERR_NONE, "" },
		{ "by number", &good, "127.0.0.1", ERR_NONE, "" },
		{ "expired", &old, "localhost", ERR_SOURCE, "has expired (2" },
		{ "too early", &young, "localhost", ERR_SOURCE, "clock" },
		{ "other names", &named, "localhost", ERR_SOURCE,
		  "another host (mail.example.com, b.example)" },
		{ "number not in it", &old, "127.0.0.1", ERR_SOURCE, "port" },
		{ "other authority", &strange, "localhost", ERR_SOURCE,
		  "ca-file" },
		{ "itself", &others, "localhost", ERR_SOURCE, "ca-file" },
		{ "no TLS there", NULL, "localhost", ERR_SOURCE, "STARTTLS" },
	};
	char path[] = "/tmp/estreat-conn-XXXXXX";

	(void)close(mkstemp(path));
	save(&ours, path);
	T_EACH(row, rows) {
		struct net_options o = { .ca_file = path };
		AUTO(net_free) struct net *n = net_new(&o);
		AUTO(conn_close) struct conn *c = NULL;
		struct str line AUTO(str_done) = STR_INIT;
		struct server s = { .paper = row->paper, .say = "hello\r\n" };
		struct err e = ERR_INIT;
		int got;

		start(&s);
		got = conn_open(n, row->host, s.port, true, &c, &e);
		T_EQ_INT(got, row->kind == ERR_NONE ? 0 : -1);
		if (got == 0) {
			T_OK(conn_is_secure(c));
			T_EQ_STR(conn_cipher(c), "TLSv1.3");
			T_EQ_INT(conn_read_line(c, 80, &line, &e), 1);
			T_EQ_STR(line.s, "hello");
			T_EQ_INT(conn_read_line(c, 80, &line, &e), 0);
		} else {
			same_error(&e, row->kind, row->words);
		}
		conn_close(TAKE(c));
		stop(&s);
	}
	(void)unlink(path);
	paper_done(&ours), paper_done(&others), paper_done(&good);
	paper_done(&old), paper_done(&young), paper_done(&named);
	paper_done(&strange);
}

T(sessions_are_taken_up)
{
	struct paper ours = issue(NULL, NULL, -DAY, DAY);
	struct paper good = issue(&ours, "DNS:localhost", -DAY, DAY);
	char path[] = "/tmp/estreat-conn-XXXXXX";
	struct server s = { .paper = &good, .say = "hello\n", .times = 3 };
	AUTO(net_free) struct net *n = NULL;

	(void)close(mkstemp(path));
	save(&ours, path);
	n = net_new(&(struct net_options){ .ca_file = path });
	start(&s);
	for (int i = 0; i < s.times; i++) {
		AUTO(conn_close) struct conn *c = NULL;
		struct str line AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;

		T_EQ_INT(conn_open(n, "localhost", s.port, true, &c, &e), 0);
		T_EQ_INT(conn_read_line(c, 80, &line, &e), 1);
		T_EQ_STR(line.s, "hello");
	}
	stop(&s);
	T_EQ_INT(s.taken_up, 2);
	(void)unlink(path);
	paper_done(&ours), paper_done(&good);
}

static const struct {
	const char *label, *say;
	enum play play;
	int got;
	enum err_kind kind;
	const char *line, *words;
} lines[] = {
	{ "a line", "one\r\ntwo\r\n", SAY_AND_END, 1, ERR_NONE, "one", "" },
	{ "LF alone", "one\ntwo", SAY_AND_END, 1, ERR_NONE, "one", "" },
	{ "nothing", "", SAY_AND_END, 0, ERR_NONE, "", "" },
	{ "half a line", "one", SAY_AND_END, -1, ERR_RETRY, NULL, "closed" },
	{ "as long as allowed", "0123456789\r\n", SAY_AND_END, 1, ERR_NONE,
	  "0123456789", "" },
	{ "too long", "0123456789abc\r\n", SAY_AND_END, -1, ERR_RETRY, NULL,
	  "more than 10 bytes" },
	{ "too long, no end", "0123456789abc", SAY_AND_WAIT, -1, ERR_RETRY,
	  NULL, "more than 10 bytes" },
	{ "silence", "", SAY_AND_WAIT, -1, ERR_RETRY, NULL,
	  "no answer for 1 seconds" },
};

T(reading_lines)
{
	T_EACH(row, lines) {
		struct net_options o = { .silence_s = 1 };
		AUTO(net_free) struct net *n = net_new(&o);
		AUTO(conn_close) struct conn *c = NULL;
		struct str line AUTO(str_done) = STR_INIT;
		struct server s = { .say = row->say, .play = row->play };
		struct err e = ERR_INIT;

		start(&s);
		T_EQ_INT(conn_open(n, "127.0.0.1", s.port, false, &c, &e), 0);
		T_EQ_INT(conn_read_line(c, 10, &line, &e), row->got);
		if (row->line != NULL)
			T_EQ_STR(line.s, row->line);
		if (row->kind != ERR_NONE)
			same_error(&e, row->kind, row->words);
		conn_close(TAKE(c));
		stop(&s);
	}
}

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

T(not_reached)
{
	struct server s = { .say = "" };
	AUTO(net_free) struct net *n = net_new(&(struct net_options){ 0 });
	AUTO(net_free)
	struct net *stopping =
		net_new(&(struct net_options){ .stopping = always });
	AUTO(net_free)
	struct net *no_file =
		net_new(&(struct net_options){ .ca_file = "/nowhere.pem" });
	AUTO(conn_close) struct conn *c = NULL;
	struct str line AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	start(&s);
	T_EQ_INT(conn_open(n, "127.0.0.1", s.port, false, &c, &e), 0);
	conn_close(TAKE(c));
	stop(&s);
	T_EQ_INT(conn_open(n, "127.0.0.1", s.port, false, &c, &e), -1);
	same_error(&e, ERR_RETRY, "is the port right?");
	err_clear(&e);
	T_EQ_INT(conn_open(n, "nowhere.invalid", 993, false, &c, &e), -1);
	same_error(&e, ERR_RETRY, "nowhere.invalid: ");

	err_clear(&e);
	s = (struct server){ .say = "", .play = SAY_AND_WAIT, .times = 2 };
	start(&s);
	T_EQ_INT(conn_open(stopping, "127.0.0.1", s.port, false, &c, &e), 0);
	T_EQ_INT(conn_read_line(c, 80, &line, &e), -1);
	same_error(&e, ERR_RETRY, "stop");
	conn_close(TAKE(c));
	err_clear(&e);
	T_EQ_INT(conn_open(no_file, "127.0.0.1", s.port, true, &c, &e), -1);
	same_error(&e, ERR_USAGE, "/nowhere.pem");
	stop(&s);
}

T(words_before_tls_are_not_taken_for_words_inside)
{
	static const struct {
		const char *label, *more;
		int got;
	} rows[] = {
		{ "only the consent", "", 0 },
		{ "a word more", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN]\r\n",
		  -1 },
	};
	struct paper ours = issue(NULL, NULL, -DAY, DAY);
	struct paper good = issue(&ours, "DNS:localhost", -DAY, DAY);
	char path[] = "/tmp/estreat-conn-XXXXXX";

	(void)close(mkstemp(path));
	save(&ours, path);
	T_EACH(row, rows) {
		AUTO(net_free)
		struct net *n =
			net_new(&(struct net_options){ .ca_file = path });
		AUTO(conn_close) struct conn *c = NULL;
		AUTO(free) char *say = str_printf("go\r\n%s", row->more);
		struct str line AUTO(str_done) = STR_INIT;
		/* the consent: by the TLS server, or by one that says more */
		struct server s = { .starttls = row->got == 0,
				    .paper = row->got == 0 ? &good : NULL,
				    .say = row->got == 0 ? "" : say,
				    .play = SAY_AND_WAIT };
		struct err e = ERR_INIT;

		start(&s);
		T_EQ_INT(conn_open(n, "localhost", s.port, false, &c, &e), 0);
		T_EQ_INT(conn_read_line(c, 80, &line, &e), 1);
		T_EQ_STR(line.s, "go");
		T_EQ_INT(conn_secure(c, &e), row->got);
		T_EQ_INT(conn_is_secure(c), row->got == 0);
		if (row->got < 0)
			same_error(&e, ERR_SOURCE, "more than its consent");
		conn_close(TAKE(c));
		stop(&s);
	}
	(void)unlink(path);
	paper_done(&ours), paper_done(&good);
}

/* More than all buffers hold, to somebody who talks and does not listen. */
T(last_words_are_heard)
{
	AUTO(net_free) struct net *n = net_new(&(struct net_options){ 0 });
	AUTO(conn_close) struct conn *c = NULL;
	AUTO(free) char *block = mem_alloc(1, 1 << 20);
	struct str line AUTO(str_done) = STR_INIT;
	struct server s = { .play = RUDE, .say = "* BYE enough\r\n" };
	struct err e = ERR_INIT;
	int bad = 0;

	start(&s);
	T_EQ_INT(conn_open(n, "127.0.0.1", s.port, false, &c, &e), 0);
	for (int i = 0; i < 256 && bad == 0; i++)
		bad = conn_write(c, block, 1 << 20, &e);
	T_EQ_INT(bad, -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	err_clear(&e);
	/* a reset may have destroyed them on the way: then that is told */
	if (conn_read_line(c, 80, &line, &e) == 1)
		T_EQ_STR(line.s, "* BYE enough");
	else
		T_EQ_INT(e.kind, ERR_RETRY);
	conn_close(TAKE(c));
	stop(&s);
}

T(long_streams_arrive)
{
	struct paper ours = issue(NULL, NULL, -DAY, DAY);
	struct paper good = issue(&ours, "DNS:localhost", -DAY, DAY);
	char path[] = "/tmp/estreat-conn-XXXXXX";
	AUTO(free) char *block = mem_alloc(1, 1 << 20);

	(void)close(mkstemp(path));
	save(&ours, path);
	for (int tls = 0; tls < 2; tls++) {
		AUTO(net_free)
		struct net *n =
			net_new(&(struct net_options){ .ca_file = path });
		AUTO(conn_close) struct conn *c = NULL;
		struct str line AUTO(str_done) = STR_INIT;
		struct server s = { .play = LISTEN,
				    .paper = tls ? &good : NULL,
				    .say = "ok\r\n" };
		struct err e = ERR_INIT;

		start(&s);
		T_EQ_INT(conn_open(n, "localhost", s.port, tls, &c, &e), 0);
		for (int i = 0; i < 32; i++)
			T_EQ_INT(conn_write(c, block, 1 << 20, &e), 0);
		T_EQ_INT(conn_add(c, ".", &e), 0);
		T_EQ_INT(conn_flush(c, &e), 0);
		T_EQ_INT(conn_read_line(c, 80, &line, &e), 1);
		T_EQ_STR(line.s, "ok");
		stop(&s);
		T_EQ_INT(s.heard, (32 << 20) + 1);
	}
	(void)unlink(path);
	paper_done(&ours), paper_done(&good);
}

T(loopback)
{
	static const struct {
		const char *label, *host;
		bool is;
	} rows[] = {
		{ "name", "localhost", true },
		{ "any case", "LocalHost", true },
		{ "four", "127.1.2.3", true },
		{ "six", "::1", true },
		{ "other", "10.0.0.1", false },
		{ "looks like it", "127.0.0.1.example.com", false },
		{ "ends like it", "x.localhost", false },
		{ "none", "", false },
	};

	T_EACH(row, rows) {
		T_EQ_INT(net_is_loopback(row->host), row->is);
	}
}

int main(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return t_run_all();
}
