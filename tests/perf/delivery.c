/*
 * delivery.c - copies a second through the outbox, to a server that takes
 * everything and does nothing: what delivery itself costs.
 *
 *	perf-delivery [COPIES [WAITING]]
 *
 * Of 200 messages, so many copies, beside WAITING others for mailboxes that
 * are full: these must cost nothing.
 */
#include "tests/unit/delivery/post.h"

#include "delivery/outbox.h"

#include <inttypes.h>
#include <sys/resource.h>

#define MESSAGES 200

static struct fake_row rows[MESSAGES];
static char names[MESSAGES][8];

static void rows_make(void)
{
	for (int i = 0; i < MESSAGES; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "m%d", i);
		rows[i] = (struct fake_row){ .bundle = names[i],
					     .kind = "file",
					     .id = "f",
					     .version = "",
					     .told = { "r", "." },
					     .content = "x",
					     .email = "who@x.org" };
	}
}

/* All messages there are, for so many mailboxes from this number on. */
static void fill(struct post *p, int64_t mailboxes, int64_t first, bool full)
{
	int64_t now = clock_now_us();
	AUTO(free)
	char *text = str_printf(
		"INSERT INTO outbox WITH RECURSIVE b(k) AS (SELECT 0 UNION ALL"
		" SELECT k + 1 FROM b WHERE k + 1 < %" PRId64 ") SELECT 1,"
		" %" PRId64 " + k, d.message, 1, 1, 'Fake', %" PRId64
		", 1, 0, 0, 0, '' FROM delivery d, b;"
		"INSERT INTO outbox_mailbox SELECT DISTINCT 1, mailbox, 0,"
		" %" PRId64 ", 0, %d, '' FROM outbox WHERE mailbox >= %" PRId64
		" AND mailbox < %" PRId64,
		mailboxes, first, now, full ? DELIVERY_NEVER : now,
		full ? AGENT_FULL : 0, first, first + mailboxes);

	sql(&p->w, text);
}

/* Seconds of both processors, ours only: the machine may be busy. */
static double cpu(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double drain(struct post *p)
{
	int64_t begun = clock_monotonic_us();

	post_drain(p);
	return (double)(clock_monotonic_us() - begun) / 1e6;
}

int main(int argc, char **argv)
{
	int64_t copies = argc > 1 ? atoll(argv[1]) : 20000;
	int64_t waiting = argc > 2 ? atoll(argv[2]) : 0;
	struct rusage usage;
	struct post p;
	double seconds, before;

	(void)t_run_all; /* it has no cases */
	rows_make();
	post_make(&p, rows, MESSAGES);
	p.server->null = true;
	p.server->batch = 50;
	p.server->sessions = 4;
	must_run(&p.w);
	fill(&p, copies / MESSAGES, 1000, false);
	if (waiting > 0)
		fill(&p, waiting / MESSAGES, 100000000, true);
	p.server->taken = 0;
	before = cpu();
	seconds = drain(&p);
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("%d copies in %.1f s: %.0f a second; %" PRId64
	       " waited; peak %ld MiB; %.0f a second of processor time\n",
	       p.server->taken, seconds, p.server->taken / seconds,
	       count(&p.w, "SELECT count(*) FROM outbox"),
	       usage.ru_maxrss / 1024, p.server->taken / (cpu() - before));
	post_done(&p);
	return t_failed != 0;
}
