/*
 * Persons by id, up to 30 at once: then the answer is a 207 with a part for
 * each, and the first part says which of them went well.
 */
#include "ring.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

#define PERSONS_MAX 30
#define BOUNDARY    "Boundary_14_2952358_1361963763144"

static const struct person *find(struct ring *r, const char *id, int64_t now_us)
{
	const struct person *p = ring_person_by_text(ring_world(r), id);

	if (p == NULL || p->status == PERSON_PENDING || p->created_us > now_us)
		return NULL;
	return p;
}

static json_t *person_of(struct ring *r, const struct person *p)
{
	bool guest = p->status == PERSON_GUEST;
	json_t *o = ring_ref(ring_world(r), p);

	ring_put(o, "firstName", p->first);
	ring_put(o, "lastName", p->last);
	if (ring_person_email(p)[0] != '\0')
		ring_put(o, "email", ring_person_email(p));
	ring_put(o, "companyId", guest ? "70114000008" : r->account_id);
	ring_put_time(o, "creationTime", p->created_us);
	ring_put_time(o, "lastModifiedTime", p->created_us);
	return o;
}

/* Takes over the object. */
static void add_part(struct str *out, json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	str_addf(out,
		 "--" BOUNDARY "\r\nContent-Type: application/json"
		 "\r\n\r\n%s\r\n",
		 text);
	free(text);
	json_decref(o);
}

static void reply_many(struct ring *r, struct request *rq, struct reply *rp,
		       const char *const *ids, size_t n)
{
	struct str parts AUTO(str_done) = STR_INIT;
	json_t *all = json_array(), *head;

	for (size_t i = 0; i < n; i++) {
		const struct person *p = find(r, ids[i], rq->now_us);
		int status = p != NULL ? 200 : 404;

		json_array_append_new(
			all, json_pack("{s:s+, s:i, s:s}", "href",
				       "/team-messaging/v1/persons/", ids[i],
				       "status", status, "responseDescription",
				       p != NULL ? "OK" : "Not Found"));
		add_part(&parts,
			 p != NULL ? person_of(r, p)
				   : json_pack("{s:s, s:s}", "errorCode",
					       "CMN-102", "message",
					       "Resource for parameter "
					       "[personId] is not found"));
	}
	head = json_pack("{s:o}", "response", all);
	rp->status = 207;
	rp->type = "multipart/mixed;boundary=" BOUNDARY;
	add_part(&rp->body, head);
	str_add_len(&rp->body, parts.s, parts.len);
	str_add(&rp->body, "--" BOUNDARY "--\r\n");
}

void ring_persons(struct ring *r, struct request *rq, struct reply *rp)
{
	char *text = arena_strdup(rq->arena, ring_part(rq, 3));
	const char *ids[PERSONS_MAX];
	const struct person *p;
	size_t n = 0;

	while (text != NULL) {
		char *comma = strchr(text, ',');

		if (n == PERSONS_MAX) {
			ring_invalid(rq, rp, "personId");
			return;
		}
		if (comma != NULL)
			*comma++ = '\0';
		ids[n++] = text;
		text = comma;
	}
	if (n > 1) {
		reply_many(r, rq, rp, ids, n);
		return;
	}
	p = find(r, ids[0], rq->now_us);
	if (p != NULL)
		reply_json(rp, 200, person_of(r, p));
	else
		ring_not_found(rp, "personId");
}
