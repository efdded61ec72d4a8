#include "setup.h"

#include "base/err.h"
#include "base/str.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* What an administrator grants to a compliance connector. */
static const char all_scopes[] =
	" user:read:list_users:admin user:read:user:admin"
	" user:read:settings:admin account:read:settings:admin"
	" account:read:lock_settings:admin"
	" cloud_recording:read:list_user_recordings:admin"
	" cloud_recording:read:list_account_recordings:admin"
	" cloud_recording:read:list_recording_files:admin"
	" cloud_recording:read:meeting_transcript:admin"
	" archiving:read:list_archived_files:admin"
	" archiving:read:archived_files:admin"
	" archiving:read:archived_file_statistics:admin"
	" archiving:delete:archived_files:admin"
	" archiving:update:archived_file_auto_delete_status:admin"
	" meeting:read:past_meeting:admin"
	" meeting:read:list_past_instances:admin"
	" meeting:read:list_past_participants:admin"
	" meeting:read:list_poll_results:admin meeting:read:past_qa:admin"
	" meeting:read:list_summaries:admin meeting:read:summary:admin"
	" report:read:list_history_meetings:admin"
	" report:read:meeting:admin"
	" report:read:list_meeting_participants:admin"
	" report:read:list_meeting_polls:admin"
	" report:read:meeting_qna:admin report:read:meeting_survey:admin"
	" report:read:user:admin report:read:list_users:admin"
	" dashboard:read:list_meeting_participants:admin ";

void setup_default(struct setup *s)
{
	memset(s, 0, sizeof(*s));
	s->cloud_recording = s->archiving = s->account_recordings = true;
	s->download = s->view_content = s->app = true;
	s->sender_email = s->direct_message = true;
	s->plan = PLAN_BUSINESS;
	s->daily_wait_s = 2;
	(void)snprintf(s->scopes, sizeof(s->scopes), "%s", all_scopes);
}

int setup_scopes(struct setup *s, const char *list, struct err *e)
{
	struct str out AUTO(str_done) = STR_INIT;

	str_add_char(&out, ' ');
	for (const char *p = list; *p != '\0';) {
		size_t n = strcspn(p, ", ");

		if (n > 0 && memchr(p, ':', n) == NULL)
			return err_set(e, ERR_USAGE,
				       "'%.*s' is not a scope such as "
				       "user:read:admin",
				       (int)n, p);
		if (n > 0) {
			str_add_len(&out, p, n);
			str_add_char(&out, ' ');
		}
		p += n;
		p += strspn(p, ", ");
	}
	if (out.len >= sizeof(s->scopes))
		return err_set(e, ERR_USAGE, "the list of scopes is too long");
	(void)snprintf(s->scopes, sizeof(s->scopes), "%s", out.s);
	return 0;
}

bool setup_has_scope(const struct setup *s, const char *scope)
{
	char wanted[128];

	(void)snprintf(wanted, sizeof(wanted), " %s ", scope);
	return strstr(s->scopes, wanted) != NULL;
}

static int set_plan(struct setup *s, const char *value, struct err *e)
{
	static const char *const names[] = { "free", "pro", "business" };

	for (size_t i = 0; i < 3; i++)
		if (strcmp(value, names[i]) == 0) {
			s->plan = (enum plan)i;
			return 0;
		}
	return err_set(e, ERR_USAGE, "plan '%s' is none of free, pro, business",
		       value);
}

static int set_authorize(struct setup *s, const char *value, struct err *e)
{
	s->declined = strcmp(value, "denied") == 0;
	if (!s->declined && strcmp(value, "given") != 0)
		return err_set(e, ERR_USAGE,
			       "authorize '%s' is neither given nor denied",
			       value);
	return 0;
}

static int set_redirect(struct setup *s, const char *value, struct err *e)
{
	if (strlen(value) >= sizeof(s->redirect))
		return err_set(e, ERR_USAGE, "redirect is too long");
	(void)snprintf(s->redirect, sizeof(s->redirect), "%s", value);
	return 0;
}

static int set_number(int *out, const char *name, const char *value,
		      struct err *e)
{
	long long n;

	if (!str_int64(value, &n) || n < 0 || n > 1000000)
		return err_set(e, ERR_USAGE,
			       "setup %s: '%s' is not a number from 0 to "
			       "1000000",
			       name, value);
	*out = (int)n;
	return 0;
}

static const struct {
	const char *name;
	size_t at;
} switches[] = {
	{ "cloud-recording", offsetof(struct setup, cloud_recording) },
	{ "archiving", offsetof(struct setup, archiving) },
	{ "account-recordings", offsetof(struct setup, account_recordings) },
	{ "download", offsetof(struct setup, download) },
	{ "view-content", offsetof(struct setup, view_content) },
	{ "app", offsetof(struct setup, app) },
	{ "chat-with-sender-email", offsetof(struct setup, sender_email) },
	{ "chat-with-direct-message", offsetof(struct setup, direct_message) },
	{ "type-as-number", offsetof(struct setup, type_as_number) },
	{ "baa", offsetof(struct setup, baa) },
};
#define SWITCHES (sizeof(switches) / sizeof(switches[0]))

static size_t find_switch(const char *name)
{
	size_t i = 0;

	while (i < SWITCHES && strcmp(switches[i].name, name) != 0)
		i++;
	return i;
}

static int set_switch(bool *out, const char *name, const char *value,
		      struct err *e)
{
	if (value[0] == '\0' || strcmp(value, "on") == 0 ||
	    strcmp(value, "enabled") == 0)
		*out = true;
	else if (strcmp(value, "off") == 0 || strcmp(value, "disabled") == 0)
		*out = false;
	else
		return err_set(e, ERR_USAGE, "setup %s: '%s' is not on or off",
			       name, value);
	return 0;
}

int setup_apply(struct setup *s, const char *text, uint64_t serial,
		struct err *e)
{
	size_t n = strcspn(text, "=");
	const char *value = text[n] == '=' ? text + n + 1 : text + n;
	char name[64];
	size_t at;

	(void)snprintf(name, sizeof(name), "%.*s", (int)n, text);
	at = find_switch(name);
	if (at < SWITCHES)
		return set_switch((bool *)((char *)s + switches[at].at), name,
				  value, e);
	if (strcmp(name, "plan") == 0)
		return set_plan(s, value, e);
	if (strcmp(name, "qps") == 0 && strcmp(value, "plan") == 0) {
		s->qps = SETUP_QPS_PLAN;
		return 0;
	}
	if (strcmp(name, "qps") == 0)
		return set_number(&s->qps, name, value, e);
	if (strcmp(name, "daily-wait") == 0)
		return set_number(&s->daily_wait_s, name, value, e);
	if (strcmp(name, "authorize") == 0)
		return set_authorize(s, value, e);
	if (strcmp(name, "redirect") == 0)
		return set_redirect(s, value, e);
	if (strcmp(name, "scopes") == 0)
		return setup_scopes(s, value, e);
	if (strcmp(name, "token") == 0 && strcmp(value, "revoked") == 0) {
		s->revoked = serial;
		return 0;
	}
	return err_set(e, ERR_USAGE,
		       "there is no setup '%s': see sandbox/README.md", text);
}
