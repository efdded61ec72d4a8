/*
 * fetch-files.c - where each file is, and what became of it.
 *
 *	file         .../contents/ID at the API, with our token
 *	transcript,  .../download at the API, with our token; the links in
 *	captions     their listings are not used (some are plain http)
 *	recording    a link that is good for three hours, from details asked
 *	             for just before, without our token
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "http/ask.h"
#include "source/loose.h"
#include "source/webex/fetching.h"

#include <string.h>

#define TRIES 6

/* --- where --------------------------------------------------------------- */

static const char *content_url(struct fetching *f, const char *id)
{
	struct str url AUTO(str_done) = STR_INIT;

	if (strstr(id, "://") != NULL)
		return id;
	str_addf(&url, "%s/contents/", f->wx->api_url);
	encode_percent(&url, id);
	return arena_strdup(f->a, url.s);
}

/* Captions are asked for by their meeting as well, transcripts are not. */
static const char *text_url(struct fetching *f, const char *folder,
			    const char *id, bool of_meeting)
{
	struct str url AUTO(str_done) = STR_INIT;

	str_addf(&url, "%s/%s/", f->wx->api_url, folder);
	encode_percent(&url, id);
	str_add(&url, "/download?format=vtt");
	if (of_meeting) {
		str_add(&url, "&meetingId=");
		encode_percent(&url, f->b->key);
	}
	return arena_strdup(f->a, url.s);
}

/* "ARF" or "MP4": what the file will be called. */
static void name_recording(struct downloading *d, const json_t *o)
{
	struct arena *a = d->f->a;
	const char *format = loose_id(o, "format");
	const char *topic = loose_line(a, o, "topic");
	bool arf = str_casecmp(format, "ARF") == 0;

	d->media_type = arf ? "application/octet-stream" : "video/mp4";
	d->name = arena_printf(a, "%.100s.%s",
			       *topic != '\0' ? topic : "recording",
			       arf ? "arf" : "mp4");
}

/* 1 when the entry is settled by what Webex says; else the address is set. */
static int locate_recording(struct downloading *d, struct err *e)
{
	struct fetching *f = d->f;
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const json_t *links;
	int64_t size;

	webex_answer_init(&a);
	webex_question_init(&q, WAY_RECORDING, "/recordings/");
	webex_question_part(&q, f->b->entries[d->at].id);
	if (webex_ask(f->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK)
		return webex_settle_refused(f, d->at, &a, e) < 0 ? -1 : 1;
	links = loose_object(a.json, "temporaryDirectDownloadLinks");
	d->url = arena_strdup(f->a, loose_id(links, "recordingDownloadLink"));
	d->size = loose_int(a.json, "sizeBytes", &size) && size > 0 ? size : -1;
	name_recording(d, a.json);
	d->signed_address = true;
	if (*d->url != '\0')
		return 0;
	return webex_settle(f, d->at, SOURCE_WAITING,
			    "Webex gives no link to download it: either it is "
			    "still processing, or downloads are prevented and "
			    "the person who authorised the app is no "
			    "compliance officer",
			    "", e) < 0
		       ? -1
		       : 1;
}

static int locate(struct downloading *d, struct err *e)
{
	const struct source_wanted *w = &d->f->b->entries[d->at];

	d->name = d->media_type = "";
	d->size = -1;
	if (strcmp(w->kind, "recording") == 0)
		return locate_recording(d, e);
	if (strcmp(w->kind, "file") == 0) {
		d->url = content_url(d->f, w->id);
		return 0;
	}
	d->media_type = "text/vtt";
	if (strcmp(w->kind, "captions") == 0) {
		d->name = "captions.vtt";
		d->url = text_url(d->f, "meetingClosedCaptions", w->id, true);
	} else {
		d->name = "transcript.vtt";
		d->url = text_url(d->f, "meetingTranscripts", w->id, false);
	}
	return 0;
}

/* --- what became of it --------------------------------------------------- */

/* After the last try. */
static int give_up(struct downloading *d, int last, struct err *e)
{
	static const struct {
		enum source_state state;
		const char *reason;
	} ends[] = {
		[DOWNLOAD_TOKEN] = { SOURCE_WAITING,
				     "Webex does not allow the download yet" },
		[DOWNLOAD_DENIED] = { SOURCE_REFUSED,
				      "Webex refuses the download" },
		[DOWNLOAD_LOCKED] = { SOURCE_WAITING,
				      "not ready: Webex is still scanning it "
				      "for malware" },
		[DOWNLOAD_UNKNOWN] = { SOURCE_REFUSED,
				       "Webex cannot scan it, and does not "
				       "give it all the same" },
		[DOWNLOAD_BAD] = { SOURCE_REFUSED,
				   "Webex found malware in it and removed "
				   "it" },
		[DOWNLOAD_GONE] = { SOURCE_GONE,
				    "Webex no longer has the file" },
		[DOWNLOAD_ODD] = { SOURCE_REFUSED,
				   "Webex does not give the file" },
	};
	struct fetching *f = d->f;

	if (last == DOWNLOAD_WRONG || last == DOWNLOAD_HOST)
		return webex_settle(f, d->at, SOURCE_WAITING, d->why.s, "", e);
	if (last != DOWNLOAD_BROKEN && last != DOWNLOAD_SLOW)
		return webex_settle(f, d->at, ends[last].state,
				    ends[last].reason, d->why.s, e);
	if (f->later.kind == ERR_NONE)
		(void)err_set(&f->later, ERR_RETRY, "%s '%.100s': %s",
			      f->b->entries[d->at].kind, d->name, d->why.s);
	f->settled[d->at] = true; /* not tried again in this call */
	return 0;
}

/* Webex cannot look into it and asks whether it is wanted all the same. */
static void allow_unknown(struct downloading *d)
{
	d->url = arena_printf(d->f->a, "%s%callow=unscannable", d->url,
			      strchr(d->url, '?') != NULL ? '&' : '?');
}

struct counts {
	unsigned int tries, again, allowed;
};

/* Is there anything to be won by another try? Waits for it where needed. */
static int prepare_next(struct downloading *d, int last, struct counts *c,
			struct err *e)
{
	switch (last) {
	case DOWNLOAD_UNKNOWN:
		if (c->allowed++ > 0)
			return 0;
		allow_unknown(d);
		return 1;
	case DOWNLOAD_SLOW:
		return d->slow < HTTP_SLOW_TRIES;
	case DOWNLOAD_BROKEN:
	case DOWNLOAD_WRONG:
		if (++c->tries >= TRIES)
			return 0;
		return account_pause(&d->f->wx->acc, c->tries - 1, e) < 0 ? -1
									  : 1;
	case DOWNLOAD_TOKEN:
		return c->again++ == 0;
	case DOWNLOAD_DENIED: /* a link may have aged */
	case DOWNLOAD_GONE:
	case DOWNLOAD_BAD:
	case DOWNLOAD_ODD:
		return d->signed_address && c->again++ == 0;
	default:
		return 0;
	}
}

static int try_file(struct downloading *d, struct err *e)
{
	struct counts c = { 0 };
	int n = locate(d, e), last;

	while (n == 0) {
		last = webex_download(d, e);
		if (last < 0)
			return -1;
		if (last == DOWNLOAD_DONE) {
			d->f->settled[d->at] = true;
			return 0;
		}
		n = prepare_next(d, last, &c, e);
		if (n < 0)
			return -1;
		if (n == 0)
			return give_up(d, last, e);
		n = d->signed_address ? locate(d, e) : 0;
	}
	return n < 0 ? -1 : 0;
}

int webex_fetch_file(struct fetching *f, size_t at, struct err *e)
{
	struct downloading d = { .f = f, .at = at, .why = STR_INIT };
	int bad = try_file(&d, e);

	str_done(&d.why);
	return bad;
}
