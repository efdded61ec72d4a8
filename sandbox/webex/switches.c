#include "switches.h"

#include "base/err.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define DAY_S 86400

/* What a compliance officer's integration is granted when all goes well. */
static const char all_scopes[] =
	" spark-compliance:events_read spark-compliance:messages_read "
	"spark-compliance:memberships_read spark-compliance:rooms_read "
	"spark-compliance:teams_read spark-compliance:team_memberships_read "
	"spark-compliance:meetings_read spark-compliance:recordings_read "
	"spark:kms spark:people_read spark-admin:people_read "
	"spark-admin:organizations_read spark-admin:licenses_read "
	"spark-admin:roles_read meeting:admin_schedule_read "
	"meeting:admin_participants_read meeting:admin_recordings_read "
	"meeting:admin_transcripts_read meeting:admin_preferences_read "
	"meeting:admin_config_read ";

void wx_switches_default(struct wx_switches *s)
{
	*s = (struct wx_switches){
		.spaces = 24,
		.posts = WX_POSTS_DEFAULT,
		.meetings = 3,
		.files = 80,
		.members = 8,
		.app = true,
		.officer = true,
		.pro_pack = true,
		.rough_paging = true,
		.post_meeting_chat = true,
		.wait_s = 3600,
		.access_s = 14 * DAY_S - 1,
		.refresh_s = 90 * DAY_S - 1,
	};
	(void)snprintf(s->scopes, sizeof(s->scopes), "%s", all_scopes);
}

bool wx_has_scope(const struct wx_switches *s, const char *scope)
{
	char needle[80];

	(void)snprintf(needle, sizeof(needle), " %s ", scope);
	return strstr(s->scopes, needle) != NULL;
}

/* Blank-separated, for a comma ends the switch; replaces what was there. */
static int set_scopes(struct wx_switches *s, const char *list, struct err *e)
{
	if (strlen(list) + 3 > sizeof(s->scopes))
		return err_set(e, ERR_USAGE, "webex.scopes: too long");
	(void)snprintf(s->scopes, sizeof(s->scopes), " %s ", list);
	return 0;
}

static int without_scope(struct wx_switches *s, const char *scope,
			 struct err *e)
{
	char needle[80];
	char *at;

	(void)snprintf(needle, sizeof(needle), " %s ", scope);
	at = strstr(s->scopes, needle);
	if (at == NULL)
		return err_set(e, ERR_USAGE,
			       "webex.without=%s: there is no such scope",
			       scope);
	memmove(at, at + strlen(needle) - 1,
		strlen(at + strlen(needle) - 1) + 1);
	return 0;
}

struct flag {
	const char *name;
	size_t at;
};

static const struct flag flags[] = {
	{ "app", offsetof(struct wx_switches, app) },
	{ "officer", offsetof(struct wx_switches, officer) },
	{ "pro-pack", offsetof(struct wx_switches, pro_pack) },
	{ "rough-paging", offsetof(struct wx_switches, rough_paging) },
	{ "post-meeting-chat",
	  offsetof(struct wx_switches, post_meeting_chat) },
};

/* 1: it is none of these. */
static int set_flag(struct wx_switches *s, const char *name, const char *value,
		    struct err *e)
{
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		bool on = strcmp(value, "on") == 0 || value[0] == '\0';

		if (strcmp(flags[i].name, name) != 0)
			continue;
		if (!on && strcmp(value, "off") != 0)
			return err_set(e, ERR_USAGE,
				       "webex.%s: '%s' is not on or off", name,
				       value);
		*(bool *)((char *)s + flags[i].at) = on;
		return 0;
	}
	return 1;
}

enum number_name {
	N_SPACES,
	N_POSTS,
	N_MEETINGS,
	N_FILES,
	N_MEMBERS,
	N_RETENTION,
	N_LARGE,
	N_SHAPES, /* the rest at any time */
	N_PAGE = N_SHAPES,
	N_RATE,
	N_WAIT,
	N_ACCESS,
	N_REFRESH,
};

static const struct {
	const char *name;
	long long lo, hi;
} numbers[] = {
	[N_SPACES] = { "spaces", 4, 1000000 },
	[N_POSTS] = { "posts", 0, 20000000 },
	[N_MEETINGS] = { "meetings", 0, 10000 },
	[N_FILES] = { "files", 0, 1000 },
	[N_MEMBERS] = { "members", 3, 40 },
	[N_RETENTION] = { "retention", 0, 3660 },
	[N_LARGE] = { "large", 1048576, 1LL << 44 },
	[N_PAGE] = { "page", 0, 1000 },
	[N_RATE] = { "rate", 0, 1000000 },
	[N_WAIT] = { "wait", 0, 86400 },
	[N_ACCESS] = { "access-life", 1, 100 * DAY_S },
	[N_REFRESH] = { "refresh-life", 1, 1000 * DAY_S },
};

static void take_number(struct wx_switches *s, enum number_name i, long long n)
{
	switch (i) {
	case N_SPACES:
		s->spaces = (size_t)n;
		return;
	case N_POSTS:
		s->posts = (size_t)n;
		return;
	case N_MEETINGS:
		s->meetings = (size_t)n;
		return;
	case N_FILES:
		s->files = (unsigned int)n;
		return;
	case N_MEMBERS:
		s->members = (unsigned int)n;
		return;
	case N_RETENTION:
		s->retention_us = n * DAY_S * 1000000;
		return;
	case N_LARGE:
		s->large = (uint64_t)n;
		return;
	case N_PAGE:
		s->page = (size_t)n;
		return;
	case N_RATE:
		s->rate = (unsigned int)n;
		return;
	case N_WAIT:
		s->wait_s = (unsigned int)n;
		return;
	case N_ACCESS:
		s->access_s = n;
		return;
	case N_REFRESH:
		s->refresh_s = n;
		return;
	}
}

/* 1: it is none of these. */
static int set_number(struct wx_switches *s, const char *name,
		      const char *value, bool built, struct err *e)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		long long n;

		if (strcmp(numbers[i].name, name) != 0)
			continue;
		if (!str_int64(value, &n) || n < numbers[i].lo ||
		    n > numbers[i].hi)
			return err_set(e, ERR_USAGE,
				       "webex.%s: '%s' is not a number from "
				       "%lld to %lld",
				       name, value, numbers[i].lo,
				       numbers[i].hi);
		if (built && i < N_SHAPES)
			return err_set(e, ERR_USAGE,
				       "webex.%s shapes the tenant: it can "
				       "only be given at the start",
				       name);
		take_number(s, (enum number_name)i, n);
		return 0;
	}
	return 1;
}

int wx_switches_set(struct wx_switches *s, const char *text, bool built,
		    uint64_t serial, struct err *e)
{
	size_t n = strcspn(text, "=");
	const char *value = text[n] == '=' ? text + n + 1 : "";
	char name[32];
	int rc;

	(void)snprintf(name, sizeof(name), "%.*s", (int)n, text);
	if (strcmp(name, "scopes") == 0)
		return set_scopes(s, value, e);
	if (strcmp(name, "without") == 0)
		return without_scope(s, value, e);
	if (strcmp(name, "token") == 0 && strcmp(value, "revoked") == 0) {
		s->revoked = serial;
		return 0;
	}
	rc = set_flag(s, name, value, e);
	if (rc == 1)
		rc = set_number(s, name, value, built, e);
	if (rc == 1)
		return err_set(e, ERR_USAGE,
			       "webex.%s: there is no such switch: see "
			       "sandbox/webex/README.md",
			       name);
	return rc;
}
