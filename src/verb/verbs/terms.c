/* terms.c - what is accepted before a source is connected. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/str.h"
#include "connector/connector.h"
#include "source/source.h"
#include "verb/print.h"

#define SOURCE_PARAM                                                           \
	{                                                                      \
		.name = "source", .type = PARAM_TEXT, .positional = true,      \
		.required = true, .help = "a name of `estreat source list`"    \
	}

static int terms_run(struct verb_call *call, struct err *e)
{
	const struct source_ops *s = source_find(call_text(call, "source"));
	const char *language = call_text(call, "language");
	struct connector_terms terms = { .by = STR_INIT };
	AUTO(str_done) struct str text = STR_INIT;
	struct printer *p = call->out;
	int rc;

	if (s == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no source \"%.60s\"; `estreat source "
			       "list` shows those there are",
			       call_text(call, "source"));
	if (call_open(call, false, e) < 0)
		return -1;
	rc = connector_terms_get(call->db, s->name, &terms, e);
	if (rc == 0) {
		connector_terms_text(s->title, language, &text);
		print_text(p, "source", NULL, s->name);
		print_int(p, "version", "Version", CONNECTOR_TERMS_VERSION);
		print_text(p, "language", NULL,
			   language != NULL ? language : "en");
		print_text(p, "text", NULL, text.s);
		print_say(p, "\n%s\n", text.s);
		print_int(p, "accepted_version", NULL, terms.version);
		print_text(p, "accepted_by", "Accepted by",
			   terms.by.len > 0 ? terms.by.s : NULL);
		print_time(p, "accepted", "Accepted", terms.at_us);
	}
	str_done(&terms.by);
	return rc;
}

const struct verb verb_source_terms = {
	.name = "source terms",
	.http = "GET /sources/{source}/terms",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "Show what is accepted before a platform is connected",
	.example = "  estreat source terms webex --language sv",
	.run = terms_run,
	.fields = VERB_FIELDS(
		{ "source", NULL, CELL_TEXT }, { "version", NULL, CELL_INT },
		{ "language", NULL, CELL_TEXT }, { "text", NULL, CELL_TEXT },
		{ "accepted_version", NULL, CELL_INT },
		{ "accepted_by", NULL, CELL_TEXT },
		{ "accepted", NULL, CELL_TIME }),
	.params = { SOURCE_PARAM,
		    { .name = "language",
		      .type = PARAM_CHOICE,
		      .choices = "en|sv|fr",
		      .help = "English, Swedish or French" } },
};

static int accept_run(struct verb_call *call, struct err *e)
{
	const char *source = call_text(call, "source");
	int64_t version = call_int(call, "version", 0);

	if (call_open(call, false, e) < 0 ||
	    connector_terms_accept(call->db, source, version, call->actor, e) <
		    0)
		return -1;
	print_text(call->out, "source", NULL, source);
	print_int(call->out, "version", NULL, version);
	print_text(call->out, "accepted_by", NULL, call->actor.name);
	print_say(call->out, "Accepted, and recorded for %s.",
		  call->actor.name);
	return VERB_OK;
}

const struct verb verb_source_accept = {
	.name = "source accept",
	.http = "POST /sources/{source}/terms",
	.right = RIGHT_CONNECTOR,
	.help = "Accept the terms of connecting a platform",
	.about = "Who accepted which version and when is recorded for good.",
	.example = "  estreat source accept webex 1",
	.run = accept_run,
	.params = { SOURCE_PARAM,
		    { .name = "version",
		      .type = PARAM_INT,
		      .positional = true,
		      .required = true,
		      .help = "as `estreat source terms` shows it" } },
};
