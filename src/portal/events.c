#include "portal/events.h"

#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "connector/board.h"
#include "connector/connector.h"
#include "db/db.h"
#include "stream/digest.h"
#include "verb/verb.h"
#include "watch/alerts.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define HEARTBEAT_US (15 * CLOCK_SECOND)
#define RECHECK_US   (10 * CLOCK_SECOND)
#define ALERTS_SEEN  200

enum topic { TOPIC_RUN, TOPIC_CONNECTOR, TOPIC_ALERT, TOPICS };

struct listener {
	struct listener *next;
	struct exchange *x;
	int64_t account;
	bool hears[TOPICS];
	bool fresh; /* has not been told what runs now */
	int64_t checked_us, told_us;
};

/* What was told last of a thing, to see what has changed. */
struct known {
	int64_t id;
	struct digest as;
	bool there; /* at this look */
	char *name;
};
struct knowns {
	struct known *list;
	size_t n;
};

struct events {
	struct portal *portal;
	pthread_mutex_t lock; /* of the listeners; the rest is the ticker's */
	struct listener *all;
	size_t n;
	bool hushed;
	struct db *db;
	bool primed; /* what is known is from the last look */
	struct knowns connectors, alerts;
	uint64_t board_version;
};

struct events *events_new(struct portal *p)
{
	struct events *ev = NEW(struct events);

	(void)pthread_mutex_init(&ev->lock, NULL);
	ev->portal = p;
	return ev;
}

static void knowns_clear(struct knowns *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->list[i].name);
	free(k->list);
	*k = (struct knowns){ 0 };
}

static void let_go(struct listener *l)
{
	server_release(l->x);
	free(l);
}

void events_hush(struct events *ev)
{
	(void)pthread_mutex_lock(&ev->lock);
	ev->hushed = true;
	while (ev->all != NULL) {
		struct listener *next = ev->all->next;

		let_go(ev->all);
		ev->all = next;
	}
	(void)pthread_mutex_unlock(&ev->lock);
}

void events_free(struct events *ev)
{
	if (ev == NULL)
		return;
	knowns_clear(&ev->connectors);
	knowns_clear(&ev->alerts);
	db_close(ev->db);
	(void)pthread_mutex_destroy(&ev->lock);
	free(ev);
}

/* --- telling
 * ------------------------------------------------------------------ */

static bool offer(struct listener *l, const char *text, size_t len)
{
	l->told_us = clock_monotonic_us();
	return answer_offer(l->x->answer, text, len);
}

static void tell(struct events *ev, enum topic topic, const struct str *event,
		 bool fresh_only)
{
	(void)pthread_mutex_lock(&ev->lock);
	for (struct listener *l = ev->all; l != NULL; l = l->next)
		if (l->hears[topic] && (!fresh_only || l->fresh))
			(void)offer(l, event->s, event->len);
	(void)pthread_mutex_unlock(&ev->lock);
}

static void event_begin(struct str *out, const char *name)
{
	str_addf(out, "event: %s\ndata: ", name);
}

/* Is it new, or other than what was told last? */
static bool is_news(struct knowns *k, int64_t id, const char *name,
		    const struct str *json)
{
	struct digest now = digest_of(json->s, json->len);
	struct known *found = NULL;
	bool news;

	for (size_t i = 0; found == NULL && i < k->n; i++)
		if (k->list[i].id == id)
			found = &k->list[i];
	if (found == NULL) {
		k->list = mem_resize(k->list, (k->n + 1) * sizeof(*k->list));
		found = &k->list[k->n++];
		*found = (struct known){ .id = id, .name = mem_strdup(name) };
	}
	news = memcmp(&found->as, &now, sizeof(now)) != 0;
	found->as = now;
	found->there = true;
	return news;
}

/* --- connectors and their runs
 * ---------------------------------------------------- */

struct look {
	struct events *ev;
	struct board_line lines[BOARD_LINES];
	size_t n_lines;
};

static const struct board_line *line_of(const struct look *k, int64_t id)
{
	for (size_t i = 0; i < k->n_lines; i++)
		if (k->lines[i].connector == id)
			return &k->lines[i];
	return NULL;
}

static void add_text(struct str *out, const char *name, const char *value)
{
	str_addf(out, ",\"%s\":", name);
	if (value[0] != '\0')
		encode_json(out, value);
	else
		str_add(out, "null");
}

static void add_time(struct str *out, const char *name, int64_t us)
{
	char buf[CLOCK_TEXT];

	add_text(out, name, us > 0 ? clock_rfc3339(us, buf) : "");
}

static void connector_json(struct str *out, const struct connector_info *info)
{
	str_add(out, "{\"name\":");
	encode_json(out, info->name);
	add_text(out, "source", info->source);
	add_text(out, "state",
		 info->state == CONNECTOR_ACTIVE ? "active" : "paused");
	str_addf(out, ",\"last_run\":%" PRId64, info->last_run);
	add_text(out, "last_result", info->last_result);
	add_time(out, "last_ended", info->last_run_us);
	add_time(out, "next_run", info->next_run_us);
	add_text(out, "last_error", info->last_error);
	str_add_char(out, '}');
}

static void tell_run(struct look *k, const struct connector_info *info)
{
	const struct board_line *line = line_of(k, info->id);
	AUTO(str_done) struct str event = STR_INIT;

	if (line == NULL)
		return;
	event_begin(&event, "run");
	str_add(&event, "{\"connector\":");
	encode_json(&event, info->name);
	str_add(&event, ",\"progress\":");
	board_json(line, &event);
	str_add(&event, "}\n\n");
	tell(k->ev, TOPIC_RUN, &event, line->version <= k->ev->board_version);
}

static int on_connector(void *ctx, const struct connector_info *info,
			struct err *e)
{
	struct look *k = ctx;
	AUTO(str_done) struct str json = STR_INIT;
	AUTO(str_done) struct str event = STR_INIT;

	(void)e;
	connector_json(&json, info);
	tell_run(k, info);
	if (!is_news(&k->ev->connectors, info->id, info->name, &json) ||
	    !k->ev->primed)
		return 0;
	event_begin(&event, "connector");
	str_add(&event, json.s);
	str_add(&event, "\n\n");
	tell(k->ev, TOPIC_CONNECTOR, &event, false);
	return 0;
}

/* Those that were not met at this look are told to be gone, and forgotten. */
static void connectors_gone(struct events *ev)
{
	struct knowns *k = &ev->connectors;
	size_t kept = 0;

	for (size_t i = 0; i < k->n; i++) {
		AUTO(str_done) struct str event = STR_INIT;

		if (k->list[i].there) {
			k->list[i].there = false;
			k->list[kept++] = k->list[i];
			continue;
		}
		event_begin(&event, "connector");
		str_add(&event, "{\"name\":");
		encode_json(&event, k->list[i].name);
		str_add(&event, ",\"state\":\"removed\"}\n\n");
		tell(ev, TOPIC_CONNECTOR, &event, false);
		free(k->list[i].name);
	}
	k->n = kept;
}

static int look_at_connectors(struct events *ev, struct err *e)
{
	struct look k = { .ev = ev };
	uint64_t newest = ev->board_version;

	k.n_lines = board_read(ev->portal->board, k.lines);
	if (connector_each(ev->portal->archive, ev->db, NULL, on_connector, &k,
			   e) < 0)
		return -1;
	for (size_t i = 0; i < k.n_lines; i++)
		if (k.lines[i].version > newest)
			newest = k.lines[i].version;
	ev->board_version = newest;
	connectors_gone(ev);
	return 0;
}

/* --- alerts
 * -------------------------------------------------------------------------- */

static void alert_json(struct str *out, const struct alert *al)
{
	str_addf(out, "{\"id\":%" PRId64 ",\"rule\":", al->id);
	encode_json(out, al->rule);
	add_text(out, "title", al->title);
	add_text(out, "subject", al->subject);
	add_text(out, "severity", severity_name(al->severity));
	add_text(out, "state", al->closed_us > 0 ? "closed" : "open");
	add_text(out, "text", al->text);
	add_time(out, "opened", al->opened_us);
	add_time(out, "closed", al->closed_us);
	add_time(out, "acknowledged", al->seen_us);
	add_text(out, "acknowledged_by", al->seen_by);
	str_add_char(out, '}');
}

static int on_alert(void *ctx, const struct alert *al, struct err *e)
{
	struct events *ev = ctx;
	AUTO(str_done) struct str json = STR_INIT;
	AUTO(str_done) struct str event = STR_INIT;

	(void)e;
	alert_json(&json, al);
	if (!is_news(&ev->alerts, al->id, "", &json) || !ev->primed)
		return 0;
	event_begin(&event, "alert");
	str_add(&event, json.s);
	str_add(&event, "\n\n");
	tell(ev, TOPIC_ALERT, &event, false);
	return 0;
}

static int look_at_alerts(struct events *ev, struct err *e)
{
	const struct alert_filter f = { .closed_too = true,
					.limit = ALERTS_SEEN };
	struct knowns *k = &ev->alerts;
	size_t kept = 0;

	if (alerts_each(ev->db, &f, on_alert, ev, e) < 0)
		return -1;
	for (size_t i = 0; i < k->n; i++) {
		if (!k->list[i].there) {
			free(k->list[i].name);
			continue;
		}
		k->list[i].there = false;
		k->list[kept++] = k->list[i];
	}
	k->n = kept;
	return 0;
}

/* --- listeners
 * ------------------------------------------------------------------------ */

/* Does the session it came with live still, and let it hear as much? */
static bool may_stay(struct events *ev, struct listener *l)
{
	AUTO(principal_free) struct principal *who = NULL;
	struct err e = ERR_INIT;

	if (caller_look(ev->portal, l->x->rq, ev->db, &who, &e) <= 0)
		return false;
	return access_may(who, verb_find("connector list")->right) ==
		       l->hears[TOPIC_CONNECTOR] &&
	       access_may(who, verb_find("alert list")->right) ==
		       l->hears[TOPIC_ALERT];
}

static bool is_over(struct events *ev, struct listener *l)
{
	int64_t now = clock_monotonic_us();

	l->fresh = false;
	if (atomic_load(answer_gone(l->x->answer)))
		return true;
	if (now - l->told_us >= HEARTBEAT_US && !offer(l, ":\n\n", 3))
		return true;
	if (now - l->checked_us < RECHECK_US)
		return false;
	l->checked_us = now;
	return !may_stay(ev, l);
}

static void look_after_listeners(struct events *ev)
{
	struct listener **at = &ev->all;

	(void)pthread_mutex_lock(&ev->lock);
	while (*at != NULL) {
		struct listener *l = *at;

		if (!is_over(ev, l)) {
			at = &l->next;
			continue;
		}
		*at = l->next;
		ev->n--;
		let_go(l);
	}
	(void)pthread_mutex_unlock(&ev->lock);
}

static bool anybody(struct events *ev)
{
	bool any;

	(void)pthread_mutex_lock(&ev->lock);
	any = ev->all != NULL;
	(void)pthread_mutex_unlock(&ev->lock);
	return any;
}

void events_tick(struct events *ev)
{
	struct err e = ERR_INIT;

	if (!anybody(ev)) {
		ev->primed = false; /* what changes now nobody hears */
		return;
	}
	if (ev->db == NULL && archive_db(ev->portal->archive, &ev->db, &e) < 0)
		return; /* the next tick tries again */
	if (!ev->primed) {
		knowns_clear(&ev->connectors);
		knowns_clear(&ev->alerts);
	}
	if (look_at_connectors(ev, &e) == 0 && look_at_alerts(ev, &e) == 0)
		ev->primed = true;
	look_after_listeners(ev);
}

/* With the lock held. */
static bool has_room(const struct events *ev, int64_t account)
{
	size_t of_account = 0;

	for (struct listener *o = ev->all; o != NULL; o = o->next)
		of_account += o->account == account &&
			      !atomic_load(answer_gone(o->x->answer));
	return !ev->hushed && ev->n < EVENTS_MAX && of_account < EVENTS_EACH;
}

static void too_many(struct exchange *x, const struct principal *who)
{
	const struct failure f = { .status = 429,
				   .kind = "retry",
				   .verb = "",
				   .message = "too many listen for events",
				   .retry_s = 30 };

	failure_answer(x, who->name.s, &f);
}

static struct listener *listener_new(struct exchange *x,
				     const struct principal *who)
{
	struct listener *l = NEW(struct listener);
	bool connectors = access_may(who, verb_find("connector list")->right);

	l->x = x;
	l->account = who->account;
	l->hears[TOPIC_RUN] = l->hears[TOPIC_CONNECTOR] = connectors;
	l->hears[TOPIC_ALERT] = access_may(who, verb_find("alert list")->right);
	l->fresh = true;
	l->checked_us = l->told_us = clock_monotonic_us();
	return l;
}

static void listen_to(struct events *ev, struct exchange *x,
		      const struct principal *who)
{
	static const char hello[] = "retry: 3000\nevent: hello\ndata: "
				    "{\"version\":\"" ESTREAT_VERSION "\"}\n\n";
	struct listener *l = NULL;

	server_tick(ev->portal->server); /* who has left makes room at once */
	(void)pthread_mutex_lock(&ev->lock);
	if (has_room(ev, who->account)) {
		answer_as_json(x);
		answer_header(x->answer, "Content-Type", "text/event-stream");
		/* nginx would keep events back */
		answer_header(x->answer, "X-Accel-Buffering", "no");
		(void)answer_offer(x->answer, hello, sizeof(hello) - 1);
		answer_begin(x->answer);
		server_keep(x);
		l = listener_new(x, who);
		l->next = ev->all;
		ev->all = l;
		ev->n++;
	}
	(void)pthread_mutex_unlock(&ev->lock);
	if (l == NULL)
		too_many(x, who);
}

void portal_events(struct portal *p, struct exchange *x, struct db *db)
{
	AUTO(principal_free) struct principal *who = NULL;

	if (caller_find(p, x, db, &who) <= 0)
		return;
	if (x->rq->method == METHOD_HEAD)
		answer_header(x->answer, "Content-Type", "text/event-stream");
	else
		listen_to(p->events, x, who);
}
