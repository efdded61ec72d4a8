/* How long what waits, and what is given up. */
#include "delivery/verdict.h"

#include "base/clock.h"
#include "delivery/delivery.h"
#include "t.h"

#define NOW ((int64_t)1000000000)
#define MIN CLOCK_MINUTE

static const struct row_case {
	const char *label;
	enum agent_outcome outcome;
	int64_t attempts;
	bool cut;
	enum outbox_fate fate;
	bool maybe;
	int64_t wait; /* -1: for ever */
} row_cases[] = {
	{ "delivered", AGENT_DELIVERED, 0, false, FATE_DONE, false, 0 },
	{ "present", AGENT_PRESENT, 4, true, FATE_DONE, false, 0 },
	{ "not tried", AGENT_NOT_TRIED, 0, true, FATE_AS_WAS, false, 0 },
	{ "unknown, cut off", AGENT_UNKNOWN, 0, true, FATE_LATER, true, 0 },
	{ "unknown, cut again", AGENT_UNKNOWN, 1, true, FATE_LATER, true,
	  5 * MIN },
	{ "unknown, cut for days", AGENT_UNKNOWN, 90, true, FATE_LATER, true,
	  24 * 60 * MIN },
	{ "unknown", AGENT_UNKNOWN, 0, false, FATE_LATER, true, 5 * MIN },
	{ "unknown again", AGENT_UNKNOWN, 3, false, FATE_LATER, true,
	  180 * MIN },
	{ "unknown, given up", AGENT_UNKNOWN, 5, false, FATE_LATER, true, -1 },
	{ "too large", AGENT_TOO_LARGE, 0, false, FATE_REFUSED, false, 0 },
	{ "refused", AGENT_REFUSED, 0, false, FATE_REFUSED, false, 0 },
	{ "no mailbox", AGENT_NO_MAILBOX, 0, false, FATE_AS_WAS, false, 0 },
	{ "full", AGENT_FULL, 0, false, FATE_AS_WAS, false, 0 },
	{ "forbidden", AGENT_FORBIDDEN, 0, false, FATE_AS_WAS, false, 0 },
	{ "throttled", AGENT_THROTTLED, 0, false, FATE_AS_WAS, false, 0 },
	{ "mailbox", AGENT_MAILBOX, 0, false, FATE_AS_WAS, false, 0 },
};

T(of_a_copy)
{
	T_EACH(c, row_cases) {
		struct outbox_row row = { .outcome = c->outcome,
					  .attempts = c->attempts };

		verdict_row(&row, c->cut, NOW);
		T_EQ_INT(row.fate, c->fate);
		T_EQ_INT(row.maybe, c->maybe);
		if (row.fate == FATE_LATER)
			T_EQ_INT(row.not_before_us,
				 c->wait < 0 ? DELIVERY_NEVER : NOW + c->wait);
	}
	t_label = "";
}

static const struct wait_case {
	const char *label;
	enum agent_outcome outcome;
	int64_t attempts, told;
	int64_t wait; /* -1: for ever */
} wait_cases[] = {
	{ "full, first", AGENT_FULL, 0, 0, 5 * MIN },
	{ "full, second", AGENT_FULL, 1, 0, 20 * MIN },
	{ "no mailbox, third", AGENT_NO_MAILBOX, 2, 0, 60 * MIN },
	{ "forbidden, fourth", AGENT_FORBIDDEN, 3, 0, 180 * MIN },
	{ "mailbox, fifth", AGENT_MAILBOX, 4, 0, 24 * 60 * MIN },
	{ "full, given up", AGENT_FULL, 5, 0, -1 },
	{ "full, long given up", AGENT_FULL, 6000, 0, -1 },
	{ "throttled as told", AGENT_THROTTLED, 3, 17, 17 },
	{ "throttled, nothing told", AGENT_THROTTLED, 0, 0, MIN },
	{ "throttled, nonsense told", AGENT_THROTTLED, 0, INT64_MAX, MIN },
	{ "throttled for weeks", AGENT_THROTTLED, 700, 0, 60 * MIN },
};

T(of_a_mailbox)
{
	T_EACH(c, wait_cases) {
		struct outbox_mailbox m = { .attempts = c->attempts };

		T_OK(verdict_stops_mailbox(c->outcome));
		verdict_mailbox(&m, c->outcome, c->told, NOW);
		T_EQ_INT(m.outcome, c->outcome);
		T_EQ_INT(m.not_before_us,
			 c->wait < 0 ? DELIVERY_NEVER : NOW + c->wait);
	}
	t_label = "";
	for (int o = AGENT_NOT_TRIED; o <= AGENT_REFUSED; o++)
		T_OK(!verdict_stops_mailbox((enum agent_outcome)o));
}

T(of_a_target)
{
	T_EQ_INT(verdict_target(ERR_RETRY, 0, NOW), NOW + MIN);
	T_EQ_INT(verdict_target(ERR_RETRY, 99, NOW), NOW + 60 * MIN);
	T_EQ_INT(verdict_target(ERR_SOURCE, 0, NOW), NOW + 5 * MIN);
	T_EQ_INT(verdict_target(ERR_SOURCE, 99, NOW), NOW + 24 * 60 * MIN);
}

T_MAIN
