/* Cloud recordings: by user, of the account, of a meeting, in the trash. */
#include "api.h"

#include "token.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

/* What one listing asks for. */
struct wanted {
	const struct person *host; /* NULL: the whole account */
	int64_t from_us, until_us; /* start of the meeting; until excluded */
	int64_t number;            /* 0: any */
	bool trash;
	bool single; /* trash: single files instead of whole recordings */
};

static bool paid(struct request *rq, struct reply *rp)
{
	struct setup s = sandbox_setup(rq->sb);

	if (s.plan != PLAN_FREE && s.cloud_recording)
		return true;
	reply_error(rp, 400, 200, "Only available for Paid account: %s.",
		    rq->sb->tenant->account_id);
	return false;
}

/* Listed among the recordings (or in the trash) now? */
static bool is_shown(const struct file *f, const struct meeting *m,
		     int64_t now_us, bool trash)
{
	enum file_stage stage = file_at(f, m, now_us);

	if (f->view != VIEW_RECORDING && f->view != VIEW_PERSONAL)
		return false;
	if (trash)
		return stage == STAGE_TRASHED;
	return stage == STAGE_PROCESSING || stage == STAGE_READY;
}

static json_t *file_object(struct request *rq, const struct meeting *m,
			   const struct file *f)
{
	enum file_stage stage = file_at(f, m, rq->now_us);
	bool done = stage != STAGE_PROCESSING;
	json_t *o = json_object();

	put_str(o, "id", done ? f->id : "");
	put_str(o, "meeting_id", m->uuid);
	put_time(o, "recording_start", m->start_us);
	if (done)
		put_time(o, "recording_end", m->end_us);
	else
		put_str(o, "recording_end", "");
	if (f->view == VIEW_PERSONAL)
		put_str(o, "file_name", f->name);
	put_str(o, "file_type", done ? f->file_type : "");
	put_str(o, "file_extension", done ? f->extension : "");
	put_int(o, "file_size",
		done ? (int64_t)store_size(rq->sb->store, m, f) : 0);
	put_str(o, "status", done ? "completed" : "processing");
	if (f->view == VIEW_RECORDING)
		put_str(o, "recording_type", f->recording_type);
	if (stage == STAGE_TRASHED)
		put_time(o, "deleted_time", f->trashed_us);
	if (stage != STAGE_READY)
		return o;
	put_str(o, "play_url",
		arena_printf(rq->arena, "%s/rec/play/%s", rq->sb->base, f->id));
	put_str(o, "download_url", download_url(rq, m, f));
	return o;
}

static void put_type(json_t *o, struct request *rq, const struct meeting *m)
{
	struct setup s = sandbox_setup(rq->sb);

	if (s.type_as_number)
		put_int(o, "type", m->type);
	else
		put_str(o, "type", arena_printf(rq->arena, "%d", m->type));
}

static const char *passcode(struct request *rq, const struct meeting *m)
{
	char id[SEED_ID];

	seed_id(seed_of(m->seed, "passcode", 0), id);
	return arena_printf(rq->arena, "%.8s", id);
}

static json_t *meeting_object(struct request *rq, const struct meeting *m,
			      const struct file *all, size_t n, bool trash)
{
	struct setup s = sandbox_setup(rq->sb);
	json_t *o = json_object(), *files = json_array();
	int64_t total = 0, count = 0;

	put_str(o, "uuid", m->uuid);
	put_int(o, "id", m->number);
	put_str(o, "account_id", rq->sb->tenant->account_id);
	put_str(o, "host_id", m->host->id);
	put_topic(o, "topic", rq, m);
	put_type(o, rq, m);
	put_time(o, "start_time", m->start_us);
	put_str(o, "timezone", m->host->time_zone);
	put_int(o, "duration", (m->end_us - m->start_us) / CLOCK_MINUTE);
	for (size_t i = 0; i < n; i++) {
		if (!is_shown(&all[i], m, rq->now_us, trash))
			continue;
		count++;
		if (file_at(&all[i], m, rq->now_us) != STAGE_PROCESSING)
			total += (int64_t)store_size(rq->sb->store, m, &all[i]);
		if (all[i].view == VIEW_RECORDING)
			json_array_append_new(files,
					      file_object(rq, m, &all[i]));
	}
	put_int(o, "total_size", total);
	put_int(o, "recording_count", count);
	put_str(o, "share_url",
		arena_printf(rq->arena, "%s/rec/share/%016llx", rq->sb->base,
			     (unsigned long long)m->seed));
	if ((m->what & PLOT_PASSCODE) && s.view_content)
		put_str(o, "recording_play_passcode", passcode(rq, m));
	put_bool(o, "auto_delete", false);
	json_object_set_new(o, "recording_files", files);
	return o;
}

static bool is_wanted(const struct meeting *m, const struct wanted *w)
{
	if (m->what & (PLOT_EXTERNAL | PLOT_ROOM))
		return false;
	if (w->host != NULL && m->host != w->host)
		return false;
	if (w->number != 0 && m->number != w->number)
		return false;
	return w->trash ||
	       (m->start_us >= w->from_us && m->start_us < w->until_us);
}

/* Is there something of this meeting in the listing? */
static bool has_shown(const struct wanted *w, const struct meeting *m,
		      const struct file *all, size_t n, int64_t now_us)
{
	bool whole = recording_trashed_us(m) != FILE_NEVER;

	if (w->trash && w->single == whole)
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_shown(&all[i], m, now_us, w->trash))
			return true;
	return false;
}

/* A recording in progress is listed without files. */
static bool is_running(const struct meeting *m, int64_t now_us, bool trash)
{
	return !trash && now_us >= m->start_us && now_us < m->end_us &&
	       (m->what & (PLOT_VIDEO | PLOT_AUDIO));
}

static void list(struct request *rq, struct reply *rp, const struct wanted *w)
{
	const struct tenant *t = rq->sb->tenant;
	int64_t now_us = rq->now_us;
	struct file all[FILES_MAX];
	json_t *o, *meetings;
	char day[CLOCK_TEXT];
	struct page page;
	size_t total = 0;

	if (page_begin(&page, rq, rp, NULL, NULL) < 0)
		return;
	o = json_object();
	meetings = json_array();
	if (!w->trash) {
		put_str(o, "from", clock_day(w->from_us, day));
		put_str(o, "to", clock_day(w->until_us - CLOCK_DAY, day));
	}
	for (size_t i = t->n; i > 0; i--) { /* newest first */
		const struct meeting *m = &t->meetings[i - 1];
		json_t *one;
		size_t n;

		if (!is_wanted(m, w) || m->start_us > now_us)
			continue;
		n = files_of(t, m, all);
		if (!has_shown(w, m, all, n, now_us) &&
		    !is_running(m, now_us, w->trash))
			continue;
		if (!page_has(&page, total++))
			continue;
		one = meeting_object(rq, m, all, n, w->trash);
		if (w->host == NULL)
			put_str(one, "host_email", m->host->email);
		json_array_append_new(meetings, one);
	}
	page_end(&page, rq, o, total, true);
	json_object_set_new(o, "meetings", meetings);
	reply_json(rp, 200, o);
}

/* A month, and silently no more: the later part is what is answered. */
static int read_window(struct request *rq, struct reply *rp, struct wanted *w)
{
	int64_t today_us = clock_day_start(rq->now_us), to_us;
	struct clock_date month;

	w->from_us = today_us;
	to_us = today_us + CLOCK_DAY;
	if (arg_date(rq, rp, "from", &w->from_us) < 0 ||
	    arg_date(rq, rp, "to", &to_us) < 0)
		return -1;
	if (to_us < w->from_us) {
		reply_invalid(rq, rp, "from", "Must not be later than to.");
		return -1;
	}
	month = clock_to_date(to_us);
	month.month--;
	if (month.month == 0) {
		month.month = 12;
		month.year--;
	}
	if (month.day > 28)
		month.day = 28;
	if (w->from_us < clock_from_date(&month))
		w->from_us = clock_from_date(&month);
	w->until_us = to_us + CLOCK_DAY;
	return 0;
}

/* trash=true excludes dates, and says what kind of trash. */
static int read_trash(struct request *rq, struct reply *rp, struct wanted *w)
{
	const char *trash = request_arg(rq, "trash");
	const char *type = request_arg(rq, "trash_type");

	w->trash = trash != NULL && strcmp(trash, "true") == 0;
	if (trash != NULL && !w->trash && strcmp(trash, "false") != 0) {
		reply_invalid(rq, rp, "trash", "Must be true or false.");
		return -1;
	}
	if (type != NULL && strcmp(type, "recording_file") != 0 &&
	    strcmp(type, "meeting_recordings") != 0) {
		reply_invalid(rq, rp, "trash_type",
			      "Must be meeting_recordings or recording_file.");
		return -1;
	}
	w->single = type != NULL && strcmp(type, "recording_file") == 0;
	if (w->trash && (request_arg(rq, "from") != NULL ||
			 request_arg(rq, "to") != NULL)) {
		reply_invalid(rq, rp, "from",
			      "Trash cannot be filtered by date.");
		return -1;
	}
	return 0;
}

static int read_wanted(struct request *rq, struct reply *rp, struct wanted *w)
{
	const char *number = request_arg(rq, "meeting_id");
	long long id = 0;

	if (number != NULL && !str_int64(number, &id)) {
		reply_invalid(rq, rp, "meeting_id", "Must be a number.");
		return -1;
	}
	w->number = id;
	if (read_trash(rq, rp, w) < 0)
		return -1;
	return read_window(rq, rp, w);
}

void api_user_recordings(struct request *rq, struct reply *rp)
{
	struct wanted w = { 0 };

	w.host = path_user(rq, rp, rq->segments[2]);
	if (w.host == NULL || !paid(rq, rp) || read_wanted(rq, rp, &w) < 0)
		return;
	list(rq, rp, &w);
}

void api_account_recordings(struct request *rq, struct reply *rp)
{
	const char *account = request_decode(rq, rq->segments[2]);
	struct setup s = sandbox_setup(rq->sb);
	struct wanted w = { 0 };

	if (!s.account_recordings) {
		reply_error(rp, 404, 2300,
			    "This API endpoint is not recognized.");
		return;
	}
	if (strcmp(account, "me") != 0 &&
	    strcmp(account, rq->sb->tenant->account_id) != 0) {
		reply_error(rp, 404, 2001, "Account does not exist: %s.",
			    account);
		return;
	}
	if (!paid(rq, rp) || read_wanted(rq, rp, &w) < 0)
		return;
	list(rq, rp, &w);
}

static int read_ttl(struct request *rq, struct reply *rp, int *ttl)
{
	const char *text = request_arg(rq, "ttl");
	const char *fields = request_arg(rq, "include_fields");
	long long n = 86400;

	if (text != NULL && (!str_int64(text, &n) || n < 0 || n > 604800)) {
		reply_invalid(rq, rp, "ttl", "Must be from 0 to 604800.");
		return -1;
	}
	if (fields != NULL && strcmp(fields, "download_access_token") != 0) {
		reply_invalid(rq, rp, "include_fields",
			      "Only download_access_token is accepted.");
		return -1;
	}
	*ttl = fields != NULL ? (int)n : -1;
	return 0;
}

void api_meeting_recordings(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_meeting(rq, rq->segments[2]);
	struct setup s = sandbox_setup(rq->sb);
	struct wanted w = { 0 };
	struct file all[FILES_MAX];
	char token[TOKEN_TEXT];
	json_t *o, *personal;
	size_t n;
	int ttl;

	if (!paid(rq, rp) || read_ttl(rq, rp, &ttl) < 0)
		return;
	n = m != NULL ? files_of(rq->sb->tenant, m, all) : 0;
	if (m == NULL || !has_shown(&w, m, all, n, rq->now_us)) {
		reply_error(rp, 404, 3301,
			    "There is no recording for this meeting.");
		return;
	}
	o = meeting_object(rq, m, all, n, false);
	personal = json_array();
	for (size_t i = 0; i < n; i++)
		if (all[i].view == VIEW_PERSONAL &&
		    is_shown(&all[i], m, rq->now_us, false))
			json_array_append_new(personal,
					      file_object(rq, m, &all[i]));
	if (json_array_size(personal) > 0)
		json_object_set(o, "participant_audio_files", personal);
	json_decref(personal);
	if (ttl >= 0 && s.view_content) {
		tokens_issue_download(rq->sb->tokens, m->index, rq->now_us, ttl,
				      token);
		put_str(o, "download_access_token", token);
	}
	if ((m->what & PLOT_PASSCODE) && s.view_content)
		put_str(o, "password", passcode(rq, m));
	reply_json(rp, 200, o);
}
