/* Recordings: listed without links, told with links that last three hours. */
#include "api-meetings.h"

#include "sandbox/large.h"

#include "base/arena.h"

#include <inttypes.h>
#include <string.h>

#define LINK_LIFE_US (3 * CLOCK_HOUR)
#define SPAN_MAX_US  (30 * CLOCK_DAY)

int wx_arg_span(struct call *c, int64_t *from_us, int64_t *until_us)
{
	bool from = request_arg(c->rq, "from") != NULL;
	bool to = request_arg(c->rq, "to") != NULL;

	*from_us = c->now_us - 7 * CLOCK_DAY;
	*until_us = c->now_us;
	if (wx_arg_time(c, "from", from_us) < 0 ||
	    wx_arg_time(c, "to", until_us) < 0)
		return -1;
	if (from && !to)
		*until_us = *from_us + 7 * CLOCK_DAY;
	if (to && !from)
		*from_us = *until_us - 7 * CLOCK_DAY;
	if (*from_us <= *until_us && *until_us - *from_us <= SPAN_MAX_US)
		return 0;
	wx_bad(c, "from",
	       "the interval between 'from' and 'to' must be within 30 days");
	return -1;
}

static const char *status(const struct wx_meeting *m, int64_t now_us)
{
	if (m->purged_us <= now_us)
		return "purged";
	return m->deleted_us <= now_us ? "deleted" : "available";
}

static bool is_there(const struct call *c, const struct wx_meeting *m)
{
	return (m->has & WX_RECORDED) && m->recorded_us <= c->now_us &&
	       c->now_us < wx_purged_us(c->w, m->recorded_us);
}

static uint64_t size_of(const struct wx_world *w, const struct wx_meeting *m)
{
	struct str bytes AUTO(str_done) = STR_INIT;

	if (m->has & WX_LARGE)
		return large_size(w->large);
	wx_recording_add(&bytes, m);
	return bytes.len;
}

static json_t *recording(struct call *c, const struct wx_meeting *m)
{
	struct str title AUTO(str_done) = STR_INIT;
	const char *site = wx_site(m->site);
	json_t *o = json_object();

	wx_meeting_add_title(&title, m);
	wx_put(o, "id", m->recording);
	wx_put_meeting_ids(o, m);
	wx_put(o, "topic", title.s);
	wx_put_time(o, "createTime", m->recorded_us);
	wx_put_time(o, "timeRecorded", m->start_us + CLOCK_MINUTE);
	wx_put(o, "siteUrl", site);
	if (!(m->has & WX_PREVENTED))
		wx_put(o, "downloadUrl",
		       arena_printf(c->a, "https://%s/lsr.php?RCID=%s", site,
				    m->recording));
	wx_put(o, "playbackUrl",
	       arena_printf(c->a, "https://%s/ldr.php?RCID=%s", site,
			    m->recording));
	wx_put(o, "password", "********");
	wx_put(o, "format", m->has & WX_ARF ? "ARF" : "MP4");
	wx_put(o, "serviceType", "MeetingCenter");
	wx_put_int(o, "durationSeconds", wx_recording_seconds(m));
	wx_put_int(o, "sizeBytes", (int64_t)size_of(c->w, m));
	wx_put_bool(o, "shareToMe", false);
	wx_put(o, "status", status(m, c->now_us));
	return o;
}

/* By when it was made available, newest first; of one site. */
void wx_api_recordings(struct call *c)
{
	const char *site = request_arg(c->rq, "siteUrl");
	const char *wanted = request_arg(c->rq, "status");
	const char *meeting = request_arg(c->rq, "meetingId");
	int64_t from_us, until_us;
	struct wx_page p;
	uint64_t at, last = 0;

	if (wx_arg_span(c, &from_us, &until_us) < 0 ||
	    wx_page_begin(&p, c, 10, 100) < 0)
		return;
	site = site != NULL ? site : wx_site(0);
	wanted = wanted != NULL ? wanted : "available";
	for (at = p.at == 0 ? c->w->n_meetings : p.at; at > 0; at--) {
		const struct wx_meeting *m = &c->w->meetings[at - 1];
		json_t *o;

		if (!is_there(c, m) || m->recorded_us < from_us ||
		    m->recorded_us >= until_us ||
		    strcmp(wx_site(m->site), site) != 0 ||
		    strcmp(status(m, c->now_us), wanted) != 0 ||
		    (meeting != NULL && strcmp(meeting, m->id) != 0))
			continue;
		if (wx_page_full(&p))
			break;
		o = recording(c, m);
		(void)json_object_del(o, "password");
		wx_put(o, "hostDisplayName", m->host->name);
		wx_put(o, "hostEmail", m->host->email);
		wx_page_add(&p, o);
		last = at;
	}
	wx_page_end(&p, c, at > 0, at, last);
}

/* KIND-RECORDING-EXPIRY-MAC, on the second listener. */
static const char *link_text(struct call *c, const struct wx_meeting *m,
			     char kind, int64_t until_s)
{
	const char *plain = arena_printf(c->a, "%c-%s-%" PRIx64, kind,
					 m->recording, (uint64_t)until_s);
	uint64_t mac = seed_of_text(seed_of(c->w->seed, "link", 0), plain);

	return arena_printf(c->a, "%s-%016" PRIx64, plain, mac);
}

static void put_link(struct call *c, json_t *o, const char *key,
		     const struct wx_meeting *m, char kind, int64_t until_us)
{
	wx_put(o, key,
	       arena_printf(c->a,
			    "%s/nbr/MultiThreadDownloadServlet/%s?siteid=2062"
			    "842&islogin=yes",
			    c->rq->sb->media,
			    link_text(c, m, kind, until_us / CLOCK_SECOND)));
}

static json_t *links(struct call *c, const struct wx_meeting *m)
{
	int64_t until_us = c->now_us + LINK_LIFE_US;
	json_t *o = json_object();

	put_link(c, o, "recordingDownloadLink", m, 'v', until_us);
	if (!(m->has & WX_PREVENTED)) {
		put_link(c, o, "audioDownloadLink", m, 'a', until_us);
		if (m->has & WX_TRANSCRIPT)
			put_link(c, o, "transcriptDownloadLink", m, 't',
				 until_us);
	}
	wx_put_time(o, "expiration", until_us);
	return o;
}

void wx_api_recording(struct call *c)
{
	const char *id = request_decode(c->rq, c->rq->segments[2]);
	const struct wx_meeting *m = wx_recording_find(c->w, id);
	json_t *o;

	if (m == NULL || !is_there(c, m)) {
		wx_not_found(c, "recording");
		return;
	}
	o = recording(c, m);
	if (c->s.officer)
		json_object_set_new(o, "temporaryDirectDownloadLinks",
				    links(c, m));
	reply_json(c->rp, 200, o);
}

static void send(struct call *c, const struct wx_meeting *m, char kind)
{
	struct wx_crowd crowd;

	c->rp->status = 200;
	if (kind == 'v' && (m->has & WX_LARGE)) {
		c->rp->type = "video/mp4";
		c->rp->large = c->w->large;
	} else if (kind == 'v') {
		c->rp->type = m->has & WX_ARF ? "application/octet-stream"
					      : "video/mp4";
		wx_recording_add(&c->rp->body, m);
	} else if (kind == 'a') {
		c->rp->type = "audio/mp4";
		wx_recording_add_sound(&c->rp->body, m);
	} else {
		c->rp->type = "text/vtt";
		wx_meeting_crowd(&crowd, c->w, m);
		wx_meeting_add_vtt(&c->rp->body, &crowd, true);
	}
}

/*
 * The link says what may be had and until when; whoever shows a token too
 * is sent to sign in, and has shown our token to another host.
 */
void wx_api_direct(struct call *c)
{
	const char *text = request_decode(c->rq, c->rq->segments[2]);
	const struct wx_meeting *m;
	char id[WX_HEX_ID], kind;
	uint64_t until_s;

	if (c->rq->authorization != NULL) {
		sandbox_count(c->rq->sb, "bearer_leaks");
		wx_reply_login_page(c->rp);
		return;
	}
	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(text, "%c-%32[0-9a-f]-%" SCNx64 "-", &kind, id, &until_s) !=
		    3 ||
	    strchr("vat", kind) == NULL) {
		wx_not_found(c, "recording");
		return;
	}
	m = wx_recording_find(c->w, id);
	if (m == NULL ||
	    strcmp(text, link_text(c, m, kind, (int64_t)until_s)) != 0)
		wx_not_found(c, "recording");
	else if (c->now_us / CLOCK_SECOND >= (int64_t)until_s)
		wx_error(c, 403, "The link has expired.");
	else
		send(c, m, kind);
}
