#include "trouble.h"

#include "base/str.h"

#include <string.h>

#define DEAD_PAGES_MAX 2

static unsigned int mask_of(const struct request *rq,
			    const struct ring_route *route)
{
	unsigned int mask =
		FAULT_BIT(FAULT_HTTP_500) | FAULT_BIT(FAULT_HTTP_502) |
		FAULT_BIT(FAULT_RATE_QPS) | FAULT_BIT(FAULT_RATE_DAILY);
	unsigned int body = FAULT_BIT(FAULT_CUT) | FAULT_BIT(FAULT_TRUNCATED) |
			    FAULT_BIT(FAULT_SLOW) | FAULT_BIT(FAULT_NO_LENGTH);

	if (route->answer == ring_authorize)
		return 0;
	if (route->open && !route->media) /* nothing is used up */
		return mask;
	if (!route->open)
		mask |= FAULT_BIT(FAULT_TOKEN_EXPIRED);
	if (strcmp(rq->method, "GET") != 0)
		return mask | FAULT_BIT(FAULT_LISTING_CHANGED);
	mask |= body;
	if (route->media)
		mask |= FAULT_BIT(FAULT_HTML);
	if (request_arg(rq, "pageToken") != NULL)
		mask |= FAULT_BIT(FAULT_PAGE_TOKEN);
	return mask;
}

static void reply_page(struct reply *rp, int status, const char *title)
{
	rp->status = status;
	rp->type = "text/html";
	str_cut(&rp->body, 0);
	str_addf(&rp->body,
		 "<html><head><title>%s</title></head><body><h1>%s</h1>"
		 "</body></html>\n",
		 title, title);
}

static bool is_buried(struct request *rq, struct reply *rp)
{
	if (rq->authorization == NULL ||
	    !faults_is_buried(rq->sb->faults, rq->method, rq->target,
			      rq->authorization))
		return false;
	sandbox_count(rq->sb, "dead_token_used_again");
	ring_error(rp, 401, "OAU-128", "Access token expired");
	return true;
}

/* A dead page token sends the client back to the first page: not for ever. */
static bool may_lose_page(struct request *rq)
{
	struct str listing AUTO(str_done) = STR_INIT;

	str_add(&listing, rq->path);
	for (size_t i = 0; i < rq->n_args; i++)
		if (strcmp(rq->args[i].name, "pageToken") != 0)
			str_addf(&listing, "&%s=%s", rq->args[i].name,
				 rq->args[i].value);
	return faults_once_more(rq->sb->faults, listing.s, DEAD_PAGES_MAX);
}

static bool answer(struct request *rq, struct reply *rp, enum fault fault)
{
	switch (fault) {
	case FAULT_RATE_QPS:
		ring_error(rp, 429, "CMN-301", "Request rate exceeded");
		reply_header(rp, "Retry-After", "1");
		return true;
	case FAULT_RATE_DAILY:
		ring_error(rp, 503, "CMN-202", "Service is overloaded");
		reply_header(rp, "Retry-After", "1");
		return true;
	case FAULT_HTTP_500:
		ring_error(rp, 500, "CMN-203", "Internal server error");
		return true;
	case FAULT_HTTP_502:
		reply_page(rp, 502, "502 Bad Gateway");
		return true;
	case FAULT_HTML:
		reply_page(rp, 200, "Sign in to RingCentral");
		return true;
	case FAULT_TOKEN_EXPIRED:
		if (rq->authorization == NULL)
			return false;
		faults_bury(rq->sb->faults, rq->method, rq->target,
			    rq->authorization);
		ring_error(rp, 401, "OAU-128", "Access token expired");
		return true;
	case FAULT_PAGE_TOKEN:
		ring_invalid(rq, rp, "pageToken");
		return true;
	default:
		return false;
	}
}

bool ring_trouble_before(struct request *rq, struct reply *rp,
			 const struct ring_route *route, enum fault *fault)
{
	unsigned int mask = mask_of(rq, route);
	uint64_t roll;

	*fault = FAULT_NONE;
	if (mask == 0)
		return false;
	if (is_buried(rq, rp))
		return true;
	*fault = faults_draw(rq->sb->faults, rq->method, rq->target, mask,
			     &roll);
	if (*fault == FAULT_PAGE_TOKEN && !may_lose_page(rq))
		*fault = FAULT_NONE;
	if (*fault == FAULT_NONE)
		return false;
	sandbox_count_in(rq->sb, "faults", fault_name(*fault));
	rq->listing_changed = *fault == FAULT_LISTING_CHANGED;
	rq->roll = roll;
	return answer(rq, rp, *fault);
}

void ring_trouble_refused(struct request *rq)
{
	faults_bury(rq->sb->faults, rq->method, rq->target, rq->authorization);
}

void ring_trouble_after(struct request *rq, struct reply *rp, enum fault fault)
{
	if (rp->status != 200)
		return;
	if (fault == FAULT_CUT || (fault == FAULT_TRUNCATED && rq->unsized))
		rp->mangle = MANGLE_CUT;
	else if (fault == FAULT_TRUNCATED)
		rp->mangle =
			rq->roll % 2 == 0 ? MANGLE_SHORT : MANGLE_UNCHUNKED;
	else if (fault == FAULT_SLOW)
		rp->mangle = MANGLE_SLOW;
	else if (fault == FAULT_NO_LENGTH)
		rp->mangle = MANGLE_NO_LENGTH;
}
