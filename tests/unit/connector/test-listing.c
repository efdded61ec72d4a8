/* What a listing tells is stored while it goes on: all of it, or it ends. */
#include "connector/world.h"

#define MANY 1700 /* four batches */

struct crowd {
	struct fake_row rows[MANY];
	char ids[MANY][8];
};

/* Posts in a hundred conversations, one after the other in turn. */
static struct crowd *crowd_new(void)
{
	struct crowd *c = NEW(struct crowd);

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(c->ids[i], sizeof(c->ids[i]), "i%d", i);
		c->rows[i] = (struct fake_row){
			.bundle = c->ids[i % 100],
			.kind = "post",
			.id = c->ids[i],
			.version = "",
			.told = { "i" },
			.content = c->ids[i],
			.email = "anna@example.com",
		};
	}
	return c;
}

T(all_batches_are_stored_before_anything_is_converted)
{
	AUTO(free) struct crowd *c = crowd_new();
	struct world w;

	world_make(&w, c->rows, MANY);
	must_run(&w);
	expect(&w, "1700 1700 0 0 0 0 0 | 100 100 0 closed");
	T_EQ_INT(count(&w, "SELECT count(*) FROM bundle WHERE ordinal = 1"),
		 100);
	T_EQ_INT(count(&w, "SELECT count(*) FROM inventory WHERE message = 0"),
		 0);
	/* told in turn, and side by side all the same */
	T_EQ_INT(count(&w, "SELECT max(n) FROM (SELECT max(id) - min(id) + 1"
			   " AS n FROM inventory GROUP BY bundle)"),
		 17);
	world_done(&w);
}

static const struct {
	const char *label, *at;
} breaks[] = {
	{ "the first batch", "i3" },
	{ "one in the middle", "i700" },
	{ "the last", "i1699" },
};

T(a_batch_that_cannot_be_stored_ends_the_listing)
{
	T_EACH(row, breaks) {
		AUTO(free) struct crowd *c = crowd_new();
		AUTO(free)
		char *broken = str_printf(
			"CREATE TRIGGER broken BEFORE INSERT ON inventory WHEN "
			"new.object = '%s' BEGIN SELECT RAISE(ABORT, 'no room'"
			"); END",
			row->at);
		struct err e = ERR_INIT;
		char text[ERR_TEXT];
		struct world w;

		world_make(&w, c->rows, MANY);
		sql(&w, broken);
		T_EQ_INT(run(&w, &e), -1);
		T_EQ_INT(e.kind, ERR_STORE);
		T_OK(strstr(err_str(&e, text, sizeof(text)), row->at) != NULL);
		T_EQ_INT(count(&w, "SELECT count(*) FROM job"), 0);
		T_EQ_INT(count(&w, "SELECT state FROM run"), 1); /* listing */
		sql(&w, "DROP TRIGGER broken");
		must_run(&w);
		expect(&w, "1700 1700 0 0 0 0 0 | 100 100 0 closed");
		world_done(&w);
	}
}

T_MAIN
