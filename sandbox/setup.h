/*
 * sandbox/setup.h - how the account and the app are set, switchable while
 * the sandbox runs (--setup, POST /sandbox/setup).
 *
 * Why: half of what a connector must explain to its administrator is not a
 * fault but a setting: a missing scope, a plan without archiving, an app
 * switched off. Names and values are listed in README.md.
 */
#ifndef SANDBOX_SETUP_H
#define SANDBOX_SETUP_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

enum plan { PLAN_FREE, PLAN_PRO, PLAN_BUSINESS };

#define SCOPES_TEXT 2400

struct setup {
	bool cloud_recording;    /* off: 400 code 200 on recordings */
	bool archiving;          /* off: 400 code 200 on archive_files */
	bool account_recordings; /* off: /accounts/.../recordings unknown */
	bool download;           /* off: 403 on downloads */
	bool view_content;       /* role may read: download tokens, codes */
	bool app;                /* off: 4717 at the token endpoint */
	bool sender_email;       /* as the settings say; files keep it */
	bool direct_message;     /* the same */
	bool type_as_number;     /* "type":2 instead of "2" in recordings */
	bool baa;                /* HIPAA account: reports name nobody */
	enum plan plan;
	int qps;            /* per second and label; 0: no limit, or */
#define SETUP_QPS_PLAN (-1) /* what the plan allows */
	int daily_wait_s;   /* what fault rate-daily asks to wait */
	uint64_t revoked;   /* tokens issued before this serial are dead */
	bool declined;      /* the person says no at the page */
	char redirect[256]; /* all the app is registered with; "": any */
	char scopes[SCOPES_TEXT]; /* " a b c ", each between spaces */
};

void setup_default(struct setup *s);

/*
 * One switch, "NAME" or "NAME=VALUE". 0, or -1 with ERR_USAGE: no such name
 * or value. "token=revoked" sets s->revoked to serial.
 */
int setup_apply(struct setup *s, const char *text, uint64_t serial,
		struct err *e);

/* Comma or blank separated; replaces what was granted. */
int setup_scopes(struct setup *s, const char *list, struct err *e);

bool setup_has_scope(const struct setup *s, const char *scope);

#endif
