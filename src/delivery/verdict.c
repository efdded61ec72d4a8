#include "delivery/verdict.h"

#include "base/clock.h"
#include "delivery/delivery.h"

static const int64_t by_person[] = { 5 * CLOCK_MINUTE, 20 * CLOCK_MINUTE,
				     CLOCK_HOUR, 3 * CLOCK_HOUR,
				     24 * CLOCK_HOUR };
static const int64_t by_itself[] = { CLOCK_MINUTE, 5 * CLOCK_MINUTE,
				     20 * CLOCK_MINUTE, CLOCK_HOUR };

#define N(list) ((int64_t)(sizeof(list) / sizeof((list)[0])))

static int64_t until_given_up(int64_t attempts, int64_t now_us)
{
	return attempts < N(by_person) ? now_us + by_person[attempts]
				       : DELIVERY_NEVER;
}

static int64_t again_and_again(const int64_t *waits, int64_t n, int64_t failed,
			       int64_t now_us)
{
	return now_us + waits[failed < n ? failed : n - 1];
}

bool verdict_stops_mailbox(enum agent_outcome o)
{
	return o >= AGENT_NO_MAILBOX && o <= AGENT_MAILBOX;
}

static int64_t unknown_until(const struct outbox_row *row, bool cut,
			     int64_t now_us)
{
	if (!cut)
		return until_given_up(row->attempts, now_us);
	/* asked for as soon as the server is there again */
	return row->attempts == 0 ? now_us
				  : again_and_again(by_person, N(by_person),
						    row->attempts - 1, now_us);
}

void verdict_row(struct outbox_row *row, bool cut, int64_t now_us)
{
	row->fate = FATE_AS_WAS;
	switch (row->outcome) {
	case AGENT_DELIVERED:
	case AGENT_PRESENT:
		row->fate = FATE_DONE;
		break;
	case AGENT_UNKNOWN:
		row->fate = FATE_LATER;
		row->maybe = true;
		row->not_before_us = unknown_until(row, cut, now_us);
		break;
	case AGENT_TOO_LARGE:
	case AGENT_REFUSED:
		row->fate = FATE_REFUSED;
		break;
	case AGENT_NOT_TRIED:
	case AGENT_NO_MAILBOX:
	case AGENT_FULL:
	case AGENT_FORBIDDEN:
	case AGENT_THROTTLED:
	case AGENT_MAILBOX:
		break; /* the mailbox waits, and with it all of its rows */
	}
}

void verdict_mailbox(struct outbox_mailbox *m, enum agent_outcome o,
		     int64_t wait_us, int64_t now_us)
{
	m->outcome = o;
	if (o != AGENT_THROTTLED)
		m->not_before_us = until_given_up(m->attempts, now_us);
	else if (wait_us > 0 && wait_us < CLOCK_DAY)
		m->not_before_us = now_us + wait_us;
	else
		m->not_before_us = again_and_again(by_itself, N(by_itself),
						   m->attempts, now_us);
}

int64_t verdict_target(enum err_kind kind, int64_t failures, int64_t now_us)
{
	if (kind == ERR_RETRY)
		return again_and_again(by_itself, N(by_itself), failures,
				       now_us);
	return again_and_again(by_person, N(by_person), failures, now_us);
}

int64_t verdict_unread(int64_t attempts, int64_t now_us)
{
	return until_given_up(attempts, now_us);
}
