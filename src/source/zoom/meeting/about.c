#include "source/zoom/meeting/about.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void about_init(struct about *ab)
{
	*ab = (struct about){ .uuid = "",
			      .topic = "",
			      .timezone = "",
			      .dept = "",
			      .made_with = "",
			      .host_id = "",
			      .host_name = "",
			      .host_email = "",
			      .account_id = "",
			      .account_name = "",
			      .parent = "",
			      .place = "",
			      .features = "",
			      .type = -1,
			      .minutes = -1,
			      .seconds = -1,
			      .attendance = -1 };
}

/* --- members ----------------------------------------------------------------
 */

static void take_line(const char **to, struct arena *a, const json_t *o,
		      const char *key)
{
	if (**to == '\0')
		*to = loose_line(a, o, key);
}

static void take_time(int64_t *to, const json_t *o, const char *key)
{
	if (*to == 0)
		*to = loose_time(o, key);
}

/* A whole number that is not negative. */
static void take_count(int64_t *to, const json_t *o, const char *key)
{
	int64_t n;

	if (*to < 0 && loose_int(o, key, &n) && n >= 0)
		*to = n;
}

static void add_texts(struct about *ab, struct arena *a, const json_t *o)
{
	static const struct {
		size_t at;
		const char *keys[3];
	} from[] = {
		{ offsetof(struct about, uuid), { "uuid", "meeting_uuid" } },
		{ offsetof(struct about, topic), { "topic", "meeting_topic" } },
		{ offsetof(struct about, timezone), { "timezone" } },
		{ offsetof(struct about, dept), { "dept", "department" } },
		{ offsetof(struct about, made_with), { "source" } },
		{ offsetof(struct about, host_id),
		  { "host_id", "meeting_host_id" } },
		{ offsetof(struct about, host_name),
		  { "user_name", "host_display_name" } },
		{ offsetof(struct about, host_email),
		  { "user_email", "host_email", "meeting_host_email" } },
		{ offsetof(struct about, account_id), { "account_id" } },
		{ offsetof(struct about, account_name), { "account_name" } },
		{ offsetof(struct about, parent), { "parent_meeting_id" } },
		{ offsetof(struct about, place), { "meeting_type" } },
	};

	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++)
		for (size_t k = 0; k < 3 && from[i].keys[k] != NULL; k++)
			take_line((const char **)(void *)((char *)ab +
							  from[i].at),
				  a, o, from[i].keys[k]);
}

/* A number (also as text), or the history's "Meeting" and "Webinar". */
static void add_type(struct about *ab, struct arena *a, const json_t *o)
{
	int64_t n;

	if (ab->type < 0 && loose_int(o, "type", &n) && n >= 0 && n < 1000)
		ab->type = n;
	if (str_casecmp(loose_line(a, o, "type"), "webinar") == 0)
		ab->webinar = true;
	if (ab->type == 5 || ab->type == 6 || ab->type == 9)
		ab->webinar = true;
}

void about_add(struct about *ab, struct arena *a, const json_t *o)
{
	int64_t id;

	if (!json_is_object(o))
		return;
	add_texts(ab, a, o);
	add_type(ab, a, o);
	if (ab->id == 0 &&
	    (loose_int(o, "id", &id) || loose_int(o, "meeting_id", &id)))
		ab->id = id > 0 ? id : 0;
	take_time(&ab->start_us, o, "start_time");
	take_time(&ab->start_us, o, "meeting_start_time");
	take_time(&ab->end_us, o, "end_time");
	take_time(&ab->end_us, o, "meeting_end_time");
	take_time(&ab->auto_delete_us, o, "auto_delete_date");
	take_count(&ab->seconds, o, "duration_in_second");
	take_count(&ab->minutes, o, "duration");
	take_count(&ab->attendance, o, "participants_count");
	take_count(&ab->attendance, o, "participants");
	ab->breakout |=
		loose_bool(o, "is_breakout_room") == 1 || ab->type == 100;
	ab->external = strcmp(ab->place, "external") == 0;
	about_more(ab, a, o);
}

/* --- facts ------------------------------------------------------------------
 */

const char *about_number(struct arena *a, int64_t id)
{
	char d[24];
	int n = snprintf(d, sizeof(d), "%" PRId64, id);

	if (id <= 0)
		return "";
	if (n < 9 || n > 11)
		return arena_strdup(a, d);
	return arena_printf(a, "%.3s %.*s %s", d, n == 11 ? 4 : 3, d + 3,
			    d + (n == 11 ? 7 : 6));
}

const char *about_type(int64_t type)
{
	static const struct {
		int64_t type;
		const char *words;
	} types[] = {
		{ 0, "prescheduled meeting" },
		{ 1, "instant meeting" },
		{ 2, "scheduled meeting" },
		{ 3, "recurring meeting without fixed time" },
		{ 4, "personal meeting room" },
		{ 5, "webinar" },
		{ 6, "recurring webinar without fixed time" },
		{ 7, "personal audio conference" },
		{ 8, "recurring meeting with fixed time" },
		{ 9, "recurring webinar with fixed time" },
		{ 99, "recording uploaded by hand" },
		{ 100, "breakout room" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return types[i].words;
	return "";
}

const char *about_duration(struct arena *a, int64_t seconds)
{
	struct str s AUTO(str_done) = STR_INIT;
	int64_t h = seconds / 3600, m = seconds / 60 % 60, sec = seconds % 60;

	if (h > 0)
		str_addf(&s, "%" PRId64 " h", h);
	if (m > 0)
		str_addf(&s, "%s%" PRId64 " min", s.len > 0 ? " " : "", m);
	if (sec > 0 || s.len == 0)
		str_addf(&s, "%s%" PRId64 " s", s.len > 0 ? " " : "", sec);
	return arena_strdup(a, s.s);
}

static void fact(struct item *it, const char *label, const char *value)
{
	if (*value != '\0')
		item_add_fact(it, label, value);
}

static void time_fact(struct item *it, const char *label, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us > 0)
		item_add_fact(it, label,
			      arena_printf(it->arena, "%s UTC",
					   clock_text(us, text)));
}

static void duration_fact(const struct about *ab, struct item *it)
{
	int64_t seconds = ab->seconds;

	if (seconds < 0 && ab->start_us > 0 && ab->end_us > ab->start_us)
		seconds = (ab->end_us - ab->start_us) / CLOCK_SECOND;
	if (seconds < 0 && ab->minutes >= 0 && ab->minutes < INT32_MAX)
		seconds = ab->minutes * 60;
	if (seconds >= 0)
		item_add_fact(it, "Duration",
			      about_duration(it->arena, seconds));
}

static void host_fact(const struct about *ab, struct item *it)
{
	struct str s AUTO(str_done) = STR_INIT;

	str_add(&s, ab->host_name);
	if (*ab->host_email != '\0')
		str_addf(&s, "%s%s%s", s.len > 0 ? " <" : "", ab->host_email,
			 s.len > 0 ? ">" : "");
	if (s.len == 0 && *ab->host_id != '\0')
		str_addf(&s, "Zoom user %s", ab->host_id);
	if (s.len == 0 && ab->external)
		str_add(&s, "not told by Zoom: hosted by another account");
	if (s.len > 0)
		item_add_fact(it, "Host", arena_strdup(it->arena, s.s));
	if (s.len > 0 && *ab->host_id != '\0' && *s.s != 'Z')
		fact(it, "Host ID", ab->host_id);
}

static const char *kind_of(const struct about *ab, struct arena *a)
{
	const char *words = about_type(ab->type);

	if (*words == '\0' && ab->type >= 0)
		words = arena_printf(a, "type %" PRId64 " (unknown)", ab->type);
	if (*words == '\0' && ab->webinar)
		words = "webinar";
	return words;
}

void about_identity(const struct about *ab, struct item *it)
{
	fact(it, "Topic", ab->topic);
	fact(it, "Meeting ID", about_number(it->arena, ab->id));
	fact(it, "UUID", ab->uuid);
	fact(it, "Type", kind_of(ab, it->arena));
	time_fact(it, "Start", ab->start_us);
	time_fact(it, "End", ab->end_us);
	duration_fact(ab, it);
	fact(it, "Time zone", ab->timezone);
	host_fact(ab, it);
}

void about_facts(const struct about *ab, struct item *it)
{
	struct arena *a = it->arena;

	about_identity(ab, it);
	fact(it, "Department", ab->dept);
	if (ab->breakout)
		fact(it, "Breakout room of",
		     *ab->parent != '\0' ? ab->parent : "unknown meeting");
	if (*ab->place != '\0')
		fact(it, "Hosted by",
		     ab->external ? "another account (external meeting)"
				  : "this account (internal meeting)");
	fact(it, "Account", ab->account_name);
	fact(it, "Account ID", ab->account_id);
	fact(it, "Created with", ab->made_with);
	if (ab->attendance >= 0)
		fact(it, "Participants counted by Zoom",
		     arena_printf(a, "%" PRId64, ab->attendance));
	fact(it, "Features used", ab->features);
	for (size_t i = 0; i < ab->n_fields; i++)
		fact(it, ab->fields[i].label, ab->fields[i].value);
	time_fact(it, "Zoom deletes its copy", ab->auto_delete_us);
}
