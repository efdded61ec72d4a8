#include "switches.h"

#include "dataset.h"

#include "base/err.h"
#include "base/str.h"

#include <string.h>

static const char all_scopes[] =
	" TeamMessaging ReadMessages ReadCallLog ReadCallRecording "
	"ReadAccounts EditAccounts Video ";

void ring_switches_default(struct ring_switches *s)
{
	*s = (struct ring_switches){
		.volume = { .chats = 24,
			    .posts = 900,
			    .files = 120,
			    .objects = 120,
			    .messages = 14,
			    .calls = 10,
			    .meetings = 4,
			    .retention_days = 90 },
		.admin = true,
		.exports = true,
		.polls = 3,
		.dataset_posts = 50000,
		.file_records = RING_FILE_RECORDS,
		.sync_days = 10,
		.access_ttl_s = 3600,
		.rates = { 100000, 100000, 100000, 100000 },
		.window_s = 60,
	};
	(void)snprintf(s->scopes, sizeof(s->scopes), "%s", all_scopes);
}

bool ring_switches_scope(const struct ring_switches *s, const char *scope)
{
	char wanted[64];

	(void)snprintf(wanted, sizeof(wanted), " %s ", scope);
	return strstr(s->scopes, wanted) != NULL;
}

static int bad(struct err *e, const char *name, const char *value,
	       const char *wanted)
{
	return err_set(e, ERR_USAGE, "ringcentral.%s: '%s' is not %s", name,
		       value, wanted);
}

static int number(unsigned int *out, const char *name, const char *value,
		  long long most, struct err *e)
{
	char wanted[48];
	long long n;

	if (str_int64(value, &n) && n >= 0 && n <= most) {
		*out = (unsigned int)n;
		return 0;
	}
	(void)snprintf(wanted, sizeof(wanted), "a number from 0 to %lld", most);
	return bad(e, name, value, wanted);
}

/* ---- what shapes the tenant ---- */

static int set_volume(struct ring_volume *v, const char *name,
		      const char *value, struct err *e)
{
	struct {
		const char *name;
		unsigned int *out;
		long long least, most;
	} numbers[] = {
		{ "files", &v->files, 0, 1000 },
		{ "objects", &v->objects, 0, 1000 },
		{ "messages", &v->messages, 0, 100000 },
		{ "calls", &v->calls, 0, 100000 },
		{ "meetings", &v->meetings, 0, 100000 },
	};
	unsigned int n;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(name, numbers[i].name) == 0)
			return number(numbers[i].out, name, value,
				      numbers[i].most, e);
	if (strcmp(name, "large") == 0) {
		long long bytes;

		if (!str_int64(value, &bytes) || bytes < (1 << 20) ||
		    bytes > 1LL << 44)
			return bad(e, name, value, "from 1048576 to 2^44");
		v->large = (uint64_t)bytes;
		return 0;
	}
	if (strcmp(name, "deleted-text") == 0) {
		v->deleted_text = strcmp(value, "on") == 0;
		return v->deleted_text || strcmp(value, "off") == 0
			       ? 0
			       : bad(e, name, value, "on or off");
	}
	if (number(&n, name, value, 100000000, e) < 0)
		return -1;
	if (strcmp(name, "posts") == 0) {
		v->posts = n;
	} else if (strcmp(name, "chats") == 0) {
		if (n < 1 || n > 1000000)
			return bad(e, name, value, "from 1 to 1000000");
		v->chats = n;
	} else {
		if (n != 30 && n != 60 && n != 90)
			return bad(e, name, value, "30, 60 or 90");
		v->retention_days = (int)n;
	}
	return 0;
}

static bool is_volume(const char *name)
{
	static const char *const names[] = {
		"files",        "objects", "messages", "calls",     "meetings",
		"deleted-text", "posts",   "chats",    "retention", "large"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* ---- what can change at any time ---- */

/* "plan", "off", or LIGHT/MEDIUM/HEAVY/AUTH/SECONDS. */
static int set_limits(struct ring_switches *s, const char *value, struct err *e)
{
	unsigned int n[RING_GROUPS + 1];

	if (strcmp(value, "off") == 0)
		value = "100000/100000/100000/100000/60";
	if (strcmp(value, "plan") == 0)
		value = "50/40/10/5/60";
	/* NOLINTNEXTLINE(cert-err34-c): what does not fit is refused below */
	if (sscanf(value, "%7u/%7u/%7u/%7u/%4u", &n[0], &n[1], &n[2], &n[3],
		   &n[4]) != 5 ||
	    n[0] == 0 || n[1] == 0 || n[2] == 0 || n[3] == 0 || n[4] == 0)
		return bad(e, "limits", value,
			   "plan, off or LIGHT/MEDIUM/HEAVY/AUTH/SECONDS");
	memcpy(s->rates, n, sizeof(s->rates));
	s->window_s = n[4];
	return 0;
}

static int set_scopes(struct ring_switches *s, const char *value, struct err *e)
{
	size_t n;

	if (strlen(value) + 3 > sizeof(s->scopes))
		return bad(e, "scopes", value, "that short");
	n = (size_t)snprintf(s->scopes, sizeof(s->scopes), " %s ", value);
	for (size_t i = 0; i < n; i++)
		if (s->scopes[i] == '+' || s->scopes[i] == ';')
			s->scopes[i] = ' ';
	return 0;
}

/* One of a few words: its place, or -1. */
static int word(const char *name, const char *value, const char *words,
		struct err *e)
{
	size_t len = strlen(value);
	int place = 0;

	for (const char *p = words;; place++) {
		size_t n = strcspn(p, " ");

		if (n == len && strncmp(p, value, n) == 0)
			return place;
		if (p[n] == '\0')
			return bad(e, name, value, words);
		p += n + 1;
	}
}

static int set_word(struct ring_switches *s, const char *name,
		    const char *value, bool *known, struct err *e)
{
	static const struct {
		const char *name, *words;
	} words[] = {
		{ "admin", "off on" },
		{ "compliance-exports", "off on" },
		{ "window", "modified created" },
		{ "zip", "deflated stored zip64" },
		{ "jwt", "good expired revoked" },
	};
	int place;
	size_t i;

	*known = false;
	for (i = 0; i < 5 && strcmp(words[i].name, name) != 0; i++)
		;
	if (i == 5)
		return 0;
	*known = true;
	place = word(name, value, words[i].words, e);
	if (place < 0)
		return -1;
	if (i == 0)
		s->admin = place != 0;
	else if (i == 1)
		s->exports = place != 0;
	else if (i == 2)
		s->created_only = place != 0;
	else if (i == 3)
		s->zip = (enum ring_zip_form)place;
	else
		s->jwt = (unsigned int)place;
	return 0;
}

int ring_switches_set(struct ring_switches *s, const char *text, bool fixed,
		      struct err *e)
{
	struct {
		const char *name;
		unsigned int *out;
		long long most;
	} numbers[] = {
		{ "export-polls", &s->polls, 1000 },
		{ "foreign-tasks", &s->foreign, 2 },
		{ "dataset-posts", &s->dataset_posts, 10000000 },
		{ "file-records", &s->file_records, RING_FILE_RECORDS },
		{ "sync-days", &s->sync_days, 1000 },
		{ "access-ttl", &s->access_ttl_s, 86400 },
	};
	size_t n = strcspn(text, "=");
	const char *value = text[n] == '=' ? text + n + 1 : "on";
	char name[32];
	bool known;
	int rc;

	(void)snprintf(name, sizeof(name), "%.*s", (int)n, text);
	if (is_volume(name))
		return fixed ? err_set(e, ERR_USAGE,
				       "ringcentral.%s: too late: something "
				       "has been told of the tenant",
				       name)
			     : set_volume(&s->volume, name, value, e);
	if (strcmp(name, "limits") == 0)
		return set_limits(s, value, e);
	if (strcmp(name, "scopes") == 0)
		return set_scopes(s, value, e);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(name, numbers[i].name) == 0)
			return number(numbers[i].out, name, value,
				      numbers[i].most, e);
	rc = set_word(s, name, value, &known, e);
	if (known)
		return rc;
	return err_set(e, ERR_USAGE,
		       "there is no switch ringcentral.%s: see "
		       "sandbox/ringcentral/README.md",
		       name);
}
