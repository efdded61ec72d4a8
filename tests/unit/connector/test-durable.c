/*
 * What the vault has not made durable, control does not know of (promise P1):
 * a vault whose commit fails stands for one that dies just then.
 */
#include "connector/world.h"

#include "vault/vault.h"

#include <stdatomic.h>

static atomic_int commits;
static int fails_at; /* 0: never */

int __real_vault_commit(struct vault *, struct err *);
int __wrap_vault_commit(struct vault *, struct err *);

int __wrap_vault_commit(struct vault *v, struct err *e)
{
	if (atomic_fetch_add(&commits, 1) + 1 == fails_at)
		return err_set(e, ERR_STORE, "the disk is gone");
	return __real_vault_commit(v, e);
}

/* Each has bytes: of what control has of it, the vault has them. */
static const struct fake_row rows[] = {
	{ "m", "file", "f", "", { "i" }, "x", .email = "bo@example.com" },
	{ "n", "file", "f", "", { "r" }, "y", .email = "anna@example.com" },
	{ "o", "file", "f", "", { "b" }, "z", .email = "bo@example.com" },
};

/* Rows that tell of a record. */
static int64_t told_of(struct world *w)
{
	return count(w, "SELECT (SELECT count(*) FROM inventory WHERE seq > 0)"
			" + (SELECT count(*) FROM raw WHERE seq > 0)");
}

T(nothing_is_known_before_the_first_commit)
{
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w, rows, 3);
	/* the act of its making: the next commit is that of the listing */
	T_EQ_INT(archive_acts_store(w.archive, w.db, &e), 0);
	atomic_store(&commits, 0);
	fails_at = 1;
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_EQ_INT(count(&w, "SELECT count(*) FROM inventory"), 0);
	T_EQ_INT(told_of(&w), 0);
	fails_at = 0;
	world_done(&w);
}

/* Whichever of them fails, after a restart all comes to its end. */
T(any_commit_may_fail)
{
	char label[32];
	bool failed = true;

	for (int n = 1; failed && n < 50; n++) {
		struct world w;
		struct err e = ERR_INIT;
		int64_t before;

		(void)snprintf(label, sizeof(label), "commit %d", n);
		t_label = label;
		world_make(&w, rows, 3);
		atomic_store(&commits, 0);
		fails_at = n;
		failed = run(&w, &e) < 0;
		fails_at = 0;
		before = told_of(&w);
		T_OK(failed || before > 0);
		world_close(&w);
		world_open(&w);
		fake_source_play(&w.tenant);
		err_clear(&e);
		w.tenant.run = 0;
		if (run(&w, &e) <= 0)
			T_FAIL("the next run: %s", e.text);
		T_EQ_INT(in_mailbox(&w, "bo"), 2);
		T_EQ_INT(in_mailbox(&w, "anna"), 1);
		world_done(&w);
	}
	T_OK(!failed);
}

T_MAIN
