/*
 * sandbox/webex/meeting.h - the meetings of the organisation, who took part,
 * what was said, asked and voted, and what was recorded.
 *
 * Why: what a meeting leaves behind is spread over ten endpoints, each ready
 * at its own time: details after a quarter of an hour, leave times perhaps
 * a day later, a recording when it has been made, and some of it deleted
 * before anybody looked. A meeting carries all these times.
 *
 * Kept: 100 bytes a meeting. The cast and the texts are made on request.
 */
#ifndef SANDBOX_WEBEX_MEETING_H
#define SANDBOX_WEBEX_MEETING_H

#include "world.h"

#include "sandbox/talk-scene.h"

#define WX_SITES     2
#define WX_PARTS_MAX 10
#define WX_READY_US  (15 * CLOCK_MINUTE) /* "about 15 minutes" */
#define WX_HEX_ID    33

enum wx_meeting_has {
	WX_RECORDED = 1 << 0,
	WX_ARF = 1 << 1,       /* the recording is in Webex's own format */
	WX_PREVENTED = 1 << 2, /* downloads are prevented: no downloadUrl */
	WX_TRANSCRIPT = 1 << 3,
	WX_CAPTIONS = 1 << 4,
	WX_CHAT = 1 << 5,       /* in the meeting client: post-meeting chat */
	WX_SPACE_CHAT = 1 << 6, /* in the unified client: meetingMessages */
	WX_POLL = 1 << 7,
	WX_QA = 1 << 8,
	WX_GUESTS = 1 << 9,
	WX_SLOW_TIMES = 1 << 10, /* leave times are 1970 for a day */
	WX_SLOW_RECORDING = 1 << 11,
	WX_BREAKOUT = 1 << 12,
	WX_SUMMARY = 1 << 13,
	WX_LARGE = 1 << 14, /* the recording of webex.large */
};

struct wx_meeting {
	uint64_t seed;
	uint32_t n;       /* before they were put in order: of its ids */
	unsigned int has; /* enum wx_meeting_has */
	unsigned int site;
	enum talk_lang lang;
	const struct wx_who *host;
	int64_t start_us, end_us; /* whole seconds */
	char series[WX_HEX_ID];
	char id[WX_HEX_ID + 24];   /* of the instance */
	char recording[WX_HEX_ID]; /* id, where recorded */
	char captions[WX_HEX_ID];
	char transcript[SEED_UUID + 3 + WX_HEX_ID];
	int64_t settled_us;            /* all times are known */
	int64_t recorded_us;           /* createTime; listed since */
	int64_t deleted_us, purged_us; /* the recording; WX_NEVER */
	int64_t text_deleted_us;       /* the transcript; WX_NEVER */
};

/* A participant and the device they came with. */
struct wx_part {
	const char *name, *email; /* as shown; email "" where unknown */
	const struct wx_who *who; /* NULL: not signed in */
	const struct person *person;
	const char *phone; /* NULL: not by telephone */
	int64_t join_us, leave_us;
	int64_t away_us, back_us; /* left and came back; 0: did not */
	bool host;
};

/* Made in its place, never copied: the cast points into it. */
struct wx_crowd {
	struct wx_part parts[WX_PARTS_MAX];
	size_t n;
	struct talk_speaker speakers[WX_PARTS_MAX];
	struct talk_cast cast;
};

const char *wx_site(unsigned int i); /* "nordwind.webex.example" */

/* By id of the instance, of a recording, a transcript, captions; NULL. */
const struct wx_meeting *wx_meeting_find(const struct wx_world *w,
					 const char *id);
const struct wx_meeting *wx_recording_find(const struct wx_world *w,
					   const char *id);
const struct wx_meeting *wx_transcript_find(const struct wx_world *w,
					    const char *id);
const struct wx_meeting *wx_captions_find(const struct wx_world *w,
					  const char *id);

void wx_meeting_add_title(struct str *out, const struct wx_meeting *m);
void wx_meeting_crowd(struct wx_crowd *c, const struct wx_world *w,
		      const struct wx_meeting *m);

/*
 * Lines of the chat, of either client: public, private, answers; none by or
 * to a telephone. Who of the crowd a speaker is: wx_speaker().
 */
size_t wx_meeting_chat(struct arena *a, const struct wx_crowd *c,
		       struct talk_line **lines);
/* Id of a line that the feed tells. */
const char *wx_said_id(struct arena *a, const struct wx_world *w,
		       const struct wx_meeting *m, unsigned int k);

const struct wx_part *wx_speaker(const struct wx_crowd *c,
				 const struct talk_speaker *s);
/* How many, without making them: at most this. */
#define WX_LINES_MAX 14

/* The transcript or the captions as VTT or as plain text. */
void wx_meeting_add_vtt(struct str *out, const struct wx_crowd *c, bool names);
void wx_meeting_add_txt(struct str *out, const struct wx_crowd *c, bool names);

/* The recording and its sound; a large one is world.large instead. */
int wx_recording_seconds(const struct wx_meeting *m);
void wx_recording_add(struct str *out, const struct wx_meeting *m);
void wx_recording_add_sound(struct str *out, const struct wx_meeting *m);

/* The notes that Webex makes, as HTML, and what is to be done next. */
#define WX_NEXT_STEPS 2
void wx_summary_add(struct str *out, const struct wx_meeting *m);
void wx_next_step_add(struct str *out, const struct wx_meeting *m, size_t i);

#define WX_POLLS     2
#define WX_QUESTIONS 3

/* Who asked question q, and who answered (NULL: nobody yet). */
const struct wx_part *wx_asker(const struct wx_crowd *c, size_t q);
const struct wx_part *wx_answerer(const struct wx_crowd *c, size_t q);
void wx_add_question(struct str *out, const struct wx_crowd *c, size_t q);
void wx_add_answer(struct str *out, const struct wx_crowd *c, size_t q);

#endif
