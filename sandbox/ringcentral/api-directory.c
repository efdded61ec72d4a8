/* Who has an extension, and what the administrator may do. */
#include "ring.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

/* Gone from the directory with the end of the day on which they left. */
static bool is_gone(const struct person *p, int64_t now_us)
{
	return p->created_us > now_us ||
	       (p->status == PERSON_DELETED &&
		!ring_person_is_listed(p, now_us - RING_LAG_US));
}

static const char *status_of(const struct person *p, int64_t now_us)
{
	if (p->status == PERSON_PENDING)
		return "NotActivated";
	return ring_person_is_listed(p, now_us - RING_LAG_US) ? "Enabled"
							      : "Disabled";
}

static json_t *contact_of(struct ring *r, const struct person *p)
{
	json_t *o = json_object();
	char phone[RING_ID];

	ring_put(o, "firstName", p->first);
	ring_put(o, "lastName", p->last);
	ring_put(o, "name", p->name);
	ring_put(o, "company", r->sb->tenant->account_name);
	ring_put(o, "email", ring_person_email(p));
	ring_phone(ring_world(r), p, phone);
	ring_put(o, "businessPhone", phone);
	ring_put(o, "department", p->dept);
	return o;
}

static json_t *extension_of(struct ring *r, const struct request *rq,
			    const struct person *p)
{
	const struct ring_world *w = ring_world(r);
	int64_t id = ring_person_number(w, p);
	json_t *o = json_object();
	char text[160];

	ring_put_int(o, "id", id);
	(void)snprintf(text, sizeof(text),
		       "%s/restapi/v1.0/account/%s/extension/%" PRId64,
		       rq->sb->base, r->account_id, id);
	ring_put(o, "uri", text);
	if (p->status != PERSON_PENDING) {
		(void)snprintf(text, sizeof(text), "%d",
			       ring_extension_number(w, p));
		ring_put(o, "extensionNumber", text);
	}
	ring_put(o, "name", p->name);
	ring_put(o, "type", "User");
	ring_put(o, "status", status_of(p, rq->now_us));
	json_object_set_new(o, "contact", contact_of(r, p));
	ring_put_time(o, "creationTime", p->created_us);
	ring_put_bool(o, "hidden", false);
	return o;
}

/* One more that is no person's: phones ring at a department, too. */
static json_t *queue_of(struct ring *r, const struct request *rq)
{
	json_t *o = json_object();
	char text[160];

	ring_put_int(o, "id", INT64_C(62288000008));
	(void)snprintf(text, sizeof(text),
		       "%s/restapi/v1.0/account/%s/extension/62288000008",
		       rq->sb->base, r->account_id);
	ring_put(o, "uri", text);
	ring_put(o, "extensionNumber", "1");
	ring_put(o, "name", "Trading desk");
	ring_put(o, "type", "Department");
	ring_put(o, "status", "Enabled");
	ring_put_bool(o, "hidden", false);
	return o;
}

/* True where the record passes what was asked for. */
static bool is_wanted(const struct request *rq, const json_t *o)
{
	static const char *const names[] = { "status", "type" };
	const char *email = json_string_value(
		json_object_get(json_object_get(o, "contact"), "email"));
	const char *number =
		json_string_value(json_object_get(o, "extensionNumber"));

	for (size_t i = 0; i < 2; i++)
		if (request_arg(rq, names[i]) != NULL &&
		    !ring_arg_has(
			    rq, names[i],
			    json_string_value(json_object_get(o, names[i]))))
			return false;
	if (request_arg(rq, "email") != NULL &&
	    (email == NULL || !ring_arg_has(rq, "email", email)))
		return false;
	return request_arg(rq, "extensionNumber") == NULL ||
	       (number != NULL && ring_arg_has(rq, "extensionNumber", number));
}

static void take(struct ring_page *page, const struct request *rq,
		 json_t *records, json_t *one)
{
	if (is_wanted(rq, one) && ring_page_takes(page))
		json_array_append(records, one);
	json_decref(one);
}

void ring_extensions(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct people *all = &r->sb->tenant->people;
	json_t *o, *records;
	struct ring_page page;

	if (!ring_is_account(r, rq, rp, 3) ||
	    !ring_page_begin(&page, rq, rp, 100, 1000))
		return;
	o = json_object();
	records = json_array();
	for (size_t i = 0; i < all->n_users; i++)
		if (!is_gone(&all->all[i], rq->now_us))
			take(&page, rq, records,
			     extension_of(r, rq, &all->all[i]));
	take(&page, rq, records, queue_of(r, rq));
	json_object_set_new(o, "records", records);
	ring_page_end(&page, rq, o);
	reply_json(rp, 200, o);
}

const struct person *ring_extension_find(struct ring *r, struct request *rq,
					 struct reply *rp, size_t part)
{
	const char *id = ring_part(rq, part);
	const struct person *p;

	if (strcmp(id, "~") == 0)
		return ring_admin(r);
	p = ring_person_by_text(ring_world(r), id);
	if (p != NULL && p->status != PERSON_GUEST && !is_gone(p, rq->now_us))
		return p;
	ring_not_found(rp, "extensionId");
	return NULL;
}

void ring_extension(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct person *p;

	if (!ring_is_account(r, rq, rp, 3))
		return;
	p = ring_extension_find(r, rq, rp, 5);
	if (p != NULL)
		reply_json(rp, 200, extension_of(r, rq, p));
}

void ring_account(struct ring *r, struct request *rq, struct reply *rp)
{
	json_t *o;

	if (!ring_is_account(r, rq, rp, 3))
		return;
	o = json_object();
	ring_put_int(o, "id", strtoll(r->account_id, NULL, 10));
	ring_put(o, "mainNumber", "+16505550100");
	ring_put(o, "status", "Confirmed");
	json_object_set_new(o, "serviceInfo",
			    json_pack("{s:{s:s, s:s}}", "brand", "id", "1210",
				      "name", "RingCentral"));
	reply_json(rp, 200, o);
}

static json_t *entry_of(struct ring *r, const struct request *rq,
			const struct person *p)
{
	const struct ring_world *w = ring_world(r);
	char text[RING_ID];
	json_t *o = json_object();

	ring_put_id(o, "id", ring_person_number(w, p));
	ring_put(o, "type", "User");
	ring_put(o, "status", status_of(p, rq->now_us));
	json_object_set_new(o, "account",
			    json_pack("{s:s, s:s}", "id", r->account_id,
				      "companyName",
				      r->sb->tenant->account_name));
	ring_put(o, "firstName", p->first);
	ring_put(o, "lastName", p->last);
	ring_put(o, "email", ring_person_email(p));
	ring_put(o, "department", p->dept);
	(void)snprintf(text, sizeof(text), "%d", ring_extension_number(w, p));
	ring_put(o, "extensionNumber", text);
	ring_phone(w, p, text);
	json_object_set_new(o, "phoneNumbers",
			    json_pack("[{s:s, s:s}]", "phoneNumber", text,
				      "type", "VoiceFax"));
	return o;
}

/* Only who is there now: that is what a directory is for. */
void ring_directory(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct people *all = &r->sb->tenant->people;
	json_t *o, *records;
	struct ring_page page;

	if (!ring_is_account(r, rq, rp, 3) ||
	    !ring_page_begin(&page, rq, rp, 1000, 2000))
		return;
	o = json_object();
	records = json_array();
	for (size_t i = 0; i < all->n_users; i++) {
		const struct person *p = &all->all[i];

		if (!is_gone(p, rq->now_us) &&
		    strcmp(status_of(p, rq->now_us), "Enabled") == 0 &&
		    ring_page_takes(&page))
			json_array_append_new(records, entry_of(r, rq, p));
	}
	ring_page_end(&page, rq, o);
	(void)json_object_del(o, "navigation");
	json_object_set_new(o, "records", records);
	reply_json(rp, 200, o);
}

/* ---- what the user may do ---- */

static const char *const permissions[] = {
	"Glip",           "ReadMessages",          "FullCompanyCallLog",
	"ReadCallLog",    "ReadCallRecording",     "ReadCompanyInfo",
	"ReadExtensions", "AccountAdministration", "Users",
	"Meetings"
};
#define PERMISSIONS (sizeof(permissions) / sizeof(permissions[0]))

/* The last ones are an administrator's. */
static size_t granted(struct ring *r)
{
	return ring_switches_now(r).admin ? PERMISSIONS : 2;
}

void ring_authz_profile(struct ring *r, struct request *rq, struct reply *rp)
{
	json_t *o, *list;
	char uri[256];

	if (!ring_is_account(r, rq, rp, 3) ||
	    ring_extension_find(r, rq, rp, 5) == NULL)
		return;
	o = json_object();
	list = json_array();
	(void)snprintf(uri, sizeof(uri), "%s%.100s", rq->sb->base, rq->path);
	ring_put(o, "uri", uri);
	for (size_t i = 0; i < granted(r); i++)
		json_array_append_new(
			list, json_pack("{s:{s:s}, s:[s]}", "permission", "id",
					permissions[i], "scopes", "Account"));
	json_object_set_new(o, "permissions", list);
	reply_json(rp, 200, o);
}

void ring_authz_check(struct ring *r, struct request *rq, struct reply *rp)
{
	const char *id = request_arg(rq, "permissionId");
	bool ok = false;

	if (!ring_is_account(r, rq, rp, 3) ||
	    ring_extension_find(r, rq, rp, 5) == NULL)
		return;
	if (id == NULL) {
		ring_invalid(rq, rp, "permissionId");
		return;
	}
	for (size_t i = 0; i < granted(r); i++)
		ok |= strcmp(permissions[i], id) == 0;
	reply_json(rp, 200,
		   json_pack("{s:b, s:{s:{s:s}}}", "successful", ok, "details",
			     "permission", "id", id));
}

void ring_store_configuration(struct ring *r, struct request *rq,
			      struct reply *rp)
{
	if (ring_is_account(r, rq, rp, 3))
		reply_json(rp, 200, json_pack("{s:i}", "retentionPeriod", 90));
}
