/* Who has a Webex account, and which bots are about. */
#include "world-private.h"

#include "id.h"

#include "sandbox/dice.h"
#include "sandbox/tenant.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

static const char *const bots[][2] = {
	{ "Deploy Bot", "deploy.nordwind@webex.bot" },
	{ "Risk Alerts", "risk-alerts@webex.bot" },
};
#define BOTS (sizeof(bots) / sizeof(bots[0]))

static const char *org_of(struct wx_world *w, const char *name)
{
	char uuid[SEED_UUID];

	seed_uuid(seed_of_text(seed_of(w->seed, "org", 0), name), uuid);
	return wx_id(w->arena, WX_CLUSTER, "ORGANIZATION", uuid);
}

static void add(struct wx_world *w, const struct person *p, const char *email,
		const char *name)
{
	struct wx_who *x = &w->who[w->n_who];
	char uuid[SEED_UUID];

	wx_uuid(w->seed, "PEOPLE", (uint32_t)w->n_who, uuid);
	x->uuid = arena_strdup(w->arena, uuid);
	x->id = wx_id(w->arena, WX_CLUSTER, "PEOPLE", uuid);
	x->person = p;
	x->email = email;
	x->name = name;
	x->ours = p != NULL && p->status != PERSON_GUEST;
	x->org_id = x->ours || strchr(email, '@') == NULL
			    ? w->org_id
			    : org_of(w, strchr(email, '@'));
	w->n_who++;
}

/* Webex knows some by their second address. */
static const char *address(const struct person *p)
{
	if (p->alias != NULL && p->seed % 2 == 1)
		return p->alias;
	return p->email[0] != '\0' ? p->email : p->mailbox;
}

void wx_crowd_make(struct wx_world *w)
{
	const struct people *all = &w->t->people;
	char uuid[SEED_UUID];

	seed_uuid(seed_of(w->seed, "org", 1), uuid);
	w->org_uuid = arena_strdup(w->arena, uuid);
	w->org_id = wx_id(w->arena, WX_CLUSTER, "ORGANIZATION", uuid);
	w->who = arena_alloc(w->arena, all->n + BOTS, sizeof(*w->who));
	for (size_t i = 0; i < all->n; i++) {
		const struct person *p = &all->all[i];

		if (i == all->n_users)
			w->n_ours = w->n_who;
		/* who has no address has no account either */
		if (p->mailbox[0] != '\0')
			add(w, p, address(p), p->name);
	}
	w->first_bot = w->n_who;
	for (size_t i = 0; i < BOTS; i++)
		add(w, NULL, bots[i][1], bots[i][0]);
}

const struct wx_who *wx_officer(const struct wx_world *w)
{
	return &w->who[0];
}

const struct wx_who *wx_who_find(const struct wx_world *w, const char *id)
{
	AUTO(arena_free) struct arena *a = arena_new();
	uint32_t n;

	if (!wx_id_number(a, w->seed, "PEOPLE", id, &n) || n >= w->n_who)
		return NULL;
	return &w->who[n];
}

const struct wx_who *wx_who_by_email(const struct wx_world *w,
				     const char *email)
{
	for (size_t i = 0; i < w->n_who; i++)
		if (str_casecmp(w->who[i].email, email) == 0)
			return &w->who[i];
	return NULL;
}

const char *wx_true_email(const struct wx_who *x, int64_t at_us)
{
	if (x->person == NULL)
		return "";
	return person_mailbox_at(x->person, at_us);
}

int64_t wx_comes_us(const struct wx_who *x)
{
	return x->person != NULL && x->ours ? x->person->created_us : 0;
}

int64_t wx_goes_us(const struct wx_who *x)
{
	if (x->person == NULL || (x->person->status != PERSON_INACTIVE &&
				  x->person->status != PERSON_DELETED))
		return WX_NEVER;
	return x->person->left_us;
}
