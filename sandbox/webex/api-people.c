/* People: by id, by list of ids, by address, all of the organisation. */
#include "meeting.h"
#include "webex.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

#define IDS_MAX 85

/* Not yet made, deleted since: Webex does not know them. */
static bool is_known(const struct call *c, const struct wx_who *x)
{
	if (x->person == NULL)
		return true;
	return x->person->created_us <= c->now_us &&
	       person_status_at(x->person, c->now_us) != PERSON_DELETED;
}

static void put_account(struct call *c, json_t *o, const struct wx_who *x)
{
	const struct person *p = x->person;
	enum person_status status = person_status_at(p, c->now_us);
	json_t *roles = json_array();

	wx_put(o, "firstName", p->first);
	wx_put(o, "lastName", p->last);
	if (x == wx_officer(c->w) && c->s.officer)
		json_array_append_new(
			roles, json_string(wx_id_of(c->a, c->w->seed, "ROLE",
						    WX_ROLE_OFFICER)));
	if (x == wx_officer(c->w))
		json_array_append_new(
			roles, json_string(wx_id_of(c->a, c->w->seed, "ROLE",
						    WX_ROLE_ADMIN)));
	json_object_set_new(o, "roles", roles);
	wx_put(o, "department", p->dept);
	wx_put(o, "timezone", p->time_zone);
	json_object_set_new(o, "siteUrls", json_pack("[s]", wx_site(0)));
	wx_put(o, "invitePending", status == PERSON_PENDING ? "true" : "false");
	wx_put(o, "loginEnabled", status == PERSON_ACTIVE ? "true" : "false");
}

static json_t *person(struct call *c, const struct wx_who *x)
{
	json_t *o = json_object();

	wx_put(o, "id", x->id);
	json_object_set_new(o, "emails", json_pack("[s]", x->email));
	wx_put(o, "displayName", x->name);
	wx_put(o, "orgId", x->org_id);
	wx_put_time(o, "created",
		    x->person != NULL ? x->person->created_us
				      : c->w->from_us - CLOCK_DAY);
	if (x->ours)
		put_account(c, o, x);
	wx_put(o, "type", x->person != NULL ? "person" : "bot");
	return o;
}

static void by_ids(struct call *c, const char *list)
{
	json_t *items = json_array(), *missing = json_array();
	size_t n = 0;

	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		const char *id = arena_dup(c->a, list, len);
		const struct wx_who *x = wx_who_find(c->w, id);

		if (x != NULL && is_known(c, x))
			json_array_append_new(items, person(c, x));
		else
			json_array_append_new(missing, json_string(id));
		list += len;
		list += *list == ',';
		n++;
	}
	if (n > IDS_MAX) {
		json_decref(items);
		json_decref(missing);
		wx_bad(c, "id", "at most 85 ids");
		return;
	}
	reply_json(c->rp, 200,
		   json_pack("{s:o, s:o}", "items", items, "notFoundIds",
			     missing));
}

static bool fits(const struct wx_who *x, const char *email, const char *name)
{
	if (email != NULL)
		return str_casecmp(x->email, email) == 0;
	return x->ours && (name == NULL || str_starts(x->name, name));
}

void wx_api_people(struct call *c)
{
	const char *ids = request_arg(c->rq, "id");
	const char *email = request_arg(c->rq, "email");
	const char *name = request_arg(c->rq, "displayName");
	struct wx_page p;
	uint64_t at, last = 0;

	if (ids != NULL) {
		by_ids(c, ids);
		return;
	}
	if (wx_page_begin(&p, c, 100, 1000) < 0)
		return;
	for (at = p.at; at < c->w->n_who; at++) {
		const struct wx_who *x = &c->w->who[at];

		if (!is_known(c, x) || !fits(x, email, name))
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, person(c, x));
		last = at;
	}
	wx_page_end(&p, c, at < c->w->n_who, at, last);
}

void wx_api_person(struct call *c)
{
	const struct wx_who *x =
		wx_who_find(c->w, request_decode(c->rq, c->rq->segments[2]));

	if (x == NULL || !is_known(c, x))
		wx_not_found(c, "person");
	else
		reply_json(c->rp, 200, person(c, x));
}

void wx_api_me(struct call *c)
{
	reply_json(c->rp, 200, person(c, wx_officer(c->w)));
}
