/*
 * browser.h - what verbs that send a person's browser away have in common.
 *
 * The link is printed, or given to a page of the portal; the address that the
 * browser comes back with is handed over by --callback.
 */
#ifndef VERB_VERBS_BROWSER_H
#define VERB_VERBS_BROWSER_H

struct err;
struct str;
struct verb_call;

#define BROWSER_CALLBACK                                                       \
	{                                                                      \
		.name = "callback", .type = PARAM_TEXT, .value = "ADDRESS",    \
		.help = "the address the browser was sent to, or -"            \
	}
#define BROWSER_REDIRECT                                                       \
	{                                                                      \
		.name = "redirect", .type = PARAM_TEXT, .value = "URL",        \
		.help = "where the browser is sent back to"                    \
	}

/* Append what --callback gives; - is a line of standard input. Errors:
   ERR_USAGE: there is none. */
int browser_callback(const struct verb_call *call, struct str *url,
		     struct err *e);

/* Append where the browser is to come back to: --redirect, else the portal
   where one asks, else `here`. */
void browser_redirect(const struct verb_call *call, const char *here,
		      struct str *out);

/*
 * The link comes last and in one piece, however long: it is to be copied.
 * redirect NULL: as before.
 */
int browser_link(struct verb_call *call, const char *link, const char *redirect,
		 const char *say, struct err *e);

#endif
