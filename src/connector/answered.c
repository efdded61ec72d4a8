#include "connector/answered.h"

#include "base/mem.h"

#include <string.h>

#define TOKEN "refresh-token" /* a setting, and the state that follows it */

void answered_done(struct answered *a)
{
	str_wipe(&a->token);
}

static const char *setting(void *ctx, const char *name)
{
	const struct answered *a = ctx;

	if (strcmp(name, "code") == 0)
		return a->code;
	if (strcmp(name, "redirect-uri") == 0)
		return a->redirect;
	if (strcmp(name, "code-verifier") == 0)
		return a->verifier;
	if (a->trading && strcmp(name, TOKEN) == 0)
		return NULL;
	return a->under.setting(a->under.ctx, name);
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	const struct answered *a = ctx;

	if (a->trading && strcmp(name, TOKEN) == 0)
		return 0;
	return a->under.load(a->under.ctx, name, out, e);
}

/* "<digest of what it descends from> <token>": source/account.h. */
static int save(void *ctx, const char *name, const char *value, struct err *e)
{
	struct answered *a = ctx;
	const char *token = strchr(value, ' ');

	if (strcmp(name, TOKEN) != 0)
		return a->under.save(a->under.ctx, name, value, e);
	str_cut(&a->token, 0);
	str_add(&a->token, token != NULL ? token + 1 : "");
	return 0;
}

static bool stopping(void *ctx)
{
	const struct answered *a = ctx;

	return a->under.stopping != NULL && a->under.stopping(a->under.ctx);
}

struct host answered_host(struct answered *a)
{
	return (struct host){ .ctx = a,
			      .setting = setting,
			      .load = load,
			      .save = save,
			      .stopping = stopping };
}
