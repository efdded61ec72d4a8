#include "verb/verbs/browser.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "oidc/callback.h"
#include "stream/writer.h"
#include "verb/print.h"
#include "verb/verbs/verbs.h"

#include <stdio.h>
#include <string.h>

static int from_stdin(struct str *out, struct err *e)
{
	char line[CALLBACK_MAX + 2];

	if (fgets(line, sizeof(line), stdin) == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no address on standard input");
	line[strcspn(line, "\r\n")] = '\0';
	str_add(out, line);
	mem_wipe(line, strlen(line));
	return 0;
}

int browser_callback(const struct verb_call *call, struct str *url,
		     struct err *e)
{
	const char *given = call_text(call, "callback");

	if (call->shared == NULL && strcmp(given, "-") == 0)
		return from_stdin(url, e);
	str_add(url, given); /* the portal's standard input is not ours */
	return 0;
}

void browser_redirect(const struct verb_call *call, const char *here,
		      struct str *out)
{
	if (call_flag(call, "redirect"))
		str_add(out, call_text(call, "redirect"));
	else if (call->origin != NULL)
		str_addf(out, "%s/oauth/callback", call->origin);
	else
		str_add(out, here);
}

int browser_link(struct verb_call *call, const char *link, const char *redirect,
		 const char *say, struct err *e)
{
	struct writer *to;

	print_gap(call->out);
	print_text(call->out, "link", NULL, link);
	print_text(call->out, "redirect", NULL, redirect);
	print_say(call->out, "%s", say);
	print_gap(call->out);
	if (print_form(call->out) != PRINT_TEXT)
		return VERB_OK;
	to = print_bytes(call->out);
	return to->ops->write(to, link, strlen(link), e) < 0 ||
			       to->ops->write(to, "\n", 1, e) < 0
		       ? -1
		       : VERB_OK;
}
