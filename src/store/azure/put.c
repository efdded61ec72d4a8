/* Storing: once, whole, and then what the service has of it. */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "store/azure/azure.h"
#include "store/azure/request.h"
#include "store/content.h"
#include "store/name.h"
#include "store/protection.h"

#include <stdio.h>
#include <string.h>

/* --- the headers of a new blob ----------------------------------------- */

void azure_new_blob(const struct azure *az, struct azure_request *rq,
		    const struct store_content *c,
		    const struct store_protection *p,
		    struct azure_new_blob *room)
{
	encode_hex(c->sha256, STORE_SHA256, room->sha256);
	azure_header(rq, "if-none-match", "*");
	azure_header(rq, "x-ms-meta-sha256", room->sha256);
	if (p != NULL && p->retain_until_us > clock_now_us()) {
		azure_header(rq, "x-ms-immutability-policy-until-date",
			     clock_http(store_until_us(p->retain_until_us),
					room->until));
		azure_header(rq, "x-ms-immutability-policy-mode",
			     az->locked ? "Locked" : "Unlocked");
	}
	if (p != NULL && p->hold)
		azure_header(rq, "x-ms-legal-hold", "true");
}

/* --- in one request ---------------------------------------------------- */

/* 1 stored, 0 the name is taken. *told: the service says of what it stored
   that it has the MD5 of what was sent. */
static int put_blob(struct azure *az, const char *name,
		    const struct store_content *c,
		    const struct store_protection *p, bool *told, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	AUTO(free) char *bytes = NULL;
	struct azure_request rq = { .method = "PUT",
				    .name = name,
				    .len = (size_t)c->size };
	struct azure_new_blob room;
	char md5[STORE_MD5_TEXT];
	const char *theirs;
	int got;

	if (store_content_whole(c, &bytes, e) < 0)
		return -1;
	rq.body = bytes;
	azure_header(&rq, "x-ms-blob-type", "BlockBlob");
	azure_content_md5(&rq, md5);
	azure_new_blob(az, &rq, c, p, &room);
	if (azure_send(az, &rq, &r, e) < 0)
		return -1;
	got = azure_created(az, &rq, r, e);
	theirs = http_header(r, "Content-MD5", 0);
	*told = got > 0 && theirs != NULL && strcmp(theirs, md5) == 0;
	return got;
}

/* By whom, an answer does not say: perhaps by a try of ours whose answer was
   lost, and for a list perhaps others' blocks came between ours. */
bool azure_is_taken(const struct http_response *r)
{
	static const char *const codes[] = {
		"BlobAlreadyExists",         "ConditionNotMet",
		"BlobImmutableDueToPolicy",  "BlobImmutableDueToLegalHold",
		"UnauthorizedBlobOverwrite", "InvalidBlockList",
	};
	const char *code = azure_code(r);

	if (code[0] == '\0')
		return http_status(r) == 409 || http_status(r) == 412;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(code, codes[i]) == 0)
			return true;
	return false;
}

int azure_created(const struct azure *az, const struct azure_request *rq,
		  struct http_response *r, struct err *e)
{
	bool created = http_status(r) / 100 == 2;

	if (!created && !azure_is_taken(r))
		return azure_refused(az, rq, r, e);
	azure_drain(r);
	return created;
}

/* --- what is there now ------------------------------------------------- */

/* 0 it is what was to be stored, 1 there is nothing. */
static int settle(struct azure *az, const char *name,
		  const struct store_content *c,
		  const struct store_protection *p, bool ours, struct err *e)
{
	struct azure_blob b;
	int there = azure_look(az, name, &b, e);

	if (there <= 0)
		return there < 0 ? -1 : 1;
	if (store_content_compare(c, &b.object, ours, e) < 0)
		return -1;
	if (store_is_protected(&b.object, p, b.locked || !az->locked, b.now_us))
		return 0;
	return azure_protect_more(az, name, &b, p, false, e);
}

/* --- put --------------------------------------------------------------- */

static int put(struct azure *az, const char *name,
	       const struct store_content *c, const struct store_protection *p,
	       struct err *e)
{
	bool small = c->size <= az->block, told = false, ours;
	int got = 1;

	/* what is there already need not travel again */
	if (!small)
		got = settle(az, name, c, p, false, e);
	if (got <= 0)
		return got;
	got = small ? put_blob(az, name, c, p, &told, e)
		    : azure_put_blocks(az, name, c, p, e);
	if (got < 0)
		return -1;
	ours = got > 0;
	if (told && store_is_believed(c, p, &az->proven))
		return 0;
	got = settle(az, name, c, p, ours, e);
	if (got > 0)
		return err_set(e, ERR_RETRY,
			       "it is not there, although the service has "
			       "acknowledged it or said that its name is "
			       "taken");
	if (got == 0 && ours)
		atomic_store(&az->proven, true);
	return got;
}

int azure_put(struct store *s, const char *name, const struct store_content *c,
	      const struct store_protection *p, struct err *e)
{
	if (store_name_check(name, e) < 0)
		return -1;
	if (put((struct azure *)s, name, c, p, e) < 0)
		return azure_wrap((struct azure *)s, "store", name, e);
	return 0;
}
