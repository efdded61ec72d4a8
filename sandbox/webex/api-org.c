/* The organisation, its licences and roles: what a pre-flight looks at. */
#include "webex.h"

#include "meeting.h"

#include "base/arena.h"

#include <string.h>

#define ORG_NAME "Nordwind"

static json_t *organization(struct call *c)
{
	json_t *o = json_object();

	wx_put(o, "id", c->w->org_id);
	wx_put(o, "displayName", ORG_NAME);
	wx_put_time(o, "created", c->w->from_us - 1000 * CLOCK_DAY);
	return o;
}

void wx_api_organizations(struct call *c)
{
	reply_json(c->rp, 200, json_pack("{s:[o]}", "items", organization(c)));
}

/* By the id, by the uuid in it, or by that in base64. */
static bool is_ours(struct call *c, const char *id)
{
	const char *rest = wx_id_rest(c->a, "ORGANIZATION", id);

	return strcmp(rest != NULL ? rest : id, c->w->org_uuid) == 0;
}

void wx_api_organization(struct call *c)
{
	if (is_ours(c, request_decode(c->rq, c->rq->segments[2])))
		reply_json(c->rp, 200, organization(c));
	else
		wx_not_found(c, "organization");
}

void wx_api_identity(struct call *c)
{
	char created[CLOCK_TEXT];

	if (!is_ours(c, request_decode(c->rq, c->rq->segments[3]))) {
		wx_not_found(c, "organization");
		return;
	}
	wx_time(c->w->from_us - 1000 * CLOCK_DAY, created);
	reply_json(c->rp, 200,
		   json_pack("{s:[s], s:s, s:s, s:{s:s, s:s, s:s}}", "schemas",
			     "urn:cisco:codev:identity:organization:core:1.0",
			     "id", c->w->org_uuid, "displayName", ORG_NAME,
			     "meta", "created", created, "lastModified",
			     created, "version", "W/\"67863103533\""));
}

static json_t *license(struct call *c, uint32_t n, const char *name,
		       const char *site)
{
	json_t *o = json_object();

	wx_put(o, "id", wx_id_of(c->a, c->w->seed, "LICENSE", n));
	wx_put(o, "name", name);
	wx_put_int(o, "totalUnits", (int64_t)c->w->n_ours + 5);
	wx_put_int(o, "consumedUnits", (int64_t)c->w->n_ours);
	if (site != NULL) {
		wx_put(o, "siteUrl", site);
		wx_put(o, "siteType", "Control Hub managed site");
	}
	return o;
}

/* The Pro Pack is a licence: without it the feed ends at 90 days. */
void wx_api_licenses(struct call *c)
{
	json_t *items = json_array();

	json_array_append_new(items, license(c, 0, "Messaging", NULL));
	for (unsigned int i = 0; i < WX_SITES; i++)
		json_array_append_new(
			items,
			license(c, i + 1, "Meeting - Webex Enterprise Edition",
				wx_site(i)));
	if (c->s.pro_pack)
		json_array_append_new(
			items, license(c, WX_SITES + 1,
				       "Pro Pack for Webex Control Hub", NULL));
	reply_json(c->rp, 200, json_pack("{s:o}", "items", items));
}

static json_t *role(struct call *c, enum wx_role i)
{
	return json_pack("{s:s, s:s}", "id",
			 wx_id_of(c->a, c->w->seed, "ROLE", (uint32_t)i),
			 "name",
			 i == WX_ROLE_ADMIN ? "Full Administrator"
					    : "Compliance Officer");
}

void wx_api_roles(struct call *c)
{
	reply_json(c->rp, 200,
		   json_pack("{s:[o, o]}", "items", role(c, WX_ROLE_ADMIN),
			     role(c, WX_ROLE_OFFICER)));
}

void wx_api_role(struct call *c)
{
	const char *id = request_decode(c->rq, c->rq->segments[2]);
	uint32_t n;

	if (wx_id_number(c->a, c->w->seed, "ROLE", id, &n) &&
	    n <= WX_ROLE_OFFICER)
		reply_json(c->rp, 200, role(c, (enum wx_role)n));
	else
		wx_not_found(c, "role");
}
