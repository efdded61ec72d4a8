/* consent.c - a tenant's administrator consents, or it is taken back. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "delivery/awaited.h"
#include "delivery/consent.h"
#include "oidc/listen.h"
#include "verb/print.h"
#include "verb/verbs/browser.h"
#include "verb/verbs/consent.h"

#include <string.h>

#define PATH     "/consent"
#define REDIRECT "http://localhost:8400" PATH

/* --- printing ------------------------------------------------------------- */

static void text_or_none(struct printer *p, const char *name, const char *title,
			 const struct str *text)
{
	print_text(p, name, text->len > 0 ? title : NULL,
		   text->len > 0 ? text->s : NULL);
}

void consent_print(struct printer *p, const struct consent *c)
{
	bool shown = c->state != CONSENT_NOT_NEEDED;

	print_text(p, "consent", shown ? "Consent" : NULL,
		   consent_state_name(c->state));
	text_or_none(p, "consent_by", shown ? "  given by" : NULL, &c->person);
	text_or_none(p, "consent_by_id", NULL, &c->subject);
	text_or_none(p, "consent_tenant", shown ? "  of tenant" : NULL,
		     &c->tenant);
	text_or_none(p, "consent_client", shown ? "  to application" : NULL,
		     &c->client);
	text_or_none(p, "consent_scopes", shown ? "  for" : NULL, &c->scopes);
	print_time(p, "consent_given",
		   shown && c->given_us != 0 ? "  at" : NULL, c->given_us);
	print_time(p, "consent_withdrawn",
		   shown && c->withdrawn_us != 0 ? "  withdrawn" : NULL,
		   c->withdrawn_us);
}

static int print_found(struct verb_call *call, struct err *e)
{
	struct consent c AUTO(consent_done);
	const char *name = call_text(call, "name");

	consent_init(&c);
	if (consent_find(call->archive, call->db, name, &c, e) < 0)
		return -1;
	print_text(call->out, "target", NULL, name);
	consent_print(call->out, &c);
	print_text(call->out, "link", NULL, NULL);
	print_text(call->out, "redirect", NULL, NULL);
	return VERB_OK;
}

static int print_link(struct verb_call *call, const char *link,
		      const char *redirect, const char *say, struct err *e)
{
	struct consent c AUTO(consent_done);
	const char *name = call_text(call, "name");

	consent_init(&c);
	if (consent_find(call->archive, call->db, name, &c, e) < 0)
		return -1;
	print_text(call->out, "target", NULL, name);
	consent_print(call->out, &c);
	return browser_link(call, link, redirect, say, e);
}

/* --- ways ----------------------------------------------------------------- */

static int withdraw(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (consent_withdraw(call->archive, call->db, name, call->actor, e) <
		    0 ||
	    print_found(call, e) < 0)
		return -1;
	print_say(call->out,
		  "Nothing is delivered to \"%s\" from now on; copies wait. "
		  "The tenant's own record is taken back in its portal: "
		  "Enterprise applications.",
		  name);
	return VERB_OK;
}

static int given(struct verb_call *call, struct err *e)
{
	if (print_found(call, e) < 0)
		return -1;
	print_say(call->out, "Consent is recorded; what waited for the target "
			     "is delivered.");
	return VERB_OK;
}

static int handed_back(struct verb_call *call, struct err *e)
{
	struct str url AUTO(str_done) = STR_INIT;
	struct str link AUTO(str_done) = STR_INIT;
	struct consent_answer answer = { .target = call_text(call, "name"),
					 .actor = call->actor };
	int rc;

	if (browser_callback(call, &url, e) < 0)
		return -1;
	answer.url = url.s;
	rc = consent_answer(call->archive, call->db, &answer, &link, e);
	if (rc != 0)
		return rc < 0 ? -1 : given(call, e);
	return print_link(call, link.s, NULL,
			  "The tenant has consented. Who it was is still to be "
			  "said: let the same person open this link, and hand "
			  "the address back in the same way.",
			  e);
}

struct waiting {
	struct verb_call *call;
	struct err failed;
	bool given;
};

static bool told_to_stop(void *ctx)
{
	const struct verb_call *call = ctx;

	return call->stop != NULL && atomic_load(call->stop);
}

static int on_answer(void *ctx, const char *url, struct listen_reply *out)
{
	struct waiting *w = ctx;
	const struct consent_answer answer = {
		.target = call_text(w->call, "name"),
		.url = url,
		.actor = w->call->actor,
	};
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int rc = consent_answer(w->call->archive, w->call->db, &answer,
				&out->location, &e);

	if (rc == 0)
		return 0; /* the browser goes on */
	w->given = rc > 0;
	if (w->given) {
		str_add(&out->text, "Consent is recorded. You can close this "
				    "window.");
		return 1;
	}
	str_add(&out->text, err_str(&e, text, sizeof(text)));
	if (e.kind == ERR_USAGE) {
		/* anybody can send a browser here: wait for the right one */
		call_note(w->call, "%s", out->text.s);
		return 0;
	}
	w->failed = e;
	return 1;
}

static int caught(struct verb_call *call, struct err *e)
{
	AUTO(listen_close) struct listen *l = NULL;
	struct str link AUTO(str_done) = STR_INIT;
	struct waiting w = { .call = call, .failed = ERR_INIT };
	const struct listen_wait how = {
		.answer = on_answer,
		.ctx = &w,
		.stopping = told_to_stop,
		.stop_ctx = call,
		.until_us = clock_monotonic_us() + AWAITED_LIFE_US,
	};
	struct consent_ask ask = { .target = call_text(call, "name"),
				   .actor = call->actor };
	int rc;

	if (listen_open(&l, call_text(call, "listen"), PATH, e) < 0)
		return -1;
	ask.redirect_uri = call_flag(call, "redirect")
				   ? call_text(call, "redirect")
				   : listen_url(l);
	if (consent_begin(call->archive, call->db, &ask, &link, e) < 0)
		return -1;
	call_note(call, "open in a browser on this machine: %s", link.s);
	rc = listen_wait(l, &how, e);
	if (rc < 0)
		return -1;
	if (w.failed.kind != ERR_NONE) {
		*e = w.failed;
		return -1;
	}
	if (!w.given)
		return err_set(e, ERR_RETRY, "nobody answered");
	return given(call, e);
}

static int asked(struct verb_call *call, struct err *e)
{
	struct str link AUTO(str_done) = STR_INIT;
	struct str say AUTO(str_done) = STR_INIT;
	struct str redirect AUTO(str_done) = STR_INIT;
	struct consent_ask ask = { .target = call_text(call, "name"),
				   .actor = call->actor };

	browser_redirect(call, REDIRECT, &redirect);
	ask.redirect_uri = redirect.s;
	if (consent_begin(call->archive, call->db, &ask, &link, e) < 0)
		return -1;
	str_addf(&say,
		 "Let a global administrator of the tenant open this link "
		 "within an hour, sign in and accept. The browser then goes to "
		 "%s, where nothing need answer: have the address it shows "
		 "handed back with --callback ADDRESS.",
		 ask.redirect_uri);
	return print_link(call, link.s, ask.redirect_uri, say.s, e);
}

static int consent_run(struct verb_call *call, struct err *e)
{
	int ways = call_flag(call, "listen") + call_flag(call, "callback") +
		   call_flag(call, "withdraw");

	if (ways > 1)
		return err_set(e, ERR_USAGE,
			       "only one of --listen, --callback and "
			       "--withdraw at a time");
	if (call_open(call, false, e) < 0)
		return -1;
	if (call_flag(call, "withdraw"))
		return withdraw(call, e);
	if (call_flag(call, "callback"))
		return handed_back(call, e);
	return call_flag(call, "listen") ? caught(call, e) : asked(call, e);
}

const struct verb verb_target_consent = {
	.name = "target consent",
	.http = "POST /targets/{name}/consent",
	.right = RIGHT_CONNECTOR,
	.help = "Have a tenant's administrator consent, or take it back",
	.about =
		"Prints the link where a global administrator of the tenant "
		"consents. With\n--listen the browser's answer is caught here, "
		"on the same machine; else hand\nit back: --callback ADDRESS, "
		"or --callback - for standard input. Who it was\nand when is "
		"kept. Without consent copies wait. The application must know\n"
		"the redirect address. docs/targets/consent.md has it step by "
		"step.",
	.example = "  estreat target consent exchange\n"
		   "  estreat target consent exchange --callback "
		   "'http://localhost:8400/consent?...'\n"
		   "  estreat target consent exchange --listen 127.0.0.1:8400\n"
		   "  estreat target consent exchange --withdraw",
	.stoppable = true,
	.run = consent_run,
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the target's name" },
		    { .name = "listen",
		      .type = PARAM_TEXT,
		      .value = "ADDRESS:PORT",
		      .local = true,
		      .help = "catch the answer there, such as "
			      "127.0.0.1:8400" },
		    BROWSER_CALLBACK,
		    BROWSER_REDIRECT,
		    { .name = "withdraw",
		      .type = PARAM_FLAG,
		      .help = "take the consent back" } },
};
