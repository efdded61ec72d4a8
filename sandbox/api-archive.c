/* The archive: what Zoom keeps for compliance, for thirty days. */
#include "api.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

#define WINDOW_US (7 * CLOCK_DAY)
/* Archives are listed, as processing, from a minute after the end. */
#define LISTED_AFTER_US CLOCK_MINUTE

static bool licensed(struct request *rq, struct reply *rp)
{
	struct setup s = sandbox_setup(rq->sb);

	if (s.plan == PLAN_BUSINESS && s.archiving)
		return true;
	reply_error(rp, 400, 200,
		    "Archiving is not enabled for this account: %s.",
		    rq->sb->tenant->account_id);
	return false;
}

static bool is_complete(const struct meeting *m, int64_t now_us)
{
	return now_us >= archive_complete_us(m);
}

static bool is_kept(struct request *rq, const struct meeting *m)
{
	return (m->what & PLOT_ARCHIVE) &&
	       rq->now_us >= m->end_us + LISTED_AFTER_US &&
	       rq->now_us < archive_complete_us(m) +
				    ARCHIVE_RETENTION_DAYS * CLOCK_DAY &&
	       !atomic_load(&rq->sb->archive_deleted[m->index]);
}

static void put_individual(json_t *o, struct request *rq,
			   const struct meeting *m, const struct file *f)
{
	struct cast c AUTO(cast_done) = { 0 };

	put_bool(o, "individual", f->who != SIZE_MAX);
	if (f->who == SIZE_MAX) {
		put_time(o, "participant_join_time", m->start_us);
		put_time(o, "participant_leave_time", m->end_us);
		return;
	}
	cast_make(&c, rq->sb->tenant, m);
	put_str(o, "participant_email", c.all[f->who % c.n].email);
	put_time(o, "participant_join_time",
		 c.all[f->who % c.n].stays[0].join_us);
	put_time(o, "participant_leave_time",
		 c.all[f->who % c.n].stays[0].leave_us);
}

static json_t *file_object(struct request *rq, const struct meeting *m,
			   const struct file *f)
{
	bool done = is_complete(m, rq->now_us);
	json_t *o = json_object();
	struct digest digest = { 0 };
	int messages = done ? file_messages(rq->sb->store, m, f) : -1;

	put_str(o, "id", f->id);
	put_str(o, "file_type", f->file_type);
	put_str(o, "file_extension", f->extension);
	put_str(o, "recording_type", f->recording_type);
	put_individual(o, rq, m, f);
	put_str(o, "status",
		!done       ? "processing"
		: f->failed ? "failed"
			    : "completed");
	if (done && !f->failed) {
		store_digest(rq->sb->store, m, f, &digest);
		put_str(o, "download_url", download_url(rq, m, f));
	} else {
		put_str(o, "download_url", "");
	}
	put_int(o, "file_size", (int64_t)digest.length);
	put_str(o, "encryption_fingerprint", digest.hex);
	if (messages >= 0)
		put_int(o, "number_of_messages", messages);
	put_bool(o, "auto_delete", !sandbox_is_kept(rq->sb, f->id));
	return o;
}

/* Of somebody else's meeting neither number, host nor topic are told. */
static void put_identity(json_t *o, struct request *rq, const struct meeting *m)
{
	put_str(o, "uuid", m->uuid);
	if (!(m->what & PLOT_EXTERNAL)) {
		put_int(o, "id", m->number);
		put_str(o, "host_id", m->host->id);
		put_topic(o, "topic", rq, m);
	} else if (m->seed % 2 == 0) {
		put_int(o, "id", 0);
		put_str(o, "host_id", "");
		put_str(o, "topic", "");
	}
}

static json_t *meeting_object(struct request *rq, const struct meeting *m)
{
	bool done = is_complete(m, rq->now_us);
	struct file all[FILES_MAX];
	size_t n = files_of(rq->sb->tenant, m, all);
	json_t *o = json_object(), *files = json_array();
	int64_t total = 0;

	put_identity(o, rq, m);
	put_str(o, "account_name", rq->sb->tenant->account_name);
	put_int(o, "type", m->type);
	put_time(o, "start_time", m->start_us);
	put_str(o, "timezone", m->host->time_zone);
	put_int(o, "duration", (m->end_us - m->start_us) / CLOCK_MINUTE);
	put_int(o, "duration_in_second",
		(m->end_us - m->start_us) / CLOCK_SECOND);
	put_str(o, "meeting_type",
		m->what & PLOT_EXTERNAL ? "external" : "internal");
	put_str(o, "status", done ? "completed" : "processing");
	if (done)
		put_time(o, "complete_time", archive_complete_us(m));
	else
		put_str(o, "complete_time", "");
	put_bool(o, "is_breakout_room", (m->what & PLOT_ROOM) != 0);
	if (m->parent != NULL)
		put_str(o, "parent_meeting_id", m->parent->uuid);
	for (size_t i = 0; i < n; i++) {
		if (all[i].view != VIEW_ARCHIVE)
			continue;
		if (done)
			total += (int64_t)store_size(rq->sb->store, m, &all[i]);
		json_array_append_new(files, file_object(rq, m, &all[i]));
	}
	put_int(o, "total_size", total);
	put_int(o, "recording_count", (int64_t)json_array_size(files));
	json_object_set_new(o, "archive_files", files);
	json_object_set_new(o, "physical_files", json_array());
	return o;
}

/* from and to; a `to` in the future becomes now. */
struct window {
	int64_t from_us, to_us;
	bool by_completion;
	bool future;
};

static int read_window(struct request *rq, struct reply *rp, struct window *w)
{
	int64_t now_us = rq->now_us - rq->now_us % CLOCK_SECOND;
	const char *type = request_arg(rq, "query_date_type");

	w->to_us = now_us;
	if (arg_time(rq, rp, "to", &w->to_us) < 0)
		return -1;
	w->from_us = w->to_us - WINDOW_US;
	if (arg_time(rq, rp, "from", &w->from_us) < 0)
		return -1;
	if (w->to_us < w->from_us || w->to_us - w->from_us > WINDOW_US) {
		reply_invalid(rq, rp, "to",
			      "The time span must not exceed seven days.");
		return -1;
	}
	w->future = w->to_us > now_us;
	if (w->future)
		w->to_us = now_us;
	w->by_completion =
		type != NULL && strcmp(type, "archive_complete_time") == 0;
	if (type != NULL && !w->by_completion &&
	    strcmp(type, "meeting_start_time") != 0) {
		reply_invalid(rq, rp, "query_date_type",
			      "Must be meeting_start_time or "
			      "archive_complete_time.");
		return -1;
	}
	return 0;
}

static bool is_in(const struct meeting *m, const struct window *w,
		  int64_t now_us)
{
	int64_t at_us = w->by_completion ? archive_complete_us(m) : m->start_us;

	if (w->by_completion && !is_complete(m, now_us))
		return false;
	return at_us >= w->from_us && at_us <= w->to_us;
}

void api_archive_files(struct request *rq, struct reply *rp)
{
	const struct tenant *t = rq->sb->tenant;
	char to[CLOCK_TEXT];
	json_t *o, *all;
	struct window w;
	struct page page;
	size_t total = 0;

	if (!licensed(rq, rp) || read_window(rq, rp, &w) < 0)
		return;
	clock_rfc3339(w.to_us, to);
	if (page_begin(&page, rq, rp, w.future ? "to" : NULL, to) < 0)
		return;
	o = json_object();
	all = json_array();
	put_time(o, "from", w.from_us);
	put_str(o, "to", to);
	for (size_t i = t->n; i > 0; i--) {
		const struct meeting *m = &t->meetings[i - 1];

		if (is_kept(rq, m) && is_in(m, &w, rq->now_us) &&
		    page_has(&page, total++))
			json_array_append_new(all, meeting_object(rq, m));
	}
	put_int(o, "total_records", (int64_t)total);
	page_end(&page, rq, o, total, false);
	json_object_set_new(o, "meetings", all);
	reply_json(rp, 200, o);
}

enum { BY_MP4, BY_M4A, BY_TXT, BY_JSON, BY_VTT, BY_EXTENSIONS };

void api_archive_statistics(struct request *rq, struct reply *rp)
{
	static const char *const extensions[] = { "MP4", "M4A", "TXT", "JSON",
						  "VTT" };
	static const char *const names[] = { "mp4_file_count", "m4a_file_count",
					     "txt_file_count",
					     "json_file_count",
					     "vtt_file_count" };
	const struct tenant *t = rq->sb->tenant;
	int64_t by[BY_EXTENSIONS] = { 0 }, done = 0, failed = 0, processing = 0;
	int64_t total = 0;
	json_t *o, *ext;
	struct window w;

	if (!licensed(rq, rp) || read_window(rq, rp, &w) < 0)
		return;
	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i];
		struct file all[FILES_MAX];
		size_t n;

		if (!is_kept(rq, m) || !is_in(m, &w, rq->now_us))
			continue;
		total++;
		n = files_of(t, m, all);
		for (size_t k = 0; k < n; k++) {
			if (all[k].view != VIEW_ARCHIVE)
				continue;
			if (!is_complete(m, rq->now_us))
				processing++;
			else if (all[k].failed)
				failed++;
			else
				done++;
			for (size_t x = 0; x < BY_EXTENSIONS; x++)
				by[x] += strcmp(all[k].extension,
						extensions[x]) == 0;
		}
	}
	o = json_object();
	ext = json_object();
	put_time(o, "from", w.from_us);
	put_time(o, "to", w.to_us);
	put_int(o, "total_records", total);
	for (size_t x = 0; x < BY_EXTENSIONS; x++)
		put_int(ext, names[x], by[x]);
	json_object_set_new(o, "statistic_by_file_extension", ext);
	json_object_set_new(o, "statistic_by_file_status",
			    json_pack("{s:I, s:I, s:I}",
				      "processing_file_count",
				      (json_int_t)processing,
				      "completed_file_count", (json_int_t)done,
				      "failed_file_count", (json_int_t)failed));
	reply_json(rp, 200, o);
}

static const struct meeting *archived(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_any_meeting(rq, rq->segments[2]);

	if (!licensed(rq, rp))
		return NULL;
	if (m != NULL && is_kept(rq, m))
		return m;
	reply_error(rp, 404, 3001, "Meeting does not exist: %s.",
		    request_decode(rq, rq->segments[2]));
	return NULL;
}

void api_past_archive(struct request *rq, struct reply *rp)
{
	const struct meeting *m = archived(rq, rp);

	if (m != NULL)
		reply_json(rp, 200, meeting_object(rq, m));
}

void api_delete_archive(struct request *rq, struct reply *rp)
{
	const struct meeting *m = archived(rq, rp);

	if (m == NULL)
		return;
	atomic_store(&rq->sb->archive_deleted[m->index], true);
	rp->status = 204;
}

void api_keep_archive(struct request *rq, struct reply *rp)
{
	const char *id = request_decode(rq, rq->segments[2]);
	json_t *in = json_loadb(rq->body.s, rq->body.len, 0, NULL);
	const struct meeting *m;
	struct file f;
	int flag;

	if (json_unpack(in, "{s:b}", "auto_delete", &flag) != 0) {
		reply_invalid(rq, rp, "auto_delete", "Must be true or false.");
	} else if (licensed(rq, rp)) {
		if (!files_find(rq->sb->tenant, id, &m, &f) ||
		    f.view != VIEW_ARCHIVE || !is_kept(rq, m)) {
			reply_error(rp, 404, 3001,
				    "The file does not exist: %s.", id);
		} else {
			sandbox_keep(rq->sb, f.id, !flag);
			rp->status = 204;
		}
	}
	json_decref(in);
}
