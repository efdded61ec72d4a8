/*
 * A process that dies at any point of a delivery: no copy is lost, none comes
 * twice, the sums close (promises P2, P4).
 *
 * The points are the calls between which something becomes durable; the linker
 * leads them by here (tests/unit/meson.build). A child dies at the N-th of
 * them, another one goes on; N counts up until a child gets to its end. The
 * mail server is in memory they share.
 */
#include "delivery/post.h"

#include "delivery/outbox.h"
#include "target/copies.h"
#include "vault/vault.h"

#include <sys/wait.h>

#define KILLED 77

static atomic_int points;
static int die_at; /* 0: never */
static _Thread_local bool delivers;

static void point(void)
{
	if (die_at > 0 && atomic_fetch_add(&points, 1) + 1 == die_at)
		_exit(KILLED);
}

int __real_outbox_take(struct db *, int64_t, int64_t, size_t,
		       struct outbox_lease *, struct err *);
int __wrap_outbox_take(struct db *, int64_t, int64_t, size_t,
		       struct outbox_lease *, struct err *);
int __real_outbox_settle(struct db *, const struct outbox_lease *, int64_t,
			 uint64_t, struct err *);
int __wrap_outbox_settle(struct db *, const struct outbox_lease *, int64_t,
			 uint64_t, struct err *);
int __real_vault_commit(struct vault *, struct err *);
int __wrap_vault_commit(struct vault *, struct err *);
int __real_delivery_add(struct archive *, struct db *,
			const struct delivery_due *, struct err *);
int __wrap_delivery_add(struct archive *, struct db *,
			const struct delivery_due *, struct err *);

int __wrap_outbox_take(struct db *db, int64_t target, int64_t now_us,
		       size_t max, struct outbox_lease *out, struct err *e)
{
	int rc = __real_outbox_take(db, target, now_us, max, out, e);

	delivers = true;
	if (rc > 0)
		point();
	return rc;
}

int __wrap_outbox_settle(struct db *db, const struct outbox_lease *l,
			 int64_t now_us, uint64_t last_seq, struct err *e)
{
	int rc;

	point();
	rc = __real_outbox_settle(db, l, now_us, last_seq, e);
	point();
	return rc;
}

int __wrap_vault_commit(struct vault *v, struct err *e)
{
	int rc;

	if (delivers)
		point();
	rc = __real_vault_commit(v, e);
	if (delivers)
		point();
	return rc;
}

int __wrap_delivery_add(struct archive *a, struct db *db,
			const struct delivery_due *d, struct err *e)
{
	int rc;

	point();
	rc = __real_delivery_add(a, db, d, e);
	point();
	return rc;
}

static struct fake_answer before_one(void *ctx, const char *mailbox,
				     const struct agent_message *m)
{
	(void)ctx;
	(void)mailbox;
	(void)m;
	point();
	return (struct fake_answer){ 0 };
}

static void after_one(void *ctx)
{
	(void)ctx;
	point();
}

static const struct fake_row rows[] = {
	{ "m", "file", "f", "", { "r" }, "x", .email = "bo@example.com" },
	{ "n", "file", "f", "", { "r" }, "x", .email = "anna@example.com" },
	{ "o", "file", "f", "", { "r" }, "x", .email = "bo@example.com" },
	{ "q", "file", "f", "", { "r" }, "x", .email = "who@x.org" },
};

/* A process of its own that runs the connector. Its exit code. */
static int run_apart(struct post *p, int dies)
{
	struct err e = ERR_INIT;
	pid_t pid;
	int status = 0;

	world_close(&p->w);
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		die_at = dies;
		world_open(&p->w);
		fake_source_play(&p->w.tenant);
		_exit(run(&p->w, &e) > 0 ? 0 : 1);
	}
	T_OK(pid > 0 && waitpid(pid, &status, 0) == pid);
	world_open(&p->w);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

T(no_copy_is_lost_or_doubled)
{
	char label[32];
	int code = KILLED, n = 0;

	while (code == KILLED && n < 500) {
		struct post p;

		(void)snprintf(label, sizeof(label), "point %d", ++n);
		t_label = label;
		post_make(&p, rows, 4);
		p.server->answer = before_one;
		p.server->stored = after_one;
		code = run_apart(&p, n);
		T_OK(code == KILLED || code == 0);
		if (code == KILLED)
			T_EQ_INT(run_apart(&p, 0), 0);
		T_EQ_INT(p.server->n, 3);
		T_OK(!fake_server_doubles(p.server));
		T_EQ_INT(in_mailbox(&p.w, "bo"), 2);
		T_EQ_INT(in_mailbox(&p.w, "anna"), 1);
		T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
		expect(&p.w, "4 4 0 0 0 0 0 | 4 3 1 closed");
		post_done(&p);
	}
	t_label = "";
	T_EQ_INT(code, 0);
	T_OK(n > 15); /* there are points */
	printf("# %d points\n", n - 1);
}

T_MAIN
