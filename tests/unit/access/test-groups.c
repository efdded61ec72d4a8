/* Accounts and groups: two rules, and what two who change do at once. */
#include "house.h"

#include "access/change.h"

#include <pthread.h>

static int member(struct house *h, const struct principal *by,
		  const char *group, const char *user, bool in)
{
	struct err e = ERR_INIT;
	int rc = groups_member(h->db, by, group, user, in, &e);

	return rc < 0 ? -(int)e.kind : rc;
}

T(as_it_begins)
{
	struct house h AUTO(house_done);

	house_make(&h);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group"), 5);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_role"
				  " WHERE role_group = 5"),
		 9);
	T_OK(access_may(h.owner, ROLE_EXPORT) &&
	     access_may(h.owner, ROLE_ROLES) &&
	     access_may(h.owner, RIGHT_FOLDER));
	T_EQ_INT(h.owner->account, 0);
}

T(names)
{
	static const struct {
		const char *label, *name;
		bool good;
	} rows[] = {
		{ "an address", "bo@example.com", true },
		{ "a word", "bo", true },
		{ "the same in capitals", "ANNA@example.COM", false },
		{ "the system's", "local:bo", true },
		{ "letters of others", "j\xc3\xb6rg@example.com", true },
		{ "no UTF-8", "j\xf6rg", false },
		{ "nothing", "", false },
		{ "a space", "a b", false },
		{ "a line end", "a\nb", false },
		{ "a quote", "a\"b", false },
		{ "an option", "-a", false },
		{ "taken", "local:owner", false },
	};
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;

	house_make(&h);
	house_add(&h, "anna@example.com", NULL, &once);
	T_EACH(row, rows) {
		const struct account_new n = { .name = row->name };
		struct err e = ERR_INIT;

		str_cut(&once, 0);
		T_EQ_INT(accounts_add(h.db, h.owner, &n, &once, &e),
			 row->good ? 0 : -1);
		T_EQ_INT(e.kind, row->good ? ERR_NONE : ERR_USAGE);
		T_OK(row->good || once.len == 0);
	}
}

/* Rule 1. */
T(nobody_raises_their_own_rights)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;
	AUTO(principal_free) struct principal *anna = NULL;
	struct group_new own = { .name = "Own",
				 .roles = role_named(ROLE_VIEW) };
	struct group_change more = { .add = role_named(ROLE_EXPORT) };
	struct err e = ERR_INIT;

	house_make(&h);
	house_add(&h, "anna", "Organization Management", &once);
	house_add(&h, "bo", "Organization Management", &once);
	anna = house_principal(&h, "anna");
	T_EQ_INT(member(&h, anna, "eDiscovery Manager", "anna", true),
		 -ERR_RIGHT);
	T_EQ_INT(house_acts(&h, "role-group add-member", "refused"), 1);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_member"
				  " WHERE role_group = 3"),
		 0);
	/* a group without more roles is fine, and so is giving to others */
	T_EQ_INT(member(&h, anna, "Global Reader", "anna", true), 1);
	T_EQ_INT(member(&h, anna, "eDiscovery Manager", "bo", true), 1);
	/* nor by raising a group that one is in */
	T_EQ_INT(groups_add(h.db, anna, &own, &e), 0);
	T_EQ_INT(member(&h, anna, "Own", "anna", true), 1);
	T_EQ_INT(groups_change(h.db, anna, "Own", &more, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	/* one who has it already gives it to themselves once more */
	T_EQ_INT(member(&h, h.owner, "eDiscovery Manager", "local:owner", true),
		 1);
	T_EQ_INT(member(&h, h.owner, "eDiscovery Manager", "anna", true), 1);
	T_EQ_INT(house_acts(&h, "role-group set", "refused"), 1);
}

/* Rule 2, in every way in which somebody can stop being a manager. */
T(somebody_can_still_manage_roles)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;
	struct account_change elsewhere = { .provider = "" };
	struct group_new managers = { .name = "Managers",
				      .roles = role_named(ROLE_ROLES) };
	struct group_change less = { .remove = role_named(ROLE_ROLES) };
	struct err e = ERR_INIT;

	house_make(&h);
	/* nobody signs in yet: the owner of the folder is the last */
	T_EQ_INT(member(&h, h.owner, "Local Operators", "local:owner", false),
		 -ERR_RIGHT);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "local:owner",
				    ACCOUNT_DISABLED, &e),
		 -1);
	err_clear(&e);
	T_EQ_INT(groups_remove(h.db, h.owner, "Local Operators", &e), -1);
	err_clear(&e);
	T_EQ_INT(groups_add(h.db, h.owner, &managers, &e), 0);
	house_add(&h, "anna", "Managers", &once);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "anna", ACCOUNT_DISABLED,
				    &e),
		 -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "anna", ACCOUNT_REMOVED, &e),
		 -1);
	err_clear(&e);
	T_EQ_INT(accounts_change(h.db, h.owner, "anna", &elsewhere, &e), -1);
	err_clear(&e);
	T_EQ_INT(member(&h, h.owner, "Managers", "anna", false), -ERR_RIGHT);
	T_EQ_INT(groups_change(h.db, h.owner, "Managers", &less, &e), -1);
	err_clear(&e);
	T_EQ_INT(groups_remove(h.db, h.owner, "Managers", &e), -1);
	err_clear(&e);
	/* the command line can go now, the second account makes the first
	   one free */
	T_EQ_INT(member(&h, h.owner, "Local Operators", "local:owner", false),
		 1);
	principal_free(h.owner);
	T_EQ_INT(access_local(h.db, "root", true, &h.owner, &e), 0);
	T_EQ_INT(h.owner->roles, ROLES_NONE);
	T_EQ_INT(accounts_recover(h.db, h.owner, &e), 0);
	T_EQ_INT(house_acts(&h, "user recover", "done"), 1);
	principal_free(h.owner);
	T_EQ_INT(access_local(h.db, "root", true, &h.owner, &e), 0);
	T_OK(access_may(h.owner, ROLE_ROLES));
	house_add(&h, "bo", "Managers", &once);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "anna", ACCOUNT_REMOVED, &e),
		 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_member m"
				  " JOIN account a ON a.id = m.account"
				  " WHERE a.name = 'anna'"),
		 0);
}

T(built_in_groups_change_in_members_only)
{
	struct house h AUTO(house_done);
	struct group_change c = { .add = role_named(ROLE_EXPORT) };
	struct group_new copy = { .name = "Readers", .copy = "Global Reader" };
	struct err e = ERR_INIT;

	house_make(&h);
	T_EQ_INT(groups_change(h.db, h.owner, "Global Reader", &c, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	T_EQ_INT(groups_remove(h.db, h.owner, "global reader", &e), -1);
	err_clear(&e);
	T_EQ_INT(groups_add(h.db, h.owner, &copy, &e), 0);
	T_EQ_INT(groups_change(h.db, h.owner, "readers", &c, &e), 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_role r"
				  " JOIN role_group g ON g.id = r.role_group"
				  " WHERE g.name = 'Readers'"),
		 3);
	T_EQ_INT(groups_add(h.db, h.owner, &copy, &e), -1); /* taken */
	err_clear(&e);
	T_EQ_INT(groups_remove(h.db, h.owner, "Readers", &e), 0);
}

/* --- at once -------------------------------------------------------------- */

#define ROUNDS 20

struct racer {
	struct house *h;
	const char *by, *group, *user;
	bool in;
	pthread_barrier_t *start;
	int rc;
	enum err_kind kind;
};

static void *race(void *ctx)
{
	struct racer *r = ctx;
	AUTO(db_close) struct db *db = NULL;
	AUTO(principal_free) struct principal *p = NULL;
	struct err e = ERR_INIT;

	T_EQ_INT(archive_db(r->h->archive, &db, &e), 0);
	p = NEW(struct principal);
	p->name = p->title = p->origin = p->language = STR_INIT;
	str_add(&p->name, r->by);
	T_EQ_INT(account_find(db, r->by, &p->account, &e), 0);
	(void)pthread_barrier_wait(r->start);
	r->rc = groups_member(db, p, r->group, r->user, r->in, &e);
	r->kind = e.kind;
	return NULL;
}

static void both(struct racer *one, struct racer *two)
{
	pthread_barrier_t start;
	pthread_t a, b;

	(void)pthread_barrier_init(&start, NULL, 2);
	one->start = two->start = &start;
	T_EQ_INT(pthread_create(&a, NULL, race, one), 0);
	T_EQ_INT(pthread_create(&b, NULL, race, two), 0);
	(void)pthread_join(a, NULL);
	(void)pthread_join(b, NULL);
	(void)pthread_barrier_destroy(&start);
}

/* Each takes the other out: one of them must stay. */
T(the_last_two_take_each_other_out)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;

	house_make(&h);
	house_add(&h, "anna", "Organization Management", &once);
	house_add(&h, "bo", "Organization Management", &once);
	for (int i = 0; i < ROUNDS; i++) {
		struct racer one = { .h = &h,
				     .by = "anna",
				     .group = "Organization Management",
				     .user = "bo" };
		struct racer two = one;

		two.by = "bo";
		two.user = "anna";
		both(&one, &two);
		T_EQ_INT((one.rc == 1) + (two.rc == 1), 1);
		T_OK(one.rc == 1 || one.kind == ERR_RIGHT);
		T_OK(two.rc == 1 || two.kind == ERR_RIGHT);
		T_EQ_INT(house_number(&h, "SELECT count(*) FROM"
					  " role_group_member WHERE"
					  " role_group = 1"),
			 1);
		(void)member(&h, h.owner, "Organization Management", "anna",
			     true);
		(void)member(&h, h.owner, "Organization Management", "bo",
			     true);
	}
}

/*
 * One joins a group that has no roles yet, while another gives it roles: the
 * one who joins by themselves never ends with more by their own doing.
 */
struct giver {
	struct house *h;
	pthread_barrier_t *start;
};

static void *give(void *ctx)
{
	struct giver *g = ctx;
	AUTO(db_close) struct db *db = NULL;
	const struct group_change c = { .add = role_named(ROLE_EXPORT) };
	struct err e = ERR_INIT;

	T_EQ_INT(archive_db(g->h->archive, &db, &e), 0);
	(void)pthread_barrier_wait(g->start);
	T_EQ_INT(groups_change(db, g->h->owner, "New", &c, &e), 0);
	return NULL;
}

T(joining_while_the_group_grows)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;
	const struct group_new empty = { .name = "New" };

	house_make(&h);
	house_add(&h, "anna", "Organization Management", &once);
	for (int i = 0; i < ROUNDS; i++) {
		pthread_barrier_t start;
		struct racer join = { .h = &h,
				      .by = "anna",
				      .group = "New",
				      .user = "anna",
				      .in = true,
				      .start = &start };
		struct giver giver = { &h, &start };
		struct err e = ERR_INIT;
		pthread_t a, b;
		bool joined_last;

		T_EQ_INT(groups_add(h.db, h.owner, &empty, &e), 0);
		(void)pthread_barrier_init(&start, NULL, 2);
		T_EQ_INT(pthread_create(&a, NULL, race, &join), 0);
		T_EQ_INT(pthread_create(&b, NULL, give, &giver), 0);
		(void)pthread_join(a, NULL);
		(void)pthread_join(b, NULL);
		(void)pthread_barrier_destroy(&start);
		/* whichever act is the later one tells the order */
		joined_last =
			house_number(&h,
				     "SELECT (SELECT max(id) FROM act WHERE"
				     " verb = 'role-group add-member') >"
				     " (SELECT max(id) FROM act WHERE verb ="
				     " 'role-group set')") != 0;
		if (joined_last)
			T_EQ_INT(join.kind, ERR_RIGHT);
		else
			T_EQ_INT(join.rc, 1);
		T_EQ_INT(groups_remove(h.db, h.owner, "New", &e), 0);
	}
}

T_MAIN
