/* Channels: set up, told, refused, put off, in order, and each by itself. */
#include "watch/channels.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "t.h"
#include "tests/fake/http-server.h"
#include "watch/channel.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct world {
	char *dir, *home;
	struct archive *archive;
	struct db *db;
	/* what the server answers: statuses, the last one repeats */
	const int *statuses;
	size_t n_statuses;
	const char *headers;
	struct str asked; /* "key body;" of what was told */
	struct str signed_as, timestamp, id, last_body, target;
};

static void world_make(struct world *w)
{
	char dir[] = "/tmp/estreat-channels-XXXXXX";
	struct err e = ERR_INIT;

	*w = (struct world){ .asked = STR_INIT,
			     .signed_as = STR_INIT,
			     .timestamp = STR_INIT,
			     .id = STR_INIT,
			     .last_body = STR_INIT,
			     .target = STR_INIT };
	T_OK(mkdtemp(dir) != NULL);
	w->dir = mem_strdup(dir);
	w->home = str_printf("%s/home", dir);
	T_EQ_INT(archive_init(w->home, "archive.example", &e), 0);
	T_EQ_INT(archive_open(&w->archive, w->home, ARCHIVE_WRITE, &e), 0);
	T_EQ_INT(archive_db(w->archive, &w->db, &e), 0);
}

static void world_done(struct world *w)
{
	db_close(TAKE(w->db));
	archive_close(TAKE(w->archive));
	str_done(&w->asked);
	str_done(&w->signed_as);
	str_done(&w->timestamp);
	str_done(&w->id);
	str_done(&w->last_body);
	str_done(&w->target);
	free(w->home);
	free(w->dir);
}

static int add(struct world *w, const char *name, const char *kind,
	       const struct value *set, size_t n, const char *secret,
	       struct err *e)
{
	struct value s = { "signing-secret", secret };
	struct channel_new new = { .name = name,
				   .kind = kind,
				   .given = { .settings = set,
					      .n_settings = n,
					      .secrets = &s,
					      .n_secrets = secret != NULL },
				   .actor = { "test", "" } };

	return channel_add(w->archive, w->db, &new, e);
}

static int64_t number(struct world *w, const char *sql)
{
	struct err e = ERR_INIT;
	AUTO(db_done) struct db_stmt *st = db_sql(w->db, sql, &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

/* --- set-up --------------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *label, *name, *kind;
	struct value set[4];
	size_t n;
	const char *says; /* NULL: it is taken */
} setups[] = {
	{ "a webhook", "w", "webhook",
	  { { "url", "https://hooks.example.com/x" } }, 1, NULL },
	{ "its name again", "W", "webhook",
	  { { "url", "https://hooks.example.com/x" } }, 1, "unique" },
	{ "no such kind", "x", "pigeon", { { 0 } }, 0, "pigeon" },
	{ "no url", "x", "webhook", { { 0 } }, 0, "url" },
	{ "in the clear", "x", "webhook",
	  { { "url", "http://hooks.example.com/x" } }, 1, "url" },
	{ "severity", "x", "syslog", { { "severity", "dire" } }, 1,
	  "severity" },
	{ "rules", "x", "syslog", { { "rules", "disk moon" } }, 1,
	  "moon" },
	{ "syslog where", "x", "syslog", { { "to", "ftp://h" } }, 1,
	  "ftp" },
	{ "syslog port", "x", "syslog", { { "to", "udp://h:0" } }, 1,
	  "port" },
	{ "syslog host", "x", "syslog", { { "to", "tcp://:514" } }, 1,
	  "host" },
	{ "facility", "x", "syslog", { { "facility", "mail" } }, 1,
	  "facility" },
	{ "syslog v6", "s6", "syslog", { { "to", "udp://[::1]:514" } },
	  1, NULL },
	{ "no recipient", "x", "mail", { { "host", "localhost" },
	  { "from", "a@b.example" }, { "to", " , " } }, 3, "to" },
	{ "recipient", "x", "mail", { { "host", "localhost" },
	  { "from", "a@b.example" }, { "to", "a@b.example, b" } }, 3,
	  "\"b\"" },
	{ "digest", "x", "mail", { { "host", "localhost" },
	  { "from", "a@b.example" }, { "to", "a@b.example" },
	  { "digest", "at dawn" } }, 4, "dawn" },
	{ "mail", "m", "mail", { { "host", "localhost" },
	  { "from", "a@b.example" }, { "to", "a@b.example" },
	  { "digest", "daily 07:00" } }, 4, NULL },
	{ "secret's date", "x", "syslog",
	  { { "secret-expires", "soon" } }, 1, "secret-expires" },
};
/* clang-format on */

T(what_cannot_be_is_refused)
{
	struct world w;

	world_make(&w);
	T_EACH(row, setups) {
		struct err e = ERR_INIT;
		char text[ERR_TEXT];
		int rc = add(&w, row->name, row->kind, row->set, row->n, NULL,
			     &e);

		T_EQ_INT(rc, row->says == NULL ? 0 : -1);
		if (rc < 0) {
			T_EQ_INT(e.kind, ERR_USAGE);
			T_OK(row->says != NULL &&
			     strstr(err_str(&e, text, sizeof(text)),
				    row->says) != NULL);
		}
	}
	t_label = "";
	T_EQ_INT(number(&w, "SELECT count(*) FROM channel"), 3);
	T_EQ_INT(number(&w, "SELECT count(*) FROM act WHERE verb ="
			    " 'channel add'"),
		 3);
	T_OK(number(&w, "SELECT digest_us FROM channel WHERE name = 'm'") >
	     clock_now_us());
	world_done(&w);
}

/* --- a webhook ------------------------------------------------------------ */

static void header_take(struct str *to, const char *head, const char *name)
{
	const char *at = strcasestr(head, name);

	str_cut(to, 0);
	if (at != NULL)
		str_add_len(to, at + strlen(name),
			    strcspn(at + strlen(name), "\r\n"));
}

static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	struct world *w = ctx;
	size_t at = rq->n < w->n_statuses ? rq->n : w->n_statuses - 1;

	header_take(&w->signed_as, rq->head, "webhook-signature: ");
	header_take(&w->timestamp, rq->head, "webhook-timestamp: ");
	header_take(&w->id, rq->head, "webhook-id: ");
	str_cut(&w->target, 0);
	str_add(&w->target, rq->target);
	str_cut(&w->last_body, 0);
	str_add_len(&w->last_body, rq->body, rq->body_len);
	str_addf(&w->asked, "%s;", w->id.s);
	*out = (struct fake_answer){ .status = w->statuses[at],
				     .headers = w->headers,
				     .body = "{}",
				     .len = 2 };
}

static void hook_make(struct world *w, const char *name, const char *url,
		      const char *secret)
{
	struct value set = { "url", url };
	struct err e = ERR_INIT;

	T_EQ_INT(add(w, name, "webhook", &set, 1, secret, &e), 0);
}

static void queue(struct world *w, const char *key)
{
	struct notice n = { .key = key,
			    .event = NOTICE_OPENED,
			    .alert = 1,
			    .rule = "disk",
			    .subject = "disk home",
			    .title = "A disk",
			    .text = "is full",
			    .help = "",
			    .severity = SEVERITY_LOW,
			    .time_us = clock_now_us(),
			    .archive = "archive.example" };
	struct err e = ERR_INIT;

	T_EQ_INT(channels_queue(w->archive, w->db, &n, SEVERITY_LOW, &e), 0);
}

static void bring(struct world *w, const char *name)
{
	struct err e = ERR_INIT;
	struct db_stmt *st =
		db_sql(w->db, "SELECT id FROM channel WHERE name = $1", &e);
	int64_t id;

	db_text(st, 1, name);
	T_EQ_INT(db_step(st, &e), 1);
	id = db_col_int(st, 0);
	db_done(st);
	T_EQ_INT(channels_bring(w->archive, w->db, id, NULL, &e), 0);
}

T(a_webhook_is_signed)
{
	static const int ok[] = { 204 };
	AUTO(str_done) struct str text = STR_INIT, want = STR_INIT;
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	struct world w;

	world_make(&w);
	w.statuses = ok;
	w.n_statuses = 1;
	s = fake_server_start(answer, &w);
	/* base64 of "key" */
	hook_make(&w, "h", fake_server_base(s), "whsec_a2V5");
	queue(&w, "k1");
	bring(&w, "h");
	str_addf(&text, "%s.%s.%s", w.id.s, w.timestamp.s, w.last_body.s);
	(void)HMAC(EVP_sha256(), "key", 3, (unsigned char *)text.s, text.len,
		   mac, &len);
	str_add(&want, "v1,");
	encode_base64(&want, mac, len);
	T_EQ_STR(w.signed_as.s, want.s);
	T_EQ_STR(w.id.s, "k1");
	T_OK(strstr(w.last_body.s, "\"rule\":\"disk\"") != NULL);
	T_EQ_INT(number(&w, "SELECT count(*) FROM telling"), 0);
	T_OK(number(&w, "SELECT told_us FROM channel") > 0);
	fake_server_stop(TAKE(s));
	world_done(&w);
}

T(answers_decide)
{
	static const int ok[] = { 200 }, moved[] = { 307 }, gone[] = { 404 },
			 busy[] = { 429 }, broken[] = { 503 }, bad[] = { 400 };
	static const struct {
		const char *label;
		const int *status;
		enum err_kind kind;
	} rows[] = {
		{ "taken", ok, ERR_NONE },
		{ "elsewhere: not followed", moved, ERR_SOURCE },
		{ "no such place", gone, ERR_SOURCE },
		{ "too many", busy, ERR_RETRY },
		{ "broken", broken, ERR_RETRY },
		{ "does not like it", bad, ERR_ITEM },
	};
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	struct world w;

	world_make(&w);
	s = fake_server_start(answer, &w);
	w.headers = "Location: http://127.0.0.1:1/elsewhere\r\n";
	w.n_statuses = 1;
	hook_make(&w, "h", fake_server_base(s), "secret");
	T_EACH(row, rows) {
		struct actor actor = { "anna", "" };
		unsigned int before = fake_server_requests(s);
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		w.statuses = row->status;
		T_EQ_INT(channel_test(w.archive, w.db, "h", actor, &e),
			 row->kind == ERR_NONE ? 0 : -1);
		T_EQ_INT(e.kind, row->kind);
		T_EQ_INT(fake_server_requests(s), before + 1);
		T_OK(strstr(err_str(&e, text, sizeof(text)), "secret") ==
			     NULL ||
		     row->kind == ERR_SOURCE);
	}
	t_label = "";
	fake_server_stop(TAKE(s));
	world_done(&w);
}

/* The last part of the address is a secret: asked for, and never told. */
T(the_secret_of_an_address)
{
	static const int ok[] = { 200 };
	static const struct value secret[] = { { "url-secret", "/T0/s3cr3t" } };
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	struct actor actor = { "anna", "" };
	struct channel_new change = { .name = "h",
				      .given = { .secrets = secret,
						 .n_secrets = 1 },
				      .actor = actor };
	struct world w;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	world_make(&w);
	w.statuses = ok;
	w.n_statuses = 1;
	s = fake_server_start(answer, &w);
	hook_make(&w, "h", fake_server_base(s), NULL);
	T_EQ_INT(channel_change(w.archive, w.db, &change, &e), 0);
	T_EQ_INT(channel_test(w.archive, w.db, "h", actor, &e), 0);
	T_EQ_STR(w.target.s, "/T0/s3cr3t");
	fake_server_stop(TAKE(s)); /* nobody is there any more */
	T_EQ_INT(channel_test(w.archive, w.db, "h", actor, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	(void)err_str(&e, text, sizeof(text));
	T_OK(strstr(text, "s3cr3t") == NULL);
	T_OK(strstr(text, "(secret)") != NULL);
	world_done(&w);
}

T(what_is_not_taken_waits_in_order)
{
	static const int later[] = { 503, 200 };
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w);
	w.statuses = later;
	w.n_statuses = 2;
	s = fake_server_start(answer, &w);
	hook_make(&w, "h", fake_server_base(s), NULL);
	queue(&w, "k1");
	queue(&w, "k2");
	bring(&w, "h");
	/* one failure: nothing further was tried, all waits */
	T_EQ_STR(w.asked.s, "k1;");
	T_EQ_INT(number(&w, "SELECT count(*) FROM telling"), 2);
	T_OK(number(&w, "SELECT not_before_us FROM channel") >
	     clock_now_us() + 30 * CLOCK_SECOND);
	T_OK(number(&w, "SELECT failing_us FROM channel") > 0);
	T_EQ_INT(number(&w, "SELECT failures FROM channel"), 1);
	T_EQ_INT(db_script(w.db, "UPDATE channel SET not_before_us = 0", &e),
		 0);
	bring(&w, "h");
	T_EQ_STR(w.asked.s, "k1;k1;k2;");
	T_EQ_INT(number(&w, "SELECT count(*) FROM telling"), 0);
	T_EQ_INT(number(&w, "SELECT failing_us + failures FROM channel"), 0);
	fake_server_stop(TAKE(s));
	world_done(&w);
}

T(what_is_refused_for_itself_is_dropped_in_the_end)
{
	static const int bad[] = { 400, 400, 400, 400, 400, 200 };
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	struct world w;

	world_make(&w);
	w.statuses = bad;
	w.n_statuses = 6;
	s = fake_server_start(answer, &w);
	hook_make(&w, "h", fake_server_base(s), NULL);
	queue(&w, "k1");
	queue(&w, "k2");
	for (int i = 0; i < 5; i++)
		bring(&w, "h");
	T_EQ_STR(w.asked.s, "k1;k1;k1;k1;k1;k2;");
	T_EQ_INT(number(&w, "SELECT dropped FROM channel"), 1);
	T_EQ_INT(number(&w, "SELECT count(*) FROM telling"), 0);
	fake_server_stop(TAKE(s));
	world_done(&w);
}

T(what_is_too_old_is_dropped)
{
	static const int ok[] = { 200 };
	AUTO(fake_server_stop) struct fake_server *s = NULL;
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w);
	w.statuses = ok;
	w.n_statuses = 1;
	s = fake_server_start(answer, &w);
	hook_make(&w, "h", fake_server_base(s), NULL);
	queue(&w, "k1");
	T_EQ_INT(db_script(w.db, "UPDATE telling SET created_us = 1", &e), 0);
	queue(&w, "k2");
	bring(&w, "h");
	T_EQ_STR(w.asked.s, "k2;");
	T_EQ_INT(number(&w, "SELECT dropped FROM channel"), 1);
	fake_server_stop(TAKE(s));
	world_done(&w);
}

T(each_channel_is_due_by_itself)
{
	struct world w;
	struct err e = ERR_INIT;
	int64_t busy[1], id = 0;

	world_make(&w);
	hook_make(&w, "a", "http://127.0.0.1:1/", NULL);
	hook_make(&w, "b", "http://127.0.0.1:1/", NULL);
	T_EQ_INT(channels_due(w.db, clock_now_us(), NULL, 0, &id, &e), 0);
	queue(&w, "k1");
	T_EQ_INT(channels_due(w.db, clock_now_us(), NULL, 0, &id, &e), 1);
	busy[0] = id;
	T_EQ_INT(channels_due(w.db, clock_now_us(), busy, 1, &id, &e), 1);
	T_OK(id != busy[0]);
	bring(&w, "a"); /* nobody there: put off */
	T_EQ_INT(channels_due(w.db, clock_now_us(), NULL, 0, &id, &e), 1);
	T_EQ_INT(id, number(&w, "SELECT id FROM channel WHERE name = 'b'"));
	T_EQ_INT(channel_remove(w.archive, w.db, "b",
				(struct actor){ "test", "" }, &e),
		 0);
	T_EQ_INT(channels_due(w.db, clock_now_us(), NULL, 0, &id, &e), 0);
	T_EQ_INT(number(&w, "SELECT count(*) FROM value WHERE kind > 1"), 0);
	world_done(&w);
}

/* --- syslog --------------------------------------------------------------- */

T(a_line_of_syslog)
{
	AUTO(fd_close) int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct world w;
	struct err e = ERR_INIT;
	char line[4096] = "", to[160];
	struct value set[] = { { "to", to }, { "facility", "local3" } };
	ssize_t n;

	world_make(&w);
	(void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/log", w.dir);
	(void)snprintf(to, sizeof(to), "unix:%s", at.sun_path);
	T_EQ_INT(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	T_EQ_INT(add(&w, "s", "syslog", set, 2, NULL, &e), 0);
	queue(&w, "k1");
	bring(&w, "s");
	n = recv(fd, line, sizeof(line) - 1, MSG_DONTWAIT);
	T_OK(n > 0);
	line[n > 0 ? n : 0] = '\0';
	/* local3 is 19; low is a warning, 4 */
	T_OK(str_starts(line, "<156>1 20"));
	T_OK(strstr(line, " estreat ") != NULL);
	T_OK(strstr(line, " opened [estreat@32473 key=\"k1\" alert=\"1\" "
			  "rule=\"disk\" subject=\"disk home\" "
			  "severity=\"low\"] \xEF\xBB\xBFLow: A disk - disk "
			  "home: is full") != NULL);
	world_done(&w);
}

T_MAIN
