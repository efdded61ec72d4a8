/* authorize.c - a person signs in to a connector's source in a browser. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/str.h"
#include "connector/authorize.h"
#include "verb/print.h"
#include "verb/verbs/browser.h"

#define REDIRECT "http://localhost:8400/authorize"

static void text_or_none(struct printer *p, const char *name, const char *title,
			 const struct str *text)
{
	print_text(p, name, title, text->len > 0 ? text->s : NULL);
}

static int asked(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	struct str redirect AUTO(str_done) = STR_INIT;
	struct str link AUTO(str_done) = STR_INIT;
	struct str say AUTO(str_done) = STR_INIT;

	browser_redirect(call, REDIRECT, &redirect);
	if (connector_authorize_begin(call->archive, call->db, name, redirect.s,
				      &link, e) < 0)
		return -1;
	print_text(call->out, "connector", NULL, name);
	print_bool(call->out, "authorized", NULL, false);
	print_text(call->out, "scopes", NULL, NULL);
	print_text(call->out, "missing_scopes", NULL, NULL);
	str_addf(&say,
		 "Let somebody who may authorise the app open this link within "
		 "an hour, sign in and accept. The browser then goes to %s, "
		 "which the app must know as a redirect address and where "
		 "nothing need answer: hand the address it shows back with "
		 "--callback ADDRESS. Codes live a few minutes, some one.",
		 redirect.s);
	return browser_link(call, link.s, redirect.s, say.s, e);
}

static int handed_back(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	struct connector_granted g AUTO(connector_granted_done) =
		CONNECTOR_GRANTED_INIT;
	struct str url AUTO(str_wipe) = STR_INIT;
	struct connector_answer answer = { .name = name, .actor = call->actor };

	if (browser_callback(call, &url, e) < 0)
		return -1;
	answer.url = url.s;
	if (connector_authorize_answer(call->archive, call->db, &answer, &g,
				       e) < 0)
		return -1;
	print_text(call->out, "connector", NULL, name);
	print_bool(call->out, "authorized", NULL, true);
	text_or_none(call->out, "scopes", "Scopes", &g.scopes);
	text_or_none(call->out, "missing_scopes",
		     g.lacks.len > 0 ? "Missing" : NULL, &g.lacks);
	print_text(call->out, "link", NULL, NULL);
	print_text(call->out, "redirect", NULL, NULL);
	if (g.lacks.len > 0)
		print_say(call->out,
			  "Connector \"%s\" is signed in, but the app lacks "
			  "scopes: add them at the vendor and sign in again. "
			  "`estreat connector check %s` says what is missing "
			  "without them.",
			  name, name);
	else
		print_say(call->out,
			  "Connector \"%s\" is signed in. Next: `estreat "
			  "connector check %s`.",
			  name, name);
	return VERB_OK;
}

static int authorize_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return call_flag(call, "callback") ? handed_back(call, e)
					   : asked(call, e);
}

const struct verb verb_connector_authorize = {
	.name = "connector authorize",
	.http = "POST /connectors/{name}/authorize",
	.right = RIGHT_CONNECTOR,
	.help = "Sign in to a connector's source in a browser",
	.about = "Prints the link where a person signs in and lets the app in; "
		 "the address the\nbrowser comes back with is handed over by "
		 "--callback ADDRESS, or --callback -\nfor standard input. The "
		 "refresh token that comes of it is kept as the\nconnector's "
		 "secret. For auth=code: `estreat source show SOURCE`.",
	.example = "  estreat connector authorize webex\n"
		   "  estreat connector authorize webex --callback \\\n"
		   "      'http://localhost:8400/authorize?...'",
	.run = authorize_run,
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" },
		    BROWSER_CALLBACK,
		    BROWSER_REDIRECT },
};
