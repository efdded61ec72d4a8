/* move.c - the vault moves to another store, or back. */
#include "verb/verbs/store.h"
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/stores.h"
#include "connector/connector.h"
#include "vault/vault.h"
#include "verb/print.h"
#include "verb/progress.h"
#include "verb/setup.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_AGAIN_NS (500L * 1000 * 1000)

/* Nothing left to ship, move or remove? -1 too where a person must act. */
static int look(struct verb_call *call, struct vault_shipping *s,
		struct str *hindered, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	size_t n = 0;

	if (vault_shipping_state(call->db, s, e) < 0 ||
	    vault_stores_list(call->db, list, &n, e) < 0)
		return -1;
	str_cut(hindered, 0);
	for (size_t i = 0; i < n; i++)
		str_add(hindered, list[i].error);
	return !s->leaving && s->unshipped_packs + s->unshipped_objects == 0;
}

static void tell(struct progress *bar, const struct vault_shipping *s,
		 const char *hindered, uint64_t *most)
{
	uint64_t left = s->unshipped_packs + s->unshipped_objects + s->to_move +
			s->to_remove;

	*most = left > *most ? left : *most;
	progress_tell(bar,
		      s->to_move > 0 || !s->leaving ? "moving" : "removing",
		      *most - left, *most, hindered);
}

/* The process that writes does it: look on. 1: done, 0: it has gone; -1. */
static int follow(struct verb_call *call, struct err *e)
{
	AUTO(progress_free) struct progress *bar = progress_new(call);
	AUTO(str_done) struct str hindered = STR_INIT;
	struct timespec pause = { .tv_nsec = LOOK_AGAIN_NS };
	struct vault_shipping s;
	uint64_t most = 0;
	bool busy = true;

	for (;;) {
		int rc = look(call, &s, &hindered, e);

		if (rc != 0 || !busy)
			return rc;
		if (atomic_load(call->stop))
			return err_set(e, ERR_RETRY,
				       "no longer waiting; the other process "
				       "goes on with it");
		tell(bar, &s, hindered.s, &most);
		busy = archive_busy(call->home);
		(void)nanosleep(&pause, NULL); /* then look again */
	}
}

/* What the waiting thread needs to tell how far it is. */
struct helper {
	struct archive *archive;
	struct err e;
	int rc;
	atomic_bool ended;
};

static void *ship_all(void *ctx)
{
	struct helper *h = ctx;

	h->rc = vault_shipped_all(archive_vault(h->archive), &h->e);
	atomic_store(&h->ended, true);
	return NULL;
}

/* In this process. 1: done; 0: hindered; -1. */
static int work_here(struct verb_call *call, struct err *e)
{
	AUTO(progress_free) struct progress *bar = progress_new(call);
	AUTO(str_done) struct str hindered = STR_INIT;
	struct helper h = { .archive = call->archive, .e = ERR_INIT };
	struct timespec pause = { .tv_nsec = LOOK_AGAIN_NS };
	struct vault_shipping s;
	uint64_t most = 0;
	pthread_t thread;
	int rc = 0;

	if (pthread_create(&thread, NULL, ship_all, &h) != 0)
		mem_exhausted(sizeof(h));
	while (rc >= 0 && !atomic_load(&h.ended)) {
		rc = look(call, &s, &hindered, e);
		if (rc >= 0)
			tell(bar, &s, hindered.s, &most);
		if (rc >= 0 && atomic_load(call->stop))
			rc = err_set(e, ERR_RETRY,
				     "interrupted: `estreat vault move`, or "
				     "`estreat serve`, goes on with it");
		(void)nanosleep(&pause, NULL); /* then look again */
	}
	if (rc < 0)
		vault_shipping_stop(archive_vault(call->archive));
	(void)pthread_join(thread, NULL);
	if (rc < 0)
		return -1;
	if (h.rc < 0)
		*e = h.e;
	if (h.rc == 0 && look(call, &s, &hindered, e) >= 0)
		return err_set(e, ERR_RETRY, "%.600s", hindered.s);
	return h.rc > 0 ? 1 : -1;
}

/* Acts of before, into a pack that closing seals, so that it is shipped with
   the others: one that is still open would wait behind them. */
static int acts_first(struct verb_call *call, struct err *e)
{
	int rc = call_open(call, true, e);

	if (rc == 0)
		rc = archive_acts_store(call->archive, call->db, e);
	call_done(call);
	return rc;
}

/* Here where nobody else writes, else there. */
static int go_on(struct verb_call *call, struct err *e)
{
	int rc = 0;

	while (rc == 0) {
		call_done(call);
		if (acts_first(call, e) == 0 && call_open(call, true, e) == 0)
			return work_here(call, e) < 0 ? -1 : 0;
		if (!archive_busy(call->home))
			return -1;
		err_clear(e);
		call_done(call);
		if (call_open(call, false, e) < 0)
			return -1;
		rc = follow(call, e);
	}
	return rc < 0 ? -1 : 0;
}

static int begin_move(struct verb_call *call, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct stores_change c = { .kind = call_text(call, "to"),
				   .keep = call_flag(call, "keep"),
				   .actor = call->actor,
				   .verb = call->verb->name };
	uint64_t id = 0;

	if (call_flag(call, "back"))
		return stores_return(call->archive, call->db, &c, e);
	if (c.kind == NULL)
		return 0; /* go on with what there is to do */
	if (setup_given_read(call, false, &given, e) < 0)
		return -1;
	c.given = given.values;
	if (strcmp(c.kind, "local") == 0)
		c.kind = NULL;
	return stores_use(call->archive, call->db, &c, &id, e);
}

static int check_words(const struct verb_call *call, struct err *e)
{
	const char *to = call_text(call, "to");
	bool values = call_flag(call, "set") || call_flag(call, "secret");

	if (to == NULL && (values || call_flag(call, "keep")))
		return err_set(e, ERR_USAGE,
			       "--set, --secret and --keep belong to a new "
			       "place: name it with --to");
	if (to != NULL && call_flag(call, "back"))
		return err_set(e, ERR_USAGE,
			       "--back goes to where it came from: leave --to "
			       "out");
	if (to != NULL && strcmp(to, "local") == 0 && values)
		return err_set(e, ERR_USAGE,
			       "\"local\" is the vault's own folder and has no "
			       "settings");
	return 0;
}

static int move_run(struct verb_call *call, struct err *e)
{
	struct vault_store_info now = { 0 };
	struct vault_shipping s;
	bool any = false;

	if (check_words(call, e) < 0 || call_open(call, false, e) < 0 ||
	    begin_move(call, e) < 0)
		return -1;
	if (!call_flag(call, "no-wait") && go_on(call, e) < 0)
		return -1;
	if (store_in_use(call, &now, &any, e) < 0 ||
	    vault_shipping_state(call->db, &s, e) < 0)
		return -1;
	print_text(call->out, "kind", "In use", any ? now.kind : "local");
	print_bool(call->out, "moving", NULL, s.leaving);
	store_print_shipping(call->out, &s);
	if (s.leaving)
		print_say(call->out, "The move goes on while `estreat serve` "
				     "or `estreat vault move` runs.");
	else
		print_say(call->out, "Everything is where it should be.");
	return VERB_OK;
}

const struct verb verb_vault_move = {
	.name = "vault move",
	.http = "POST /vault/move",
	.right = RIGHT_OWNER,
	.help = "Move packs and objects to another store, or back",
	.about = "Copies everything to the new place while the archive is in "
		 "use, each thing\nverified there; only when all is there the "
		 "old copies are removed (not with\n--keep; what the old store "
		 "has locked stays too). A move may be cut off at any\nmoment: "
		 "`estreat vault move` without --to goes on with it, and "
		 "`estreat serve`\n"
		 "does so by itself. --back turns it "
		 "round.\n\nWithout a move, it ships what waits and "
		 "returns when all is in the store.",
	.example = "  estreat vault move --to dir --set path=/mnt/new\n"
		   "  estreat vault move --to local --keep\n"
		   "  estreat vault move",
	.stoppable = true,
	.run = move_run,
	.params = { { .name = "to",
		      .type = PARAM_TEXT,
		      .value = "KIND",
		      .help = "a kind of store, or local" },
		    SETUP_SET,
		    SETUP_SECRET,
		    { .name = "keep",
		      .type = PARAM_FLAG,
		      .help = "leave the old copies" },
		    { .name = "back",
		      .type = PARAM_FLAG,
		      .help = "turn the move round" },
		    { .name = "no-wait",
		      .type = PARAM_FLAG,
		      .help = "begin only" } },
};
