#include "verb/progress.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "verb/verb.h"
#include "verb/width.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REDRAW_US (CLOCK_SECOND / 10)
#define LINE_US   (5 * CLOCK_SECOND)
#define PHASE_MAX 32

struct progress {
	pthread_mutex_t lock;
	const struct verb_call *call;
	bool terminal;
	bool drawn;
	int64_t told_us; /* when a line was last written */
	char phase[PHASE_MAX];
	int64_t phase_us; /* when the phase began, and what was done then */
	uint64_t phase_done;
};

struct progress *progress_new(const struct verb_call *call)
{
	struct progress *p = NEW(struct progress);

	(void)pthread_mutex_init(&p->lock, NULL);
	p->call = call;
	p->terminal = isatty(call->notes) == 1;
	return p;
}

void progress_free(struct progress *p)
{
	if (p == NULL)
		return;
	if (p->drawn)
		(void)!write(p->call->notes, "\r\033[K", 4);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}

static void phase_enter(struct progress *p, const char *phase, uint64_t done,
			int64_t now)
{
	size_t n = strnlen(phase, PHASE_MAX - 1);

	memcpy(p->phase, phase, n);
	p->phase[n] = '\0';
	p->phase_us = now;
	p->phase_done = done;
}

static void compose(struct str *out, const struct progress *p, uint64_t done,
		    uint64_t all, int64_t now)
{
	int64_t spent = now - p->phase_us;

	str_addf(out, "%s", p->phase);
	if (all > 0)
		str_addf(out, " %" PRIu64 " of %" PRIu64, done, all);
	else if (done > 0)
		str_addf(out, " %" PRIu64, done);
	if (spent > CLOCK_SECOND && done > p->phase_done)
		str_addf(out, ", %.1f/s",
			 (double)(done - p->phase_done) * (double)CLOCK_SECOND /
				 (double)spent);
}

static void draw(struct progress *p, const char *numbers, const char *text)
{
	AUTO(str_done) struct str line = STR_INIT;
	AUTO(str_done) struct str out = STR_INIT;

	text_clean(&line, numbers);
	if (text != NULL && text[0] != '\0') {
		str_add(&line, "  ");
		text_clean(&line, text);
	}
	if (p->terminal) {
		str_add(&out, "\r\033[K");
		(void)text_cut(&out, line.s,
			       terminal_width(p->call->notes) - 1);
		p->drawn = true;
	} else {
		str_addf(&out, "%s\n", line.s);
	}
	(void)!write(p->call->notes, out.s, out.len);
}

void progress_tell(struct progress *p, const char *phase, uint64_t done,
		   uint64_t all, const char *text)
{
	int64_t now = clock_monotonic_us();

	if (!p->terminal && !p->call->verbose)
		return;
	(void)pthread_mutex_lock(&p->lock);
	if (strncmp(p->phase, phase, PHASE_MAX - 1) != 0)
		phase_enter(p, phase, done, now);
	if (p->told_us == 0 ||
	    now - p->told_us >= (p->terminal ? REDRAW_US : LINE_US)) {
		AUTO(str_done) struct str numbers = STR_INIT;

		compose(&numbers, p, done, all, now);
		draw(p, numbers.s, text);
		p->told_us = now;
	}
	(void)pthread_mutex_unlock(&p->lock);
}
