/* Faults and limits as Webex has them; the drawing is fault.h's. */
#include "webex.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

static void reply_html(struct reply *rp, int status, const char *title)
{
	rp->status = status;
	rp->type = "text/html;charset=utf-8";
	str_cut(&rp->body, 0);
	str_addf(&rp->body,
		 "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n"
		 "<center><h1>%s</h1></center>\r\n</body>\r\n</html>\r\n",
		 title, title);
}

void wx_reply_login_page(struct reply *rp)
{
	reply_html(rp, 200, "Sign in to Webex");
}

/* The body is HTML now and then, whatever the client accepts. */
static void too_many(struct call *c, unsigned int wait_s, bool html)
{
	char text[16];

	if (html)
		reply_html(c->rp, 429, "429 Too Many Requests");
	else
		wx_error(c, 429,
			 "Too many requests have been sent in a given amount "
			 "of time and the request has been rate limited.");
	(void)snprintf(text, sizeof(text), "%u", wait_s);
	reply_header(c->rp, "Retry-After", text);
}

static bool is_over(struct call *c)
{
	int64_t minute = clock_monotonic_us() / CLOCK_MINUTE;
	bool over;

	if (c->s.rate == 0)
		return false;
	(void)pthread_mutex_lock(&c->x->lock);
	if (c->x->minute != minute) {
		c->x->minute = minute;
		c->x->asked = 0;
	}
	over = ++c->x->asked > c->s.rate;
	(void)pthread_mutex_unlock(&c->x->lock);
	return over;
}

/* What can befall which kind of request. */
static unsigned int mask_of(const struct wx_route *r, const struct request *rq)
{
	unsigned int gateway =
		FAULT_BIT(FAULT_HTTP_500) | FAULT_BIT(FAULT_HTTP_502);
	unsigned int limits =
		FAULT_BIT(FAULT_RATE_QPS) | FAULT_BIT(FAULT_RATE_DAILY);
	unsigned int body = FAULT_BIT(FAULT_CUT) | FAULT_BIT(FAULT_TRUNCATED) |
			    FAULT_BIT(FAULT_SLOW) | FAULT_BIT(FAULT_NO_LENGTH);

	if (r->kind == WX_OAUTH) /* nothing used up */
		return strcmp(r->method, "POST") == 0
			       ? gateway | FAULT_BIT(FAULT_RATE_QPS)
			       : 0;
	if (r->kind == WX_MEDIA)
		return gateway | body | FAULT_BIT(FAULT_HTML);
	body |= gateway | limits | FAULT_BIT(FAULT_TOKEN_EXPIRED);
	if (r->kind == WX_LIST && request_arg(rq, "max") != NULL)
		body |= FAULT_BIT(FAULT_LISTING_CHANGED);
	return body;
}

/* 500 is 503 and 504 as well; events with a large max time out. */
static void reply_failure(struct call *c, uint64_t roll)
{
	static const int statuses[] = { 500, 503, 504 };
	int status = statuses[roll % 3];

	wx_error(c, status,
		 status == 503   ? "Server is overloaded with requests. Try "
				   "again later."
		 : status == 504 ? "An upstream server failed to respond on "
				   "time."
				 : "Something went wrong on the server.");
}

static bool reply_fault(struct call *c, enum fault fault, uint64_t roll)
{
	switch (fault) {
	case FAULT_RATE_QPS:
		too_many(c, 1, roll % 2 == 0);
		return true;
	case FAULT_RATE_DAILY:
		too_many(c, c->s.wait_s, roll % 4 == 0);
		return true;
	case FAULT_HTTP_500:
		reply_failure(c, roll);
		return true;
	case FAULT_HTTP_502:
		reply_html(c->rp, 502, "502 Bad Gateway");
		return true;
	case FAULT_HTML:
		wx_reply_login_page(c->rp);
		return true;
	case FAULT_TOKEN_EXPIRED:
		if (c->rq->authorization == NULL)
			return false;
		faults_bury(c->rq->sb->faults, c->rq->method, c->rq->target,
			    c->rq->authorization);
		wx_unauthorized(c);
		return true;
	default:
		return false;
	}
}

static bool is_buried(struct call *c)
{
	const struct request *rq = c->rq;

	if (rq->authorization == NULL ||
	    !faults_is_buried(rq->sb->faults, rq->method, rq->target,
			      rq->authorization))
		return false;
	sandbox_count(rq->sb, "dead_token_used_again");
	wx_unauthorized(c);
	return true;
}

bool wx_trouble_before(struct call *c, const struct wx_route *r,
		       enum fault *fault)
{
	struct request *rq = c->rq;
	unsigned int mask = mask_of(r, rq);
	uint64_t roll;

	*fault = FAULT_NONE;
	if (mask == 0)
		return false;
	if (r->kind != WX_MEDIA && is_over(c)) {
		sandbox_count(rq->sb, "over_qps");
		too_many(c, 60, false);
		return true;
	}
	if (is_buried(c))
		return true;
	*fault = faults_draw(rq->sb->faults, rq->method, rq->target, mask,
			     &roll);
	if (*fault == FAULT_NONE)
		return false;
	sandbox_count_in(rq->sb, "faults", fault_name(*fault));
	rq->listing_changed = *fault == FAULT_LISTING_CHANGED;
	rq->roll = roll;
	return reply_fault(c, *fault, roll);
}

void wx_trouble_after(struct call *c, const struct wx_route *r,
		      enum fault fault)
{
	if (c->rp->status != 200)
		return;
	/* Nobody could tell that a body of unknown size is not whole. */
	if (fault == FAULT_CUT ||
	    (fault == FAULT_TRUNCATED && r->kind == WX_BYTES))
		c->rp->mangle = MANGLE_CUT;
	else if (fault == FAULT_TRUNCATED)
		c->rp->mangle =
			c->rq->roll % 2 == 0 ? MANGLE_SHORT : MANGLE_UNCHUNKED;
	else if (fault == FAULT_SLOW)
		c->rp->mangle = MANGLE_SLOW;
	else if (fault == FAULT_NO_LENGTH)
		c->rp->mangle = MANGLE_NO_LENGTH;
}
