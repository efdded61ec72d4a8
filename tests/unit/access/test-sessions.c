/* Being known: cookies, their ends, tokens, requests of other pages. */
#include "cheap.h"
#include "clockwork.h"
#include "house.h"

#include "access/session.h"
#include "access/tokens.h"

#define GOOD "correct horse battery"

static void sign_in(struct house *h, const char *user, const char *password,
		    const char *fresh, const char *replaces, struct str *cookie)
{
	const struct access_from from = HOUSE_FROM;
	const struct sign_in in = { user, password, NULL, fresh };
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	enum sign_in_verdict v = SIGN_IN_WRONG;
	struct err e = ERR_INIT;

	T_EQ_INT(access_sign_in(h->access, h->db, &in, &from, replaces, &v,
				&out, &e),
		 0);
	T_EQ_INT(v, SIGN_IN_DONE);
	str_cut(cookie, 0);
	str_add(cookie, out.cookie.s);
}

static void anna(struct house *h, struct str *cookie)
{
	AUTO(str_done) struct str once = STR_INIT;

	house_make(h);
	house_add(h, "anna", "Global Reader", &once);
	sign_in(h, "anna", once.s, GOOD, NULL, cookie);
}

static int known(struct house *h, const char *cookie, struct principal **out)
{
	const struct access_from from = HOUSE_FROM;
	AUTO(principal_free) struct principal *p = NULL;
	struct err e = ERR_INIT;
	int rc = access_session(h->access, h->db, cookie, &from, &p, &e);

	if (rc > 0 && out != NULL)
		*out = TAKE(p);
	return rc;
}

T(a_cookie_is_somebody)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str cookie = STR_INIT;
	AUTO(str_done) struct str groups = STR_INIT;
	AUTO(principal_free) struct principal *p = NULL;
	struct err e = ERR_INIT;

	anna(&h, &cookie);
	T_EQ_INT(cookie.len, 43);
	T_EQ_INT(known(&h, cookie.s, &p), 1);
	T_EQ_STR(p->name.s, "anna");
	T_EQ_STR(p->origin.s, "192.0.2.7");
	T_OK(p->local && !p->totp && p->token == 0);
	T_OK(access_may(p, ROLE_AUDIT) && !access_may(p, ROLE_EXPORT));
	T_OK(access_may(p, RIGHT_ONESELF) && !access_may(p, RIGHT_FOLDER));
	T_EQ_INT(p->expires_us, now_us + 12 * CLOCK_HOUR);
	T_EQ_INT(principal_groups(h.db, p, &groups, &e), 0);
	T_EQ_STR(groups.s, "[\"Global Reader\"]");
	T_EQ_INT(known(&h, "", NULL), 0);
	T_EQ_INT(known(&h, "est_x", NULL), 0);
	cookie.s[5] = cookie.s[5] == 'a' ? 'b' : 'a';
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	/* what is kept is not what is given */
	T_EQ_INT(house_number(&h, "SELECT length(digest) FROM session"), 32);
}

T(it_ends)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str cookie = STR_INIT;
	AUTO(str_done) struct str other = STR_INIT;

	anna(&h, &cookie);
	now_us += 30 * CLOCK_MINUTE - 1;
	T_EQ_INT(known(&h, cookie.s, NULL), 1); /* used: it goes on */
	now_us += 30 * CLOCK_MINUTE - 1;
	T_EQ_INT(known(&h, cookie.s, NULL), 1);
	now_us += 30 * CLOCK_MINUTE;
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	sign_in(&h, "anna", GOOD, NULL, NULL, &cookie);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), 1);
	for (int i = 0; i < 12 * 3 - 1; i++) {
		now_us += 20 * CLOCK_MINUTE;
		T_EQ_INT(known(&h, cookie.s, NULL), 1);
	}
	now_us += 20 * CLOCK_MINUTE; /* twelve hours in all */
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	/* the one before it ends with a new one of the same browser */
	sign_in(&h, "anna", GOOD, NULL, NULL, &cookie);
	sign_in(&h, "anna", GOOD, NULL, cookie.s, &other);
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	T_EQ_INT(known(&h, other.s, NULL), 1);
}

T(how_long_is_a_setting)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str cookie = STR_INIT;
	const struct value short_one[] = { { "idle-minutes", "5" },
					   { "longest-hours", "1" } };
	const struct value too_long[] = { { "longest-hours", "100000" } };
	struct values_given given = { .settings = short_one, .n_settings = 2 };
	AUTO(principal_free) struct principal *p = NULL;
	struct err e = ERR_INIT;

	anna(&h, &cookie);
	T_EQ_INT(sign_in_set(h.archive, h.db, h.owner, &given, &e), 0);
	sign_in(&h, "anna", GOOD, NULL, NULL, &cookie);
	T_EQ_INT(known(&h, cookie.s, &p), 1);
	T_EQ_INT(p->expires_us, now_us + CLOCK_HOUR);
	now_us += 5 * CLOCK_MINUTE;
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	given = (struct values_given){ .settings = too_long, .n_settings = 1 };
	T_EQ_INT(sign_in_set(h.archive, h.db, h.owner, &given, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

/* What happens to an account happens to its sessions at once. */
T(changes_hold_from_the_next_request)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str cookie = STR_INIT;
	AUTO(str_done) struct str once = STR_INIT;
	AUTO(principal_free) struct principal *p = NULL;
	struct err e = ERR_INIT;

	anna(&h, &cookie);
	T_EQ_INT(groups_member(h.db, h.owner, "eDiscovery Manager", "anna",
			       true, &e),
		 1);
	T_EQ_INT(known(&h, cookie.s, &p), 1);
	T_OK(access_may(p, ROLE_EXPORT));
	principal_free(TAKE(p));
	T_EQ_INT(groups_member(h.db, h.owner, "eDiscovery Manager", "anna",
			       false, &e),
		 1);
	T_EQ_INT(known(&h, cookie.s, &p), 1);
	T_OK(!access_may(p, ROLE_EXPORT));
	T_EQ_INT(accounts_reset(h.db, h.owner, "anna", false, &once, &e), 0);
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	sign_in(&h, "anna", once.s, GOOD, NULL, &cookie);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "anna", ACCOUNT_DISABLED,
				    &e),
		 0);
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "anna", ACCOUNT_ACTIVE, &e),
		 0);
	T_EQ_INT(known(&h, cookie.s, NULL), 0); /* not again by itself */
	sign_in(&h, "anna", GOOD, NULL, NULL, &cookie);
	T_EQ_INT(known(&h, cookie.s, NULL), 1);
	/* a session that is there nevertheless is nobody's */
	house_do(&h, "UPDATE account SET state = 2 WHERE name = 'anna'");
	T_EQ_INT(known(&h, cookie.s, NULL), 0);
}

T(signing_out)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str one = STR_INIT;
	AUTO(str_done) struct str two = STR_INIT;
	AUTO(str_done) struct str three = STR_INIT;
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(principal_free) struct principal *q = NULL;
	struct err e = ERR_INIT;
	int64_t ended = 0;

	anna(&h, &one);
	sign_in(&h, "anna", GOOD, NULL, NULL, &two);
	sign_in(&h, "anna", GOOD, NULL, NULL, &three);
	T_EQ_INT(known(&h, one.s, &p), 1);
	T_EQ_INT(access_sign_out(h.db, p, false, &e), 0);
	T_EQ_INT(known(&h, one.s, NULL), 0);
	T_EQ_INT(known(&h, two.s, &q), 1);
	T_EQ_INT(access_sign_out(h.db, q, true, &e), 0);
	T_EQ_INT(known(&h, two.s, NULL), 0);
	T_EQ_INT(known(&h, three.s, NULL), 0);
	T_EQ_INT(house_acts(&h, "session sign-out", "done"), 2);
	sign_in(&h, "anna", GOOD, NULL, NULL, &one);
	T_EQ_INT(accounts_sign_out(h.db, h.owner, "anna", &ended, &e), 0);
	T_EQ_INT(ended, 1);
	T_EQ_INT(known(&h, one.s, NULL), 0);
}

T(a_new_password_by_oneself)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str one = STR_INIT;
	AUTO(str_done) struct str two = STR_INIT;
	AUTO(principal_free) struct principal *p = NULL;
	const struct access_from from = HOUSE_FROM;
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	struct err e = ERR_INIT;

	anna(&h, &one);
	sign_in(&h, "anna", GOOD, NULL, NULL, &two);
	T_EQ_INT(known(&h, one.s, &p), 1);
	T_EQ_INT(access_set_password(h.access, h.db, p, "wrong",
				     "another long password", &from, &out, &e),
		 0);
	T_EQ_INT(known(&h, two.s, NULL), 1);
	T_EQ_INT(access_set_password(h.access, h.db, p, GOOD, "short", &from,
				     &out, &e),
		 -1);
	err_clear(&e);
	T_EQ_INT(access_set_password(h.access, h.db, p, GOOD,
				     "another long sentence", &from, &out, &e),
		 1);
	T_EQ_INT(known(&h, one.s, NULL), 0);
	T_EQ_INT(known(&h, two.s, NULL), 0);
	T_EQ_INT(known(&h, out.cookie.s, NULL), 1);
	T_EQ_INT(access_set_language(h.db, p, "de", &e), 0);
	T_EQ_INT(access_set_language(h.db, p, "de'; --", &e), -1);
}

T(requests_of_other_pages)
{
	AUTO(str_done) struct str csrf = STR_INIT;
	AUTO(str_done) struct str other = STR_INIT;

	access_csrf("a-cookie", &csrf);
	access_csrf("b-cookie", &other);
	T_EQ_INT(csrf.len, 43);
	T_OK(access_csrf_ok("a-cookie", csrf.s));
	T_OK(!access_csrf_ok("a-cookie", other.s));
	T_OK(!access_csrf_ok("a-cookie", "a-cookie"));
	T_OK(!access_csrf_ok("a-cookie", ""));
	T_OK(!access_csrf_ok("a-cookie", NULL));
	str_cut(&csrf, csrf.len - 1);
	T_OK(!access_csrf_ok("a-cookie", csrf.s));
}

/* --- tokens --------------------------------------------------------------- */

static int by_token(struct house *h, const char *token, struct principal **out)
{
	const struct access_from from = HOUSE_FROM;
	struct err e = ERR_INIT;

	return access_token(h->access, h->db, token, &from, out, &e);
}

T(tokens)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str cookie = STR_INIT;
	AUTO(str_done) struct str token = STR_INIT;
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(principal_free) struct principal *t = NULL;
	struct token_new n = { .name = "x",
			       .roles = role_named(ROLE_AUDIT),
			       .days = 10 };
	struct err e = ERR_INIT;
	int64_t end = 0;

	anna(&h, &cookie);
	T_EQ_INT(known(&h, cookie.s, &p), 1);
	T_EQ_INT(tokens_add(h.db, p, &n, &token, &end, &e), 0);
	T_EQ_INT(end, now_us + 10 * CLOCK_DAY);
	T_OK(str_starts(token.s, "est_") && token.len == 47);
	T_EQ_INT(by_token(&h, token.s, &t), 1);
	T_EQ_STR(t->name.s, "anna");
	T_OK(t->token != 0 && access_may(t, ROLE_AUDIT));
	T_OK(!access_may(t, ROLE_VIEW)); /* anna's, not the token's */
	T_EQ_INT(known(&h, token.s, NULL), 0);
	T_EQ_INT(by_token(&h, cookie.s, &t), 0);
	/* a token makes none, and nobody gives what they have not */
	n.name = "y";
	T_EQ_INT(tokens_add(h.db, t, &n, &token, &end, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	n.roles = role_named(ROLE_EXPORT);
	T_EQ_INT(tokens_add(h.db, p, &n, &token, &end, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	n.roles = role_named(ROLE_AUDIT);
	n.user = "local:owner";
	T_EQ_INT(tokens_add(h.db, p, &n, &token, &end, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	n.user = NULL;
	n.days = TOKEN_DAYS_MAX + 1;
	T_EQ_INT(tokens_add(h.db, p, &n, &token, &end, &e), -1);
	err_clear(&e);
	principal_free(TAKE(t));
	/* what its owner has no more, it has no more */
	T_EQ_INT(groups_member(h.db, h.owner, "Global Reader", "anna", false,
			       &e),
		 1);
	T_EQ_INT(by_token(&h, token.s, &t), 1);
	T_EQ_INT(t->roles, ROLES_NONE);
	principal_free(TAKE(t));
	now_us += 10 * CLOCK_DAY;
	T_EQ_INT(by_token(&h, token.s, &t), 0);
	now_us -= 1;
	T_EQ_INT(by_token(&h, token.s, &t), 1);
	principal_free(TAKE(t));
	T_EQ_INT(tokens_remove(h.db, p, NULL, "x", &e), 0);
	T_EQ_INT(by_token(&h, token.s, &t), 0);
	T_EQ_INT(tokens_remove(h.db, p, NULL, "x", &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

T_MAIN
