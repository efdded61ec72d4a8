/* GET /users and /users/{id}: who is in the account. */
#include "api.h"

#include "dice.h"

#include "base/clock.h"

#include <string.h>

static const char *status_name(enum person_status s)
{
	static const char *const names[] = { "active", "inactive", "pending",
					     "deleted", "guest" };

	return names[s];
}

static json_t *user_object(const struct request *rq, const struct person *p)
{
	enum person_status status = person_status_at(p, rq->now_us);
	struct dice d = dice_of(p->seed, 1);
	json_t *o = json_object();

	if (p->id != NULL)
		put_str(o, "id", p->id);
	put_str(o, "first_name", p->first);
	put_str(o, "last_name", p->last);
	put_str(o, "display_name", p->name);
	put_str(o, "email", p->email);
	put_int(o, "type", dice_percent(&d, 20) ? 1 : 2);
	put_str(o, "status", status_name(status));
	put_str(o, "dept", p->dept);
	if (status == PERSON_PENDING)
		return o;
	put_int(o, "pmi", (int64_t)(2000000000 + dice_below(&d, 900000000)));
	put_str(o, "timezone", p->time_zone);
	put_int(o, "verified", 1);
	put_time(o, "created_at", p->created_us);
	put_time(o, "last_login_time",
		 status == PERSON_INACTIVE
			 ? p->left_us
			 : clock_day_start(rq->now_us) - 3 * CLOCK_DAY);
	put_str(o, "last_client_version", "5.17.11.34827(win)");
	json_object_set_new(o, "group_ids", json_array());
	return o;
}

static bool is_listed(const struct person *p, enum person_status status,
		      int64_t now_us)
{
	return p->created_us <= now_us && person_status_at(p, now_us) == status;
}

void api_users(struct request *rq, struct reply *rp)
{
	const char *want = request_arg(rq, "status");
	const struct people *people = &rq->sb->tenant->people;
	enum person_status status = PERSON_ACTIVE;
	json_t *o, *users;
	struct page page;
	size_t n = 0;

	if (want != NULL) {
		while (status <= PERSON_PENDING &&
		       strcmp(want, status_name(status)) != 0)
			status++;
		if (status > PERSON_PENDING) {
			reply_invalid(rq, rp, "status",
				      "Must be active, inactive or pending.");
			return;
		}
	}
	if (page_begin(&page, rq, rp, NULL, NULL) < 0)
		return;
	o = json_object();
	users = json_array();
	for (size_t i = 0; i < people->n_users; i++)
		if (is_listed(&people->all[i], status, rq->now_us) &&
		    page_has(&page, n++))
			json_array_append_new(users,
					      user_object(rq, &people->all[i]));
	put_int(o, "page_number", 1);
	page_end(&page, rq, o, n, true);
	json_object_set_new(o, "users", users);
	reply_json(rp, 200, o);
}

void api_user(struct request *rq, struct reply *rp)
{
	const struct person *p = path_user(rq, rp, rq->segments[2]);
	json_t *o;

	if (p == NULL)
		return;
	if (p->status == PERSON_PENDING) {
		reply_error(rp, 400, 1120,
			    "A valid invitation to join the Zoom account was "
			    "not found for this user.");
		return;
	}
	o = user_object(rq, p);
	put_str(o, "account_id", rq->sb->tenant->account_id);
	put_str(o, "role_name",
		p == rq->sb->tenant->people.all ? "Owner" : "Member");
	put_str(o, "language", talk_lang_tag(p->lang));
	reply_json(rp, 200, o);
}
