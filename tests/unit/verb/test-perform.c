/* What fails leaves an act, once, where it would have changed something. */
#include "verb/perform.h"

#include "../access/house.h"
#include "verb/verb.h"

#include <errno.h>
#include <string.h>

static int fails(struct verb_call *call, struct err *e)
{
	(void)call;
	err_set(e, ERR_USAGE,
		"there is a \"thing\" already in " VERB_SENT_FILE "12: 3");
	return err_wrap(e, "add it");
}

static int succeeds(struct verb_call *call, struct err *e)
{
	(void)call, (void)e;
	return VERB_NOT;
}

static int unread(struct verb_call *call, struct err *e)
{
	(void)call;
	err_set(e, ERR_STORE, "nobody reads");
	e->sys = EPIPE;
	return -1;
}

/* It kept for itself how it ended. */
static int tells(struct verb_call *call, struct err *e)
{
	T_EQ_INT(archive_act_ended(call->shared_db, call->actor,
				   call->verb->name, ACT_REFUSED, "{}", e),
		 0);
	return err_set(e, ERR_RIGHT, "not yourself");
}

static const struct {
	const char *what, *http, *right;
	bool reads;
	int (*run)(struct verb_call *call, struct err *e);
	int rc, acts;
} rows[] = {
	{ "fails", "POST /things", RIGHT_OWNER, false, fails, -1, 1 },
	{ "one of its routes changes", "GET /things|PUT /things/{name}",
	  RIGHT_OWNER, false, fails, -1, 1 },
	{ "command line only", NULL, RIGHT_OWNER, false, fails, -1, 1 },
	{ "reads at the command line", NULL, RIGHT_OWNER, true, fails, -1, 0 },
	{ "reads", "GET /things", RIGHT_OWNER, false, fails, -1, 0 },
	{ "reads by two routes", "GET /things|GET /things/{name}", RIGHT_OWNER,
	  false, fails, -1, 0 },
	{ "needs no right", NULL, RIGHT_NONE, false, fails, -1, 0 },
	{ "comes about", "POST /things", RIGHT_OWNER, false, succeeds, VERB_NOT,
	  0 },
	{ "told it", "POST /things", RIGHT_OWNER, false, tells, -1, 0 },
	{ "nobody reads on", "POST /things", RIGHT_OWNER, false, unread, -1,
	  0 },
};

static void check_one(const struct house *h, size_t i, bool shared)
{
	struct verb v = { .name = "thing add",
			  .http = rows[i].http,
			  .right = rows[i].right,
			  .reads = rows[i].reads,
			  .run = rows[i].run,
			  .params = { { .name = "name", .positional = true },
				      { .name = "set" } } };
	struct verb_call call = { .verb = &v,
				  .who = h->owner,
				  .actor = principal_actor(h->owner),
				  .home = h->home,
				  .shared_db = h->db };
	struct err e = ERR_INIT;

	call.args[0].text = "box";
	call.args[1].text = "hunter2";
	if (!shared && rows[i].run != tells)
		call.shared_db = NULL; /* control is opened for it */
	T_EQ_INT(verb_perform(&call, &e), rows[i].rc);
}

T(what_fails_is_kept)
{
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		struct house h AUTO(house_done);

		house_make(&h);
		t_label = rows[i / 2].what;
		check_one(&h, i / 2, i % 2 == 0);
		T_EQ_INT(house_number(&h, "SELECT count(*) FROM act WHERE "
					  "outcome = 'failed'"),
			 rows[i / 2].acts);
		T_EQ_INT(house_number(&h,
				      "SELECT count(*) FROM act WHERE outcome"
				      " = 'failed' AND verb = 'thing add' AND"
				      " origin = 'command line' AND detail ="
				      " '{\"name\":\"box\",\"why\":\"add it: "
				      "there is a \\\"thing\\\" already in "
				      "the file: 3\"}'"),
			 rows[i / 2].acts);
	}
	t_label = "";
}

/* There is nothing yet that could remember it. */
T(nobody_is_not_kept)
{
	struct house h AUTO(house_done);
	struct verb v = { .name = "x", .right = RIGHT_OWNER, .run = fails };
	struct verb_call call = { .verb = &v, .home = "/nowhere" };
	struct err e = ERR_INIT;

	house_make(&h);
	T_EQ_INT(verb_perform(&call, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

T_MAIN
