#include "source/ringcentral/listing.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

void rc_listing_page_done(struct listing *l)
{
	arena_free(l->page);
	l->page = arena_new();
}

void rc_listing_notice(struct listing *l, enum check_level level,
		       const char *subject, const char *fmt, ...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	l->to->notice(l->to->ctx, level, subject, s.s);
}

void rc_listing_progress(struct listing *l, const char *fmt, ...)
{
	struct str s AUTO(str_done) = STR_INIT;
	va_list ap;

	if (l->to->progress == NULL)
		return;
	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	l->to->progress(l->to->ctx, s.s);
}

/*
 * A part of the platform that is switched on here and refused there is what a
 * person must know: the setting that switches it off is named.
 */
void rc_listing_refused(struct listing *l, enum rc_way way,
			const struct rc_answer *a)
{
	const struct rc_way_info *info = rc_way(way);
	bool must = way == WAY_TASK_CREATE || way == WAY_TASKS ||
		    way == WAY_MESSAGES || way == WAY_CALLS ||
		    way == WAY_MEETINGS || way == WAY_EXTENSIONS;

	if (l->refused[way])
		return;
	l->refused[way] = true;
	if (a->verdict == RC_PERMISSION)
		rc_listing_notice(l, must ? CHECK_FAIL : CHECK_WARN,
				  info->title,
				  "not permitted: the app needs the permission "
				  "%s and its user the rights of an "
				  "administrator (%s). Without it %s.",
				  a->permission.len > 0 ? a->permission.s
							: info->permission,
				  a->evidence.s, info->lost);
	else
		rc_listing_notice(l, must ? CHECK_FAIL : CHECK_WARN,
				  info->title,
				  "RingCentral refuses it (%s). Without it %s.",
				  a->evidence.s, info->lost);
}

int rc_listing_tell(struct listing *l, struct source_entry *en, enum rc_way way,
		    struct err *e)
{
	en->found_by = rc_way(way)->name;
	if (en->version == NULL)
		en->version = "";
	if (en->reason == NULL)
		en->reason = "";
	if (en->evidence == NULL)
		en->evidence = "";
	if (rc_excluded(l->r, en->kind)) {
		en->state = SOURCE_EXCLUDED;
		en->reason = "setting exclude names this kind";
	}
	l->told++;
	return l->to->entry(l->to->ctx, en, e);
}

void rc_listing_json(struct str *out, const json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT);

	str_add(out, text != NULL ? text : "{}");
	free(text);
}

/* --- from listing to listing ------------------------------------------- */

/* "<to_us> <value>\n" of this listing, then of the complete one before. */
static void split(const char *state, int64_t last_us, struct str *out)
{
	while (*state != '\0') {
		size_t len = strcspn(state, "\n"), n = strcspn(state, " \n");
		long long to_us;
		AUTO(free) char *number = mem_dup(state, n);

		if (n < len && str_int64(number, &to_us) && to_us <= last_us) {
			str_addf(out, "%lld ", to_us);
			str_add_len(out, state + n + 1, len - n - 1);
			return;
		}
		state += len + (state[len] == '\n');
	}
}

/* The line of the last complete listing, with its time. */
static int load_line(struct listing *l, const char *name, struct str *out,
		     struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int n = 0;

	if (l->r->acc.host.load != NULL)
		n = l->r->acc.host.load(l->r->acc.host.ctx, name, &state, e);
	if (n > 0)
		split(state.s, l->w->last_us, out);
	return n < 0 ? -1 : out->len > 0;
}

int rc_listing_load(struct listing *l, const char *name, struct str *out,
		    struct err *e)
{
	struct str line AUTO(str_done) = STR_INIT;
	int n = load_line(l, name, &line, e);

	if (n > 0)
		str_add(out, strchr(line.s, ' ') + 1);
	return n;
}

int rc_listing_save(struct listing *l, const char *name, const char *value,
		    struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	struct str before AUTO(str_done) = STR_INIT;

	if (l->r->acc.host.save == NULL)
		return 0;
	if (load_line(l, name, &before, e) < 0)
		return -1;
	str_addf(&state, "%" PRId64 " %s\n%s", l->w->to_us, value, before.s);
	return l->r->acc.host.save(l->r->acc.host.ctx, name, state.s, e);
}
