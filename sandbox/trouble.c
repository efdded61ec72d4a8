#include "trouble.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"

#include <string.h>

struct qps {
	pthread_mutex_t lock;
	int64_t second;
	int count[LABEL_HEAVY + 1];
};

struct qps *qps_new(void)
{
	struct qps *q = NEW(struct qps);

	(void)pthread_mutex_init(&q->lock, NULL);
	return q;
}

void qps_free(struct qps *q)
{
	if (q == NULL)
		return;
	(void)pthread_mutex_destroy(&q->lock);
	free(q);
}

static const char *label_name(enum label label)
{
	static const char *const names[] = { "None", "Light", "Medium",
					     "Heavy" };

	return names[label];
}

static int limit_of(const struct setup *s, enum label label)
{
	static const int table[3][3] = { { 4, 2, 1 },
					 { 30, 20, 10 },
					 { 80, 60, 40 } };

	if (s->qps == SETUP_QPS_PLAN)
		return table[s->plan][label - LABEL_LIGHT];
	return s->qps;
}

static bool is_over(struct qps *q, int limit, enum label label)
{
	int64_t second = clock_monotonic_us() / CLOCK_SECOND;
	bool over;

	(void)pthread_mutex_lock(&q->lock);
	if (q->second != second) {
		memset(q->count, 0, sizeof(q->count));
		q->second = second;
	}
	over = ++q->count[label] > limit;
	(void)pthread_mutex_unlock(&q->lock);
	return over;
}

static void reply_limit(struct reply *rp, enum label label, const char *type,
			int limit)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", limit);
	reply_header(rp, "X-RateLimit-Category", label_name(label));
	reply_header(rp, "X-RateLimit-Type", type);
	reply_header(rp, "X-RateLimit-Limit", text);
	reply_header(rp, "X-RateLimit-Remaining", "0");
}

static void reply_qps(struct reply *rp, enum label label, int limit)
{
	reply_error(rp, 429, 429,
		    "You have reached the maximum per-second rate limit for "
		    "this API. Try again later.");
	reply_limit(rp, label, "QPS", limit);
}

/* Mostly Zoom's own form of the time; seconds and HTTP dates are seen. */
static void reply_daily(struct request *rq, struct reply *rp, enum label label,
			uint64_t roll)
{
	int wait_s = sandbox_setup(rq->sb).daily_wait_s;
	int64_t until_us = rq->now_us + wait_s * CLOCK_SECOND;
	char text[CLOCK_TEXT];

	reply_error(rp, 429, 429,
		    "You have reached the maximum daily rate limit for this "
		    "API. Refer to the response header for details on when "
		    "you can make another request.");
	reply_limit(rp, label, "Daily-limit", 60000);
	until_us -= until_us % CLOCK_SECOND;
	if (roll % 8 == 0)
		(void)snprintf(text, sizeof(text), "%d", wait_s);
	else if (roll % 8 == 1)
		clock_http(until_us, text);
	else
		clock_rfc3339(until_us, text);
	reply_header(rp, "Retry-After", text);
}

static void reply_gateway(struct reply *rp)
{
	rp->status = 502;
	rp->type = "text/html";
	str_cut(&rp->body, 0);
	str_add(&rp->body,
		"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
		"<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
		"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
}

/* What can befall which kind of request. */
static unsigned int mask_of(const struct request *rq, const struct route *r)
{
	unsigned int gateway =
		FAULT_BIT(FAULT_HTTP_500) | FAULT_BIT(FAULT_HTTP_502);
	unsigned int limits =
		FAULT_BIT(FAULT_RATE_QPS) | FAULT_BIT(FAULT_RATE_DAILY);
	unsigned int body = FAULT_BIT(FAULT_CUT) | FAULT_BIT(FAULT_TRUNCATED) |
			    FAULT_BIT(FAULT_SLOW) | FAULT_BIT(FAULT_NO_LENGTH);

	if (str_starts(r->pattern, "/sandbox/") ||
	    strcmp(r->pattern, "/oauth/authorize") == 0)
		return 0;
	if (strcmp(r->pattern, "/oauth/token") == 0)
		return gateway |
		       FAULT_BIT(FAULT_RATE_QPS); /* nothing used up */
	if (rq->media)
		return gateway | body | FAULT_BIT(FAULT_HTML);
	if (r->label == LABEL_NONE) /* the address of a download */
		return gateway | limits | FAULT_BIT(FAULT_HTML) |
		       FAULT_BIT(FAULT_TOKEN_EXPIRED);
	if (strcmp(rq->method, "GET") != 0)
		return gateway | limits | FAULT_BIT(FAULT_TOKEN_EXPIRED);
	body |= gateway | limits | FAULT_BIT(FAULT_TOKEN_EXPIRED);
	if (request_arg(rq, "next_page_token") != NULL)
		body |= FAULT_BIT(FAULT_PAGE_TOKEN);
	/* Who took part in a meeting that is over does not change. */
	if (request_arg(rq, "next_page_token") != NULL &&
	    !str_ends(r->pattern, "/participants"))
		body |= FAULT_BIT(FAULT_LISTING_CHANGED);
	return body;
}

static bool is_buried(struct request *rq, struct reply *rp)
{
	if (rq->authorization == NULL ||
	    !faults_is_buried(rq->sb->faults, rq->method, rq->target,
			      rq->authorization))
		return false;
	sandbox_count(rq->sb, "dead_token_used_again");
	reply_error(rp, 401, 124, "Access token is expired.");
	return true;
}

static bool answer(struct request *rq, struct reply *rp, enum label label,
		   enum fault fault, uint64_t roll)
{
	switch (fault) {
	case FAULT_RATE_QPS:
		reply_qps(rp, label, 40);
		return true;
	case FAULT_RATE_DAILY:
		reply_daily(rq, rp, label, roll);
		return true;
	case FAULT_HTTP_500:
		reply_error(rp, 500, 500, "Internal server error.");
		return true;
	case FAULT_HTTP_502:
		reply_gateway(rp);
		return true;
	case FAULT_TOKEN_EXPIRED:
		if (rq->authorization == NULL)
			return false;
		faults_bury(rq->sb->faults, rq->method, rq->target,
			    rq->authorization);
		reply_error(rp, 401, 124, "Access token is expired.");
		return true;
	case FAULT_PAGE_TOKEN:
		reply_bad_page(rq, rp);
		return true;
	case FAULT_HTML:
		reply_passcode_page(rp);
		return true;
	default:
		return false;
	}
}

/* A dead page token sends the client back to the first page. */
#define DEAD_PAGES_MAX 2

static bool may_lose_page(struct request *rq)
{
	struct str listing AUTO(str_done) = STR_INIT;

	str_add(&listing, rq->path);
	for (size_t i = 0; i < rq->n_args; i++)
		if (strcmp(rq->args[i].name, "next_page_token") != 0)
			str_addf(&listing, "&%s=%s", rq->args[i].name,
				 rq->args[i].value);
	return faults_once_more(rq->sb->faults, listing.s, DEAD_PAGES_MAX);
}

bool trouble_before(struct request *rq, struct reply *rp, const struct route *r,
		    enum fault *fault)
{
	struct setup s = sandbox_setup(rq->sb);
	unsigned int mask = mask_of(rq, r);
	uint64_t roll;

	*fault = FAULT_NONE;
	if (mask == 0)
		return false;
	if (s.qps != 0 && r->label != LABEL_NONE &&
	    is_over(rq->sb->qps, limit_of(&s, r->label), r->label)) {
		sandbox_count(rq->sb, "over_qps");
		reply_qps(rp, r->label, limit_of(&s, r->label));
		return true;
	}
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
	return answer(rq, rp, r->label, *fault, roll);
}

void trouble_refused(struct request *rq)
{
	if (rq->authorization != NULL)
		faults_bury(rq->sb->faults, rq->method, rq->target,
			    rq->authorization);
}

void trouble_after(struct request *rq, struct reply *rp, enum fault fault)
{
	if (rp->status != 200)
		return;
	/* Nobody could tell that a body of unknown size is not whole. */
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
