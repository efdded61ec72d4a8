/* Who may what: every verb, every role group that is built in. */
#include "verb/verb.h"

#include "../access/house.h"
#include "verb/permit.h"

#include <string.h>

static const struct {
	char letter;
	const char *group, *role; /* role: of a group of one's own, else "" */
} groups[] = {
#define GROUP(letter, group, role) { letter, group, role },
#define VERB(name, letters)
#include "rights.def"
#undef GROUP
#undef VERB
};
#define N_GROUPS (sizeof(groups) / sizeof(groups[0]))

static const struct {
	const char *verb, *may;
} rows[] = {
#define GROUP(letter, group, role)
#define VERB(name, letters) { name, letters },
#include "rights.def"
#undef GROUP
#undef VERB
};

static const char *may(const char *verb)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].verb, verb) == 0)
			return rows[i].may;
	return NULL;
}

static struct principal *member_of(const struct house *h, size_t i)
{
	AUTO(free) char *name = str_printf("member-%zu", i);
	AUTO(str_done) struct str once = STR_INIT;
	struct err e = ERR_INIT;

	if (groups[i].role[0] != '\0') {
		const struct group_new n = { .name = groups[i].group,
					     .roles = role_named(
						     groups[i].role) };

		T_EQ_INT(groups_add(h->db, h->owner, &n, &e), 0);
	}
	house_add(h, name, groups[i].group[0] != '\0' ? groups[i].group : NULL,
		  &once);
	return house_principal(h, name);
}

/* 0 or 1: it was refused, and that is recorded. */
static int check_one(const struct house *h, const struct verb *v,
		     const struct principal *p, bool allowed)
{
	struct verb_call call = { .verb = v,
				  .who = p,
				  .actor = principal_actor(p),
				  .home = h->home,
				  .db = h->db };
	struct err e = ERR_INIT;
	int rc = verb_permit(&call, &e);

	T_EQ_INT(rc, allowed ? 0 : -1);
	T_EQ_INT(e.kind, allowed ? ERR_NONE : ERR_RIGHT);
	return rc < 0;
}

T(every_verb_and_every_group)
{
	struct house h AUTO(house_done);
	int refused = 0;

	house_make(&h);
	for (size_t i = 0; i < N_GROUPS; i++) {
		AUTO(principal_free)
		struct principal *p = member_of(&h, i);

		for (const struct verb *const *v = verb_all(); *v != NULL;
		     v++) {
			const char *who = may((*v)->name);

			t_label = (*v)->name;
			if (who == NULL) {
				T_FAIL("who may `%s`? Say so in rights.def",
				       (*v)->name);
				continue;
			}
			refused += check_one(&h, *v, p,
					     strchr(who, groups[i].letter) !=
						     NULL);
		}
	}
	t_label = "";
	T_OK(refused > 100);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM act WHERE outcome ="
				  " 'refused' AND origin = '192.0.2.7'"),
		 refused);
}

T(the_table_names_verbs_only)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		t_label = rows[i].verb;
		T_OK(verb_find(rows[i].verb) != NULL);
	}
}

/* A right that is misspelt would be nobody's, and a door without one open. */
T(rights_are_of_known_roles)
{
	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		const char *right = (*v)->right;

		t_label = (*v)->name;
		if (strcmp(right, RIGHT_ONESELF) == 0)
			continue;
		if (strcmp(right, RIGHT_FOLDER) == 0 || right[0] == '\0') {
			T_OK((*v)->http == NULL);
			continue;
		}
		while (*right != '\0') {
			AUTO(str_done) struct str one = STR_INIT;
			size_t len = strcspn(right, "|");

			str_add_len(&one, right, len);
			T_OK(role_named(one.s) != ROLES_NONE);
			right += len;
			right += *right == '|';
		}
	}
}

T(a_disabled_member_may_nothing)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;
	AUTO(principal_free) struct principal *p = NULL;
	struct err e = ERR_INIT;
	const struct account_new n = { .name = "local:anna",
				       .group = "Global Reader" };

	house_make(&h);
	T_EQ_INT(accounts_add(h.db, h.owner, &n, &once, &e), 0);
	T_EQ_INT(once.len, 0);
	T_EQ_INT(access_local(h.db, "anna", false, &p, &e), 0);
	T_OK(access_may(p, RIGHT_AUDIT) && !access_may(p, RIGHT_FOLDER));
	principal_free(TAKE(p));
	T_EQ_INT(accounts_set_state(h.db, h.owner, "local:anna",
				    ACCOUNT_DISABLED, &e),
		 0);
	T_EQ_INT(access_local(h.db, "anna", false, &p, &e), 0);
	T_OK(!access_may(p, RIGHT_AUDIT) && !access_may(p, RIGHT_ONESELF));
	principal_free(TAKE(p));
	/* whoever is called so is not what is called so */
	T_EQ_INT(access_local(h.db, "owner", false, &p, &e), 0);
	T_OK(p->roles == ROLES_NONE && !access_may(p, RIGHT_ONESELF));
}

T_MAIN
