/* A transcript by itself, or the reason why there is none. */
#include "api.h"

#include <string.h>

/* The transcript of a meeting, be it recorded or not. */
static const struct file *find_transcript(const struct file *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].view == VIEW_TEXT ||
		    (all[i].view == VIEW_RECORDING &&
		     strcmp(all[i].file_type, "TRANSCRIPT") == 0))
			return &all[i];
	return NULL;
}

void api_transcript(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_meeting(rq, rq->segments[2]);
	struct file all[FILES_MAX];
	const struct file *f;
	const char *why = NULL;
	enum file_stage stage;
	json_t *o;

	if (m == NULL || rq->now_us < m->end_us) {
		reply_error(rp, 404, 3001, "Meeting does not exist: %s.",
			    request_decode(rq, rq->segments[2]));
		return;
	}
	f = find_transcript(all, files_of(rq->sb->tenant, m, all));
	if (f == NULL && !(m->what & PLOT_TEXT_NONE)) {
		reply_error(rp, 404, 3322,
			    "This meeting does not have a transcript.");
		return;
	}
	stage = f != NULL ? file_at(f, m, rq->now_us) : STAGE_NONE;
	if (f == NULL)
		why = "NO_TRANSCRIPT_DATA";
	else if (stage == STAGE_PROCESSING)
		why = "NOT_READY";
	else if (stage != STAGE_READY)
		why = "DELETED_OR_TRASHED";
	o = json_object();
	put_str(o, "meeting_id", m->uuid);
	put_str(o, "account_id", rq->sb->tenant->account_id);
	put_topic(o, "meeting_topic", rq, m);
	put_str(o, "host_id", m->host->id);
	put_bool(o, "can_download", why == NULL);
	if (why == NULL) {
		put_time(o, "transcript_created_time", f->ready_us);
		put_bool(o, "auto_delete", false);
		put_str(o, "download_url", download_url(rq, m, f));
	} else {
		put_str(o, "download_restriction_reason", why);
	}
	reply_json(rp, 200, o);
}
