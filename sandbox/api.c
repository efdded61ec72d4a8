#include "api.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"

#include <inttypes.h>
#include <string.h>

#define PAGE_LIFE_US (15 * CLOCK_MINUTE)

void put_str(json_t *o, const char *key, const char *value)
{
	json_object_set_new(o, key, json_string(value));
}

void put_int(json_t *o, const char *key, int64_t value)
{
	json_object_set_new(o, key, json_integer(value));
}

void put_bool(json_t *o, const char *key, bool value)
{
	json_object_set_new(o, key, json_boolean(value));
}

void put_time(json_t *o, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	put_str(o, key, clock_rfc3339(us - us % CLOCK_SECOND, text));
}

void put_topic(json_t *o, const char *key, const struct request *rq,
	       const struct meeting *m)
{
	struct str s AUTO(str_done) = STR_INIT;

	meeting_add_topic(&s, rq->sb->tenant, m);
	put_str(o, key, s.s);
}

/* Order does not matter, the token itself and page_size's absence neither. */
static uint64_t query_of(const struct request *rq, const char *changed,
			 const char *value)
{
	uint64_t sum = seed_of_text(7, rq->path);

	for (size_t i = 0; i < rq->n_args; i++) {
		const struct arg *a = &rq->args[i];

		if (strcmp(a->name, "next_page_token") == 0 ||
		    (changed != NULL && strcmp(a->name, changed) == 0))
			continue;
		sum += seed_of_text(seed_of_text(1, a->name), a->value);
	}
	if (changed != NULL)
		sum += seed_of_text(seed_of_text(1, changed), value);
	return sum;
}

static void page_token(const struct page *p, uint64_t seed, size_t offset,
		       int64_t issued_us, char out[80])
{
	uint64_t mac = seed_of(seed_of(seed, "page", p->query), "at",
			       offset ^ (uint64_t)issued_us);

	(void)snprintf(out, 80, "%zx.%" PRIx64 ".%016" PRIx64, offset,
		       (uint64_t)(issued_us / CLOCK_SECOND), mac);
}

/* Reports answer with status 300, as their specification says. */
void reply_bad_page(struct request *rq, struct reply *rp)
{
	bool report =
		rq->n_segments > 1 && strcmp(rq->segments[1], "report") == 0;

	reply_error(rp, report ? 300 : 400, 300,
		    "The next page token is invalid or expired.");
}

static int bad_page(struct request *rq, struct reply *rp)
{
	sandbox_count(rq->sb, "bad_page_tokens");
	reply_bad_page(rq, rp);
	return -1;
}

int page_begin(struct page *p, struct request *rq, struct reply *rp,
	       const char *changed, const char *value)
{
	const char *size = request_arg(rq, "page_size");
	const char *token = request_arg(rq, "next_page_token");
	uint64_t seed = rq->sb->tenant->opt.seed, issued;
	char again[80];
	long long n = 30;

	if (size != NULL && (!str_int64(size, &n) || n < 1 || n > 300)) {
		reply_invalid(rq, rp, "page_size",
			      "The value must be between 1 and 300.");
		return -1;
	}
	p->size = (size_t)n;
	p->offset = 0;
	if (token == NULL || token[0] == '\0') {
		p->query = query_of(rq, changed, value);
		return 0;
	}
	p->query = query_of(rq, NULL, NULL); /* as we said, not as before */
	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(token, "%zx.%" SCNx64 ".", &p->offset, &issued) != 2)
		return bad_page(rq, rp);
	page_token(p, seed, p->offset, (int64_t)issued * CLOCK_SECOND, again);
	if (strcmp(again, token) != 0 ||
	    rq->now_us - (int64_t)issued * CLOCK_SECOND > PAGE_LIFE_US)
		return bad_page(rq, rp);
	/* Something came in above: the last of the page before comes again. */
	if (rq->listing_changed && p->offset > 0)
		p->offset--;
	return 0;
}

bool page_has(const struct page *p, size_t n)
{
	return n >= p->offset && n - p->offset < p->size;
}

void page_end(const struct page *p, const struct request *rq, json_t *o,
	      size_t total, bool counted)
{
	char token[80] = "";

	if (counted) {
		put_int(o, "page_count",
			(int64_t)((total + p->size - 1) / p->size));
		put_int(o, "total_records", (int64_t)total);
	}
	put_int(o, "page_size", (int64_t)p->size);
	if (p->offset + p->size < total)
		page_token(p, rq->sb->tenant->opt.seed, p->offset + p->size,
			   rq->now_us - rq->now_us % CLOCK_SECOND, token);
	put_str(o, "next_page_token", token);
}

int arg_date(struct request *rq, struct reply *rp, const char *name,
	     int64_t *out)
{
	const char *text = request_arg(rq, name);
	int64_t us;

	if (text == NULL)
		return 0;
	if (strlen(text) != 10 || !clock_parse(text, &us)) {
		reply_invalid(rq, rp, name,
			      "The date must be in the yyyy-MM-dd format.");
		return -1;
	}
	*out = us;
	return 0;
}

int arg_time(struct request *rq, struct reply *rp, const char *name,
	     int64_t *out)
{
	const char *text = request_arg(rq, name);
	int64_t us;

	if (text == NULL)
		return 0;
	if (strlen(text) != 20 || text[19] != 'Z' || !clock_parse(text, &us)) {
		reply_invalid(rq, rp, name,
			      "The time must be in the "
			      "yyyy-MM-dd'T'HH:mm:ssZ format.");
		return -1;
	}
	*out = us;
	return 0;
}

/*
 * The gateway decodes once and looks for slashes; what it hands on may
 * still be encoded, and is decoded again.
 */
static const struct meeting *by_uuid(struct request *rq, const char *segment)
{
	const char *once = request_decode(rq, segment);

	if (once[0] == '/' || strstr(once, "//") != NULL) {
		sandbox_count(rq->sb, "uuid_encoded_once");
		return NULL;
	}
	return tenant_by_uuid(rq->sb->tenant, request_decode(rq, once));
}

const struct meeting *path_any_meeting(struct request *rq, const char *segment)
{
	const struct meeting *m;
	long long number;

	if (str_int64(segment, &number))
		m = tenant_by_number(rq->sb->tenant, number, rq->now_us);
	else
		m = by_uuid(rq, segment);
	return m != NULL && m->start_us <= rq->now_us ? m : NULL;
}

const struct meeting *path_meeting(struct request *rq, const char *segment)
{
	const struct meeting *m = path_any_meeting(rq, segment);

	if (m != NULL && (m->what & (PLOT_EXTERNAL | PLOT_ROOM)))
		return NULL;
	return m;
}

const struct person *path_user(struct request *rq, struct reply *rp,
			       const char *segment)
{
	const char *who = request_decode(rq, segment);
	const struct person *p;

	if (strcmp(who, "me") == 0) {
		if (rq->server_app) {
			sandbox_count(rq->sb, "bad_requests");
			reply_error(rp, 400, 4700,
				    "This API does not support client "
				    "credentials for authorization.");
			return NULL;
		}
		return &rq->sb->tenant->people.all[0];
	}
	p = people_lookup(&rq->sb->tenant->people, who);
	if (p != NULL && p->created_us <= rq->now_us &&
	    person_status_at(p, rq->now_us) != PERSON_DELETED)
		return p;
	reply_error(rp, 404, 1001, "User does not exist: %s.", who);
	return NULL;
}

const char *download_url(struct request *rq, const struct meeting *m,
			 const struct file *f)
{
	char id[SEED_ID];

	seed_id(seed_of(m->seed, "download", f->n), id);
	return arena_printf(rq->arena, "%s/rec/%sdownload/%s.%s", rq->sb->base,
			    f->view == VIEW_ARCHIVE ? "archive/" : "", f->id,
			    id);
}
