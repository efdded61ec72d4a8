/*
 * deliver.c - a batch of messages for one mailbox.
 *
 * Graph may show a message by its Message-ID only some time after it was
 * made. So what may have been delivered is looked for more than once, all of
 * a batch together, and what was made after such a search is followed by one
 * more: of two copies ours goes again.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "target/graph/graph-private.h"
#include "target/graph/letter.h"

#include <string.h>

#define LOOKS    4
#define PAUSE_US (CLOCK_SECOND / 4) /* doubled each time */

/* --- outcomes --------------------------------------------------------------
 */

static void outcome(struct agent_message *m, enum agent_outcome o,
		    const char *place)
{
	m->outcome = o;
	str_cut(&m->reason, 0);
	str_cut(&m->place, 0);
	str_add(&m->place, place);
}

static void refused(struct exchange_session *s, struct agent_message *m,
		    const struct exchange_stop *stop)
{
	m->outcome = stop->outcome;
	m->wait_us = stop->wait_us;
	str_cut(&m->reason, 0);
	str_add(&m->reason, stop->reason.s);
	if (stop->outcome == AGENT_TOO_LARGE && m->size > 1)
		limit_learn(&exchange_agent_of(s)->limit, m->size - 1);
}

static void unknown(struct agent_message *m, const char *why)
{
	m->outcome = AGENT_UNKNOWN;
	str_cut(&m->reason, 0);
	str_addf(&m->reason,
		 "Graph did not say whether it is there (%.200s); "
		 "it is looked for before it is sent again",
		 why);
}

/* The first that was not tried says why. */
static void stopped(struct exchange_session *s, struct agent_message *list,
		    size_t n, const struct exchange_stop *stop)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i].outcome != AGENT_NOT_TRIED)
			continue;
		refused(s, &list[i], stop);
		return;
	}
}

/* --- what may be there already ---------------------------------------------
 */

static int look_once(struct exchange_session *s, const struct agent_message *m,
		     struct str *id, struct exchange_stop *stop, struct err *e)
{
	const char *folder;
	int rc = exchange_folder(s, m->folder, false, &folder, stop, e);

	if (rc != 0 || folder == NULL)
		return rc;
	rc = exchange_find(s, folder, m->message_id, NULL, id, stop, e);
	if (rc == 1 && stop->absent) {
		exchange_folder_forget(s, m->folder);
		return 0;
	}
	return rc;
}

/* Of those that may be there, which are? *missing: how many were not seen. */
static int look_round(struct exchange_session *s, struct agent_message *list,
		      size_t n, size_t *missing, struct exchange_stop *stop,
		      struct err *e)
{
	int rc = 0;

	*missing = 0;
	for (size_t i = 0; i < n && rc == 0; i++) {
		AUTO(str_done) struct str id = STR_INIT;

		if (!list[i].uncertain || list[i].outcome != AGENT_NOT_TRIED)
			continue;
		rc = look_once(s, &list[i], &id, stop, e);
		if (rc == 0 && id.len > 0)
			outcome(&list[i], AGENT_PRESENT, id.s);
		*missing += id.len == 0;
	}
	return rc;
}

static int look(struct exchange_session *s, struct agent_message *list,
		size_t n, struct exchange_stop *stop, struct err *e)
{
	struct http *http = graph_http(exchange_agent_of(s)->graph);
	size_t missing;

	for (int i = 0;; i++) {
		int rc = look_round(s, list, n, &missing, stop, e);

		if (rc != 0 || missing == 0 || i + 1 == LOOKS)
			return rc;
		if (http_sleep(http, PAUSE_US << i, e) < 0)
			return -1;
	}
}

static int look_for_uncertain(struct exchange_session *s,
			      struct agent_message *list, size_t n,
			      struct exchange_stop *stop, struct err *e)
{
	bool any = false;
	int rc;

	for (size_t i = 0; i < n; i++)
		any |= list[i].uncertain;
	if (!any)
		return 0;
	rc = exchange_sweep(s, stop, e);
	if (rc == 0)
		rc = look(s, list, n, stop, e);
	for (size_t i = 0; i < n && s->staging != NULL; i++)
		s->doubt |=
			list[i].uncertain && list[i].outcome == AGENT_NOT_TRIED;
	return rc;
}

/* --- one message -----------------------------------------------------------
 */

/* Another copy came to light: ours goes. */
static int only_one(struct exchange_session *s, struct agent_message *m,
		    const char *folder, struct exchange_stop *stop,
		    struct err *e)
{
	AUTO(str_done) struct str other = STR_INIT;
	AUTO(free) char *mine = mem_strdup(m->place.s);
	int rc = exchange_find(s, folder, m->message_id, mine, &other, stop, e);

	if (rc == 0 && other.len > 0)
		rc = exchange_delete(s, mine, stop, e);
	if (rc == 0 && other.len > 0)
		outcome(m, AGENT_PRESENT, other.s);
	return rc;
}

/* As exchange_create(), in a folder that may have gone meanwhile. */
static int create(struct exchange_session *s, struct agent_message *m,
		  const struct letter *l, bool *lost,
		  struct exchange_stop *stop, struct err *e)
{
	for (int i = 0;; i++) {
		AUTO(str_done) struct str place = STR_INIT;
		const char *folder;
		int rc;

		*lost = false;
		rc = exchange_folder(s, m->folder, true, &folder, stop, e);
		if (rc != 0)
			return rc;
		rc = exchange_create(s, folder, m, l, &place, lost, stop, e);
		if (rc == 1 && stop->absent && i == 0) {
			exchange_folder_forget(s, m->folder);
			continue;
		}
		if (rc != 0)
			return rc;
		outcome(m, AGENT_DELIVERED, place.s);
		return m->uncertain ? only_one(s, m, folder, stop, e) : 0;
	}
}

/* The answer was lost: once more, with care. */
static int create_again(struct exchange_session *s, struct agent_message *m,
			const struct letter *l, bool *lost,
			struct exchange_stop *stop, struct err *e)
{
	int rc;

	err_clear(e);
	m->uncertain = true;
	rc = look(s, m, 1, stop, e);
	if (rc != 0)
		return rc;
	if (m->outcome == AGENT_PRESENT) {
		m->outcome = AGENT_DELIVERED; /* it was us, just now */
		*lost = false;
		return 0;
	}
	return create(s, m, l, lost, stop, e);
}

static int deliver_one(struct exchange_session *s, struct agent_message *m,
		       struct exchange_stop *stop, struct err *e)
{
	struct letter l AUTO(letter_done) = LETTER_INIT;
	bool lost = false;
	char text[ERR_TEXT];
	int rc;

	if (letter_read(&l, m, e) < 0)
		return -1;
	rc = create(s, m, &l, &lost, stop, e);
	if (lost)
		rc = create_again(s, m, &l, &lost, stop, e);
	if (lost)
		unknown(m, rc < 0 ? err_str(e, text, sizeof(text))
				  : stop->reason.s);
	if (rc == 1 && m->outcome == AGENT_NOT_TRIED &&
	    !exchange_stops_mailbox(stop)) {
		refused(s, m, stop);
		return 0;
	}
	return rc;
}

/* --- the batch -------------------------------------------------------------
 */

/* Something may be in the staging folder that was not listed there yet. */
static int tidy(struct exchange_session *s, struct err *e)
{
	struct exchange_stop stop AUTO(exchange_stop_done) = EXCHANGE_STOP_INIT;
	struct http *http = graph_http(exchange_agent_of(s)->graph);
	int rc = 0;

	if (!s->doubt)
		return 0;
	for (int i = 0; i + 1 < LOOKS && rc == 0; i++) {
		if (http_sleep(http, PAUSE_US << i, e) < 0)
			return -1;
		s->swept = false;
		rc = exchange_sweep(s, &stop, e);
	}
	s->doubt = rc != 0;
	return rc < 0 ? -1 : 0;
}

static int bring(struct exchange_session *s, struct agent_message *list,
		 size_t n, struct exchange_stop *stop, struct err *e)
{
	int rc = look_for_uncertain(s, list, n, stop, e);

	for (size_t i = 0; i < n && rc == 0; i++)
		if (list[i].outcome == AGENT_NOT_TRIED)
			rc = deliver_one(s, &list[i], stop, e);
	return rc;
}

static void reset(struct agent_message *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		outcome(&list[i], AGENT_NOT_TRIED, "");
		list[i].wait_us = 0;
	}
}

/* What the contract knows as reaching further than a message. */
static int as_whole(struct err *e)
{
	if (e->kind != ERR_SOURCE && e->kind != ERR_STORE)
		e->kind = ERR_RETRY;
	return -1;
}

int exchange_deliver(struct agent_session *base, const char *mailbox,
		     struct agent_message *list, size_t n, struct err *e)
{
	struct exchange_session *s = (struct exchange_session *)base;
	struct exchange_stop stop AUTO(exchange_stop_done) = EXCHANGE_STOP_INIT;
	int rc;

	if (n == 0)
		return 0;
	reset(list, n);
	if (mailbox[0] == '\0') {
		stop.outcome = AGENT_NO_MAILBOX;
		str_add(&stop.reason, "the person's mailbox is no address");
		stopped(s, list, n, &stop);
		return 0;
	}
	exchange_enter(s, mailbox);
	rc = bring(s, list, n, &stop, e);
	if (rc == 1)
		stopped(s, list, n, &stop);
	if (rc >= 0)
		rc = tidy(s, e);
	return rc < 0 ? as_whole(e) : 0;
}
