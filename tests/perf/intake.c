/*
 * intake.c - how fast the vault takes things in, and mdbox beside it.
 *
 *	intake mails DIR BATCH COUNT [WORKERS]     4 kB mails into a vault
 *	intake imap HOST:PORT USER PASS BATCH COUNT   the same by MULTIAPPEND
 *	intake small DIR COUNT [WORKERS]           300-byte items, batch 256
 *	intake stream DIR MIB                      one large stream, and SHA-256
 *	intake read DIR COUNT                      random reads after `mails`
 *	intake write DIR COUNT                     the mails as files
 *
 * Prints "name value" lines; intake.py runs them in turn and compares.
 * Everything counted is durable: a batch counts when commit (or the server's
 * OK) has returned. Mails are made before the clock starts.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"
#include "vault/vault.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static const uint8_t key[32] = "the key of a benchmark's vault.";

__attribute__((noreturn)) static void die(const struct err *e, const char *what)
{
	char text[ERR_TEXT];

	(void)fprintf(stderr, "intake: %s: %s\n", what,
		      e != NULL ? err_str(e, text, sizeof(text)) : "failed");
	exit(1);
}

/* --- mails -----------------------------------------------------------------
 */

static uint64_t seed = 88172645463325252U;

static uint64_t draw(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

#define WORDS 20000

static char *words[WORDS];

static void make_words(void)
{
	static const char *const parts[] = {
		"a",   "be",  "con", "de",   "en",  "fir", "gra", "ho",
		"in",  "jo",  "ki",  "lor",  "man", "no",  "op",  "pre",
		"qua", "re",  "sta", "tion", "un",  "ver", "wo",  "ex",
		"ly",  "ing", "er",  "ed",   "men", "ple", "ta",  "ous"
	};

	for (int i = 0; i < WORDS; i++) {
		struct str w = STR_INIT;
		uint64_t n = 1 + draw() % 4;

		for (uint64_t k = 0; k < n; k++)
			str_add(&w, parts[draw() % 32]);
		words[i] = str_detach(&w);
	}
}

/*
 * Frequent words are frequent, and words keep company, so that the text
 * compresses about as real mail does: zstd -3 alone to 0.4 or so.
 */
static int next_word(int before)
{
	double u = (double)(draw() >> 11) / 9007199254740992.0;
	uint64_t company;

	if (before < 0 || draw() % 100 < 35)
		return (int)((double)WORDS * u * u * u);
	company = (uint64_t)before * 0x9e3779b97f4a7c15U +
		  (uint64_t)(12.0 * u * u) * 0xd1b54a32d192ed03U;
	u = (double)(company >> 11) / 9007199254740992.0;
	return (int)((double)WORDS * u * u);
}

static const char *word(void)
{
	return words[next_word(-1)];
}

static void paragraph(struct str *s, size_t bytes)
{
	size_t until = s->len + bytes, line = s->len;
	int at = -1;

	while (s->len < until) {
		at = next_word(at);
		str_add(s, words[at]);
		if (draw() % 30 == 0)
			str_addf(s, " %llu",
				 (unsigned long long)(draw() % 100000));
		if (s->len - line > 66) {
			str_add(s, "\r\n");
			line = s->len;
		} else {
			str_add(s, draw() % 9 == 0 ? ", " : " ");
		}
	}
	str_add(s, "\r\n");
}

static void head(struct str *s, uint64_t n)
{
	char date[CLOCK_TEXT];

	(void)clock_rfc5322((int64_t)n * CLOCK_MINUTE, date);
	str_addf(s,
		 "Received: from mx%llu.example.com (mx%llu.example.com "
		 "[192.0.2.%llu])\r\n\tby archive.example with ESMTPS id "
		 "%012llx\r\n\tfor <%s.%s@example.com>; %s\r\n"
		 "Message-ID: <%016llx%08llx@archive.example>\r\n"
		 "Date: %s\r\nFrom: %s %s <%s.%s@example.com>\r\n"
		 "To: %s.%s@example.com, %s.%s@example.com\r\n"
		 "Subject: %s %s %s\r\nMIME-Version: 1.0\r\n"
		 "X-Estreat-Source: ringcentral\r\n"
		 "X-Estreat-Item: %llu\r\n"
		 "Content-Type: multipart/alternative; boundary=\"=_%llx\"\r\n"
		 "\r\n",
		 (unsigned long long)(n % 4), (unsigned long long)(n % 4),
		 (unsigned long long)(draw() % 250),
		 (unsigned long long)draw() >> 16, word(), word(), date,
		 (unsigned long long)draw(), (unsigned long long)n, date,
		 word(), word(), word(), word(), word(), word(), word(), word(),
		 word(), word(), word(), (unsigned long long)n,
		 (unsigned long long)n);
}

/* Headers, text, and the same text as HTML; 2 to 8 kB, 4 on average. */
static void mail(struct str *s, uint64_t n)
{
	struct str text AUTO(str_done) = STR_INIT;
	uint64_t wide = draw() % 2600;

	paragraph(&text, 400 + wide * (draw() % 1000) / 1000 + draw() % 600);
	head(s, n);
	str_addf(s,
		 "--=_%llx\r\nContent-Type: text/plain; charset=utf-8\r\n"
		 "Content-Transfer-Encoding: 7bit\r\n\r\n%s",
		 (unsigned long long)n, text.s);
	str_addf(s,
		 "--=_%llx\r\nContent-Type: text/html; charset=utf-8\r\n"
		 "Content-Transfer-Encoding: 7bit\r\n\r\n"
		 "<html><head><style>body{font-family:Segoe UI,sans-serif;"
		 "font-size:14px}.m{border-left:3px solid #6264a7;padding:"
		 "4px 12px;margin:8px 0}.t{color:#666;font-size:12px}"
		 "</style></head><body><div class=\"m\"><span class=\"t\">"
		 "%02llu:%02llu</span> <b>%s %s</b><p>%s</p></div>"
		 "</body></html>\r\n--=_%llx--\r\n",
		 (unsigned long long)n, (unsigned long long)(n / 60 % 24),
		 (unsigned long long)(n % 60), word(), word(), text.s,
		 (unsigned long long)n);
}

static struct str *make_mails(uint64_t n)
{
	struct str *mails = mem_alloc(n, sizeof(*mails));

	make_words();
	for (uint64_t i = 0; i < n; i++) {
		mails[i] = STR_INIT;
		mail(&mails[i], i);
	}
	return mails;
}

static void report(uint64_t n, uint64_t bytes, int64_t us)
{
	struct rusage r;

	(void)getrusage(RUSAGE_SELF, &r);
	(void)printf("per_second %.0f\n", (double)n * 1e6 / (double)us);
	(void)printf("mb_per_second %.1f\n", (double)bytes / (double)us);
	(void)printf("cpu_us_each %.1f\n",
		     ((double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e6 +
		      (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec)) /
			     (double)n);
}

/* --- the vault ---------------------------------------------------------------
 */

static struct vault *open_vault(const char *dir, unsigned int workers)
{
	struct err e = ERR_INIT;
	AUTO(free) char *folder = str_printf("%s/vault", dir);
	AUTO(free) char *control = str_printf("sqlite:%s/control.db", dir);
	AUTO(free) char *ledger = str_printf("%s/ledger", dir);
	struct vault_config cfg = { .dir = folder,
				    .control_uri = control,
				    .key = key,
				    .ledger_dir = ledger,
				    .origin = "perf.example",
				    .workers = workers };
	struct vault *v = NULL;

	if (vault_open(&v, &cfg, &e) < 0)
		die(&e, "open");
	return v;
}

static void put(struct vault *v, uint64_t n, const void *content, size_t len)
{
	struct vault_record rec = { .kind = VAULT_MESSAGE,
				    .time_us = (int64_t)n,
				    .info = "zoom-meetings\0meeting\0someone",
				    .info_len = 29,
				    .content = content,
				    .content_len = len };
	struct err e = ERR_INIT;
	uint64_t seq;

	memcpy(rec.key, &n, sizeof(n));
	if (vault_put(v, &rec, &seq, &e) < 0)
		die(&e, "put");
}

static void commit(struct vault *v)
{
	struct err e = ERR_INIT;

	if (vault_commit(v, &e) < 0)
		die(&e, "commit");
}

static int run_mails(const char *dir, uint64_t batch, uint64_t count,
		     unsigned int workers)
{
	struct str *mails = make_mails(count);
	struct vault *v = open_vault(dir, workers);
	struct vault_stats before, after;
	uint64_t bytes = 0;
	int64_t start, us;
	struct rusage r0, r1;

	/* the dictionary is there after the first 1,000 or so: a running
	   archive always has one */
	for (uint64_t i = 0; i < count && i < 2000; i++)
		put(v, i, mails[i].s, mails[i].len);
	commit(v);
	{
		struct err e = ERR_INIT;

		if (vault_train(v, &e) < 0)
			die(&e, "train");
	}
	vault_stats(v, &before);
	(void)getrusage(RUSAGE_SELF, &r0);
	start = clock_monotonic_us();
	for (uint64_t i = 0; i < count; i++) {
		put(v, i, mails[i].s, mails[i].len);
		bytes += mails[i].len;
		if ((i + 1) % batch == 0 || i + 1 == count)
			commit(v);
	}
	us = clock_monotonic_us() - start;
	(void)getrusage(RUSAGE_SELF, &r1);
	vault_stats(v, &after);
	(void)printf("per_second %.0f\n", (double)count * 1e6 / (double)us);
	(void)printf("mb_per_second %.1f\n", (double)bytes / (double)us);
	(void)printf("cpu_us_each %.1f\n",
		     ((double)(r1.ru_utime.tv_sec + r1.ru_stime.tv_sec -
			       r0.ru_utime.tv_sec - r0.ru_stime.tv_sec) *
			      1e6 +
		      (double)(r1.ru_utime.tv_usec + r1.ru_stime.tv_usec -
			       r0.ru_utime.tv_usec - r0.ru_stime.tv_usec)) /
			     (double)count);
	(void)printf("stored_per_plain %.3f\n",
		     (double)(after.stored_bytes - before.stored_bytes) /
			     (double)bytes);
	vault_close(v);
	return 0;
}

static int run_small(const char *dir, uint64_t count, unsigned int workers)
{
	struct vault *v = open_vault(dir, workers);
	int64_t last = clock_monotonic_us();
	uint64_t step = count / 10;
	char text[400];

	make_words();
	for (uint64_t i = 0; i < count; i++) {
		struct str s AUTO(str_done) = STR_INIT;
		int n = snprintf(text, sizeof(text),
				 "{\"id\":\"%016llx\",\"from\":\"%s\","
				 "\"to\":\"%s\",\"when\":%llu,\"text\":\"",
				 (unsigned long long)draw(), word(), word(),
				 (unsigned long long)i);

		str_add_len(&s, text, (size_t)n);
		while (s.len < 300)
			str_addf(&s, "%s ", word());
		put(v, i, s.s, s.len);
		if ((i + 1) % 256 == 0)
			commit(v);
		if ((i + 1) % step == 0) {
			int64_t now = clock_monotonic_us();

			commit(v);
			(void)printf("tenth_%llu %.0f\n",
				     (unsigned long long)((i + 1) / step),
				     (double)step * 1e6 / (double)(now - last));
			(void)fflush(stdout);
			last = now;
		}
	}
	vault_close(v);
	return 0;
}

/* --- streams ------------------------------------------------------------ */

#define POOL ((size_t)64 * 1024 * 1024)

struct pool_reader {
	struct reader base;
	const uint8_t *pool;
	uint64_t at, length;
};

static ssize_t pool_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct pool_reader *p = (struct pool_reader *)r;
	size_t from = (size_t)(p->at % POOL);
	size_t n = p->length - p->at < cap ? (size_t)(p->length - p->at) : cap;

	(void)e;
	if (n > POOL - from)
		n = POOL - from;
	memcpy(buf, p->pool + from, n);
	p->at += n;
	return (ssize_t)n;
}

static const struct reader_ops pool_ops = { .read = pool_read };

static int run_stream(const char *dir, uint64_t mib)
{
	struct vault *v = open_vault(dir, 0);
	uint8_t *pool = mem_alloc(1, POOL), *buf = mem_alloc(1, 1 << 20);
	struct pool_reader r = { .base = { &pool_ops },
				 .pool = pool,
				 .length = mib << 20 };
	struct vault_record rec = { .kind = VAULT_ARTEFACT, .media = true };
	struct digest_ctx *ctx = digest_begin();
	struct vault_stored st;
	struct err e = ERR_INIT;
	struct rusage usage;
	int64_t start, us;
	bool known;

	for (size_t i = 0; i < POOL; i += 8) {
		uint64_t x = draw();

		memcpy(pool + i, &x, 8);
	}
	start = clock_monotonic_us();
	for (uint64_t i = 0; i < mib; i++) {
		(void)pool_read(&r.base, buf, 1 << 20, &e);
		digest_add(ctx, buf, 1 << 20);
	}
	us = clock_monotonic_us() - start;
	(void)printf("sha256_mb_per_second %.0f\n",
		     (double)(mib << 20) / (double)us);
	r.at = 0;
	start = clock_monotonic_us();
	if (vault_put_stream(v, &rec, &r.base, NULL, &st, &known, &e) < 0)
		die(&e, "stream");
	commit(v);
	us = clock_monotonic_us() - start;
	(void)printf("stream_mb_per_second %.0f\n",
		     (double)(mib << 20) / (double)us);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("peak_rss_mb %ld\n", usage.ru_maxrss / 1024);
	vault_close(v);
	digest_free(ctx);
	return 0;
}

/* --- reading ------------------------------------------------------------ */

struct places {
	struct vault_stored *at;
	size_t n, cap;
};

static int note(void *ctx, const struct vault_stored *recs, size_t n,
		struct err *e)
{
	struct places *p = ctx;

	(void)e;
	for (size_t i = 0; i < n; i++) {
		if (p->n == p->cap) {
			p->cap = 2 * p->cap + 1024;
			p->at = mem_resize(p->at, p->cap * sizeof(*p->at));
		}
		p->at[p->n++] = recs[i];
	}
	return 0;
}

static void get(struct vault *v, const struct vault_stored *st)
{
	AUTO(vault_got_free) struct vault_got *g = NULL;
	static uint8_t buf[VAULT_SMALL_MAX];
	struct reader *r = NULL;
	struct err e = ERR_INIT;

	if (vault_get(v, st->pack, st->offset, &g, &e) < 0 ||
	    vault_got_content(g, 0, &r, &e) < 0 ||
	    reader_read(r, buf, sizeof(buf), &e) < 0)
		die(&e, "get");
	reader_free(r);
}

static int run_read(const char *dir, uint64_t count)
{
	struct vault *v = open_vault(dir, 0);
	struct places p = { 0 };
	struct vault_follower f = { .ctx = &p, .follow = note };
	struct vault_check check = { 0 };
	struct err e = ERR_INIT;
	int64_t start = clock_monotonic_us(), us;

	if (vault_replay(v, 1, &f, &e) < 0)
		die(&e, "replay");
	us = clock_monotonic_us() - start;
	(void)printf("replay_per_second %.0f\n",
		     (double)p.n * 1e6 / (double)us);
	start = clock_monotonic_us();
	for (uint64_t i = 0; i < count; i++)
		get(v, &p.at[draw() % p.n]);
	us = clock_monotonic_us() - start;
	(void)printf("get_per_second %.0f\n", (double)count * 1e6 / (double)us);
	start = clock_monotonic_us();
	if (vault_check(v, &check, &e) != 0)
		die(&e, "check");
	us = clock_monotonic_us() - start;
	(void)printf("check_per_second %.0f\n",
		     (double)check.records * 1e6 / (double)us);
	(void)printf("check_mb_per_second %.0f\n",
		     (double)check.plain_bytes / (double)us);
	free(p.at);
	vault_close(v);
	return 0;
}

/* --- IMAP --------------------------------------------------------------- */

struct imap {
	int fd;
	char buf[65536];
	size_t len;
};

static int dial(const char *address)
{
	AUTO(free) char *host = mem_strdup(address);
	char *port = strrchr(host, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;
	int fd, one = 1;

	*port++ = '\0';
	if (getaddrinfo(host, port, &hints, &list) != 0)
		die(NULL, "resolve");
	fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, list->ai_addr, list->ai_addrlen) < 0)
		die(NULL, "connect");
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	freeaddrinfo(list);
	return fd;
}

static void send_all(struct imap *c, const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(c->fd, p, len);

		if (n <= 0)
			die(NULL, "write");
		p += n;
		len -= (size_t)n;
	}
}

/* Read lines until the one that begins with tag; it must be OK. */
static void expect(struct imap *c, const char *tag)
{
	for (;;) {
		char *end = memchr(c->buf, '\n', c->len);
		size_t line;
		ssize_t n;

		if (end == NULL) {
			n = read(c->fd, c->buf + c->len,
				 sizeof(c->buf) - c->len);
			if (n <= 0)
				die(NULL, "read");
			c->len += (size_t)n;
			continue;
		}
		line = (size_t)(end - c->buf) + 1;
		*end = '\0';
		if (strncmp(c->buf, tag, strlen(tag)) == 0) {
			if (strstr(c->buf, " OK") == NULL)
				die(NULL, c->buf);
			memmove(c->buf, end + 1, c->len - line);
			c->len -= line;
			return;
		}
		memmove(c->buf, end + 1, c->len - line);
		c->len -= line;
	}
}

static int run_imap(char **argv, uint64_t batch, uint64_t count)
{
	struct str *mails = make_mails(count);
	struct imap c = { .fd = dial(argv[0]) };
	struct str out AUTO(str_done) = STR_INIT;
	uint64_t bytes = 0;
	int64_t start;

	expect(&c, "* OK");
	str_addf(&out, "a LOGIN %s %s\r\n", argv[1], argv[2]);
	send_all(&c, out.s, out.len);
	expect(&c, "a ");
	start = clock_monotonic_us();
	for (uint64_t i = 0; i < count;) {
		str_cut(&out, 0);
		str_add(&out, "b APPEND INBOX");
		for (uint64_t k = 0; k < batch && i < count; k++, i++) {
			str_addf(&out,
				 " (\\Seen) \"01-Jan-2026 00:00:00 +0000\" "
				 "{%zu+}\r\n",
				 mails[i].len);
			str_add_len(&out, mails[i].s, mails[i].len);
			bytes += mails[i].len;
		}
		str_add(&out, "\r\n");
		send_all(&c, out.s, out.len);
		expect(&c, "b ");
	}
	report(count, bytes, clock_monotonic_us() - start);
	close(c.fd);
	return 0;
}

/* The mails as files, to look at what is measured. */
static int run_write(const char *dir, uint64_t count)
{
	struct str *mails = make_mails(count);

	for (uint64_t i = 0; i < count; i++) {
		AUTO(free)
		char *path =
			str_printf("%s/%llu.eml", dir, (unsigned long long)i);
		FILE *f = fopen(path, "wb");

		if (f == NULL)
			die(NULL, path);
		(void)fwrite(mails[i].s, 1, mails[i].len, f);
		(void)fclose(f);
	}
	return 0;
}

static uint64_t number(const char *s)
{
	return strtoull(s, NULL, 10);
}

int main(int argc, char *argv[])
{
	const char *mode = argc > 2 ? argv[1] : "";
	unsigned int workers = 1;

	if (strcmp(mode, "mails") == 0 && argc >= 5) {
		if (argc > 5)
			workers = (unsigned int)number(argv[5]);
		return run_mails(argv[2], number(argv[3]), number(argv[4]),
				 workers);
	}
	if (strcmp(mode, "small") == 0 && argc >= 4) {
		if (argc > 4)
			workers = (unsigned int)number(argv[4]);
		return run_small(argv[2], number(argv[3]), workers);
	}
	if (strcmp(mode, "stream") == 0 && argc == 4)
		return run_stream(argv[2], number(argv[3]));
	if (strcmp(mode, "read") == 0 && argc == 4)
		return run_read(argv[2], number(argv[3]));
	if (strcmp(mode, "write") == 0 && argc == 4)
		return run_write(argv[2], number(argv[3]));
	if (strcmp(mode, "imap") == 0 && argc == 7)
		return run_imap(argv + 2, number(argv[5]), number(argv[6]));
	(void)fprintf(stderr,
		      "usage: intake mails DIR BATCH COUNT [WORKERS]\n"
		      "       intake small DIR COUNT [WORKERS]\n"
		      "       intake stream DIR MIB\n"
		      "       intake read DIR COUNT\n"
		      "       intake write DIR COUNT\n"
		      "       intake imap HOST:PORT USER PASS BATCH COUNT\n");
	return 1;
}
