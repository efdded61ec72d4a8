/* serve.c - all that works by itself, in one process until it is ended. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/log.h"
#include "connector/board.h"
#include "connector/connector.h"
#include "roster/roster.h"
#include "verb/portal.h"
#include "watch/watch.h"

#include <pthread.h>

/* What works beside the connectors, each in a thread of its own. */
struct beside {
	const char *event; /* logged where it cannot go on */
	int (*serve)(struct archive *a, const atomic_bool *stop, struct err *e);
	struct archive *archive;
	atomic_bool stop;
	pthread_t thread;
	bool begun;
};

static void *beside_main(void *ctx)
{
	struct beside *b = ctx;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (b->serve(b->archive, &b->stop, &e) < 0)
		log_event(LOG_ERROR, b->event, "reason=\"%s\"",
			  err_str(&e, text, sizeof(text)));
	return NULL;
}

static int work(struct verb_call *call, struct err *e)
{
	struct beside all[] = { { "directory.stopped", roster_serve },
				{ "watch.stopped", watch_serve } };
	const size_t n = sizeof(all) / sizeof(all[0]);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		all[i].archive = call->archive;
		all[i].begun = pthread_create(&all[i].thread, NULL, beside_main,
					      &all[i]) == 0;
		if (!all[i].begun)
			rc = err_set(e, ERR_STORE, "no thread can be made");
	}
	if (rc == 0)
		rc = connector_serve(call->archive, call->board, call->stop, e);
	for (size_t i = 0; i < n; i++) {
		atomic_store(&all[i].stop, true);
		if (all[i].begun)
			(void)pthread_join(all[i].thread, NULL);
	}
	return rc;
}

static int with_portal(struct verb_call *call, struct err *e)
{
	AUTO(board_free) struct board *board = board_new();
	struct portal_config cfg = { .archive = call->archive,
				     .board = board,
				     .listen = call_text(call, "listen"),
				     .web = call_text(call, "web") };
	struct portal *portal = NULL;
	int rc;

	call->board = board;

	if (call->portal == NULL || call_flag(call, "no-portal"))
		return work(call, e);
	if (call->portal->start(&portal, &cfg, e) < 0)
		return -1;
	rc = work(call, e);
	call->portal->stop(portal);
	return rc;
}

static int serve_run(struct verb_call *call, struct err *e)
{
	if (!call->verbose)
		log_set_level(LOG_INFO);
	if (call_open(call, true, e) < 0)
		return -1;
	log_event(LOG_INFO, "serve.begun", "home=\"%s\"", call->home);
	if (with_portal(call, e) < 0)
		return -1;
	log_event(LOG_INFO, "serve.ended", "home=\"%s\"", call->home);
	return VERB_OK;
}

const struct verb verb_serve = {
	.name = "serve",
	.right = RIGHT_OWNER,
	.help = "Run connectors, deliver copies, serve the portal",
	.about = "Stays in the foreground and logs to standard error. SIGTERM "
		 "or Ctrl-C ends it in\ngood order: what was acknowledged is "
		 "stored, a run cut off goes on at the next\nstart. A time of "
		 "a schedule at which it did not run is made up once, at "
		 "its\nnext start. Directories are followed and alerts are "
		 "told. All other verbs work\nbeside it, but for `catalog "
		 "rebuild`.\n\n"
		 "The portal listens as `estreat portal show` says; --listen "
		 "and --web go before\nthat.",
	.example = "  estreat serve\n"
		   "  estreat serve --listen 127.0.0.1:8080\n"
		   "  estreat serve --no-portal",
	.stoppable = true,
	.run = serve_run,
	.params = { { .name = "listen",
		      .type = PARAM_TEXT,
		      .value = "ADDRESS:PORT",
		      .help = "where the portal listens" },
		    { .name = "web",
		      .type = PARAM_PATH,
		      .value = "DIR",
		      .help = "folder of the web application" },
		    { .name = "no-portal",
		      .type = PARAM_FLAG,
		      .help = "serve no portal" } },
};
