/* serve.c - all that works by itself, in one process until it is ended. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/log.h"
#include "connector/connector.h"
#include "roster/roster.h"
#include "verb/portal.h"

#include <pthread.h>

/* The directories are followed beside the connectors. */
struct following {
	struct archive *archive;
	atomic_bool stop;
	struct err e;
};

static void *follow_directories(void *ctx)
{
	struct following *f = ctx;
	char text[ERR_TEXT];

	if (roster_serve(f->archive, &f->stop, &f->e) < 0)
		log_event(LOG_ERROR, "directory.stopped", "reason=\"%s\"",
			  err_str(&f->e, text, sizeof(text)));
	return NULL;
}

static int work(struct verb_call *call, struct err *e)
{
	struct following f = { .archive = call->archive };
	pthread_t thread;
	int rc;

	if (pthread_create(&thread, NULL, follow_directories, &f) != 0)
		return err_set(e, ERR_STORE, "no thread can be made");
	rc = connector_serve(call->archive, call->stop, e);
	atomic_store(&f.stop, true);
	(void)pthread_join(thread, NULL);
	return rc;
}

static int with_portal(struct verb_call *call, struct err *e)
{
	struct portal_config cfg = { .archive = call->archive,
				     .listen = call_text(call, "listen"),
				     .web = call_text(call, "web") };
	struct portal *portal = NULL;
	int rc;

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
		 "its\nnext start. Directories are followed. While it runs, "
		 "all other verbs work\nbeside it, but for `catalog "
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
