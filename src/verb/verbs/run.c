/* run.c - running a connector, here or by the process that serves. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "connector/connector.h"
#include "verb/print.h"
#include "verb/progress.h"
#include "verb/report.h"

#include <inttypes.h>
#include <time.h>

#define LOOK_AGAIN_NS (250L * 1000 * 1000)

static void on_progress(void *ctx, const char *phase, uint64_t done,
			uint64_t all, const char *text)
{
	progress_tell(ctx, phase, done, all, text);
}

/* In this process. The run's number, or -1. */
static int64_t run_here(struct verb_call *call, const char *name, struct err *e)
{
	AUTO(progress_free) struct progress *bar = progress_new(call);
	struct connector_progress progress = { .ctx = bar,
					       .tell = on_progress };

	if (call_record_of(call, "connector", name, e) < 0)
		return -1;
	return connector_run(call->archive, name, &progress, call->stop, e);
}

/*
 * Until the process that writes has ended the run. 1: ended, with its error
 * text; 0: that process has gone and the run is not ended; -1.
 */
static int follow(struct verb_call *call, const char *name, int64_t run,
		  struct str *error, struct err *e)
{
	AUTO(progress_free) struct progress *bar = progress_new(call);
	int64_t begun = clock_monotonic_us();
	struct timespec pause = { .tv_nsec = LOOK_AGAIN_NS };
	bool busy = true;

	while (true) {
		AUTO(str_done) struct str text = STR_INIT;
		int rc = connector_run_ended(call->archive, call->db, name, run,
					     error, e);

		/* looked at once more after the process has gone */
		if (rc != 0 || !busy)
			return rc;
		if (atomic_load(call->stop))
			return err_set(e, ERR_RETRY,
				       "no longer waiting; run %" PRId64
				       " goes on in the other process",
				       run);
		busy = archive_busy(call->home);
		str_addf(&text, "run %" PRId64 ", for %" PRId64 " s", run,
			 (clock_monotonic_us() - begun) / CLOCK_SECOND);
		progress_tell(bar, "another process works", 0, 0, text.s);
		(void)nanosleep(&pause, NULL); /* then look again */
	}
}

/* Ask the process that writes, and wait. The run's number, 0 where that
   process has gone first, or -1. */
static int64_t run_there(struct verb_call *call, const char *name,
			 struct str *error, struct err *e)
{
	int64_t run = 0;
	int rc;

	if (call_open(call, false, e) < 0 ||
	    call_record_of(call, "connector", name, e) < 0 ||
	    connector_run_request(call->archive, call->db, name, &run, e) < 0)
		return -1;
	rc = follow(call, name, run, error, e);
	return rc > 0 ? run : rc;
}

/* Here where nobody else writes, else there. */
static int64_t run_somewhere(struct verb_call *call, const char *name,
			     struct str *error, struct err *e)
{
	int64_t run = 0;

	while (run == 0) {
		if (call_open(call, true, e) == 0)
			return run_here(call, name, e);
		if (!archive_busy(call->home))
			return -1;
		err_clear(e);
		call_done(call);
		run = run_there(call, name, error, e);
		if (run == 0)
			call_done(call);
	}
	return run;
}

/* Ask for it and leave: whoever serves does it. */
static int run_begin(struct verb_call *call, const char *name, struct err *e)
{
	int64_t run = 0;

	if (!archive_busy(call->home))
		return err_set(e, ERR_RETRY,
			       "nobody serves who could do it: start `estreat "
			       "serve`, or leave --no-wait out");
	if (call_open(call, false, e) < 0 ||
	    connector_run_request(call->archive, call->db, name, &run, e) < 0)
		return -1;
	print_text(call->out, "connector", NULL, name);
	print_int(call->out, "run", NULL, run);
	print_say(call->out, "Run %" PRId64 " of \"%s\" is asked for.", run,
		  name);
	return VERB_OK;
}

static int run_wait(struct verb_call *call, const char *name, struct err *e)
{
	AUTO(str_done) struct str error = STR_INIT;
	AUTO(str_done) struct str json = STR_INIT;
	int64_t run = run_somewhere(call, name, &error, e);
	bool whole;

	if (run < 0 ||
	    connector_report(call->archive, call->db, name, run, &json, e) < 0)
		return -1;
	if (report_print_sums(call->out, json.s, &whole, e) < 0)
		return -1;
	return error.len == 0 && whole ? VERB_OK : VERB_NOT;
}

static int run_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	return call_flag(call, "no-wait") ? run_begin(call, name, e)
					  : run_wait(call, name, e);
}

const struct verb verb_connector_run = {
	.name = "connector run",
	.http = "POST /connectors/{name}/runs",
	.right = RIGHT_CONNECTOR,
	.help = "Run a connector now, and say what came of it",
	.about =
		"Lists what the source has, fetches it, converts it into "
		"messages, puts copies\ninto the mailboxes and closes the "
		"sums. A run that was cut off is continued.\n\n"
		"Where another process works on the installation, such as "
		"`estreat serve`, the\nrun is asked for there and followed "
		"until it ends. Ctrl-C ends a run in good\norder; the next one "
		"goes on.\n\nThe exit code is 1 when the run failed or its "
		"sums do not close.",
	.example = "  estreat connector run zoom\n"
		   "  estreat connector report zoom",
	.stoppable = true,
	.run = run_run,
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" },
		    { .name = "no-wait",
		      .type = PARAM_FLAG,
		      .help = "ask whoever serves for it, and do not wait" } },
};
