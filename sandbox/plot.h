/*
 * sandbox/plot.h - what can happen to a meeting.
 *
 * Why: each trap of the API needs a meeting that falls into it, in every
 * tenant, however small. So meetings take their plots from one table in
 * turn; the dice decide only what no trap depends on (who, when, topic).
 */
#ifndef SANDBOX_PLOT_H
#define SANDBOX_PLOT_H

#include <stddef.h>
#include <stdint.h>

#define BIT(n) (UINT64_C(1) << (n))

enum {
	/* the cloud recording */
	PLOT_VIDEO = BIT(0) /* MP4 and M4A */,
	PLOT_GALLERY = BIT(1),      /* a second view */
	PLOT_AUDIO = BIT(2),        /* M4A alone */
	PLOT_PERSONAL = BIT(3),     /* an audio file per participant */
	PLOT_CHAT = BIT(4),         /* TXT */
	PLOT_TRANSCRIPT = BIT(5),   /* VTT */
	PLOT_CAPTIONS = BIT(6),     /* VTT */
	PLOT_TIMELINE = BIT(7),     /* JSON */
	PLOT_SMART = BIT(8),        /* SUMMARY JSON files */
	PLOT_POLL = BIT(9),         /* and its CSV, where recorded */
	PLOT_WHITEBOARD = BIT(10),  /* and a file of unknown type */
	PLOT_SLOW_TEXT = BIT(11),   /* transcript a day late */
	PLOT_SLOW_VIDEO = BIT(12),  /* all files 30 hours late */
	PLOT_PASSCODE = BIT(13),    /* HTML for those without a token */
	PLOT_TRASH = BIT(14),       /* all of it, after three days */
	PLOT_TRASH_FILE = BIT(15),  /* one file, after two days */
	PLOT_TRASH_EARLY = BIT(16), /* before a daily run could fetch it */
	/* the archive */
	PLOT_ARCHIVE = BIT(17),        /* MP4, M4A, chat as JSON, VTT */
	PLOT_ARCHIVE_TXT = BIT(18),    /* the chat as TXT instead */
	PLOT_ARCHIVE_FAILED = BIT(19), /* one file failed */
	PLOT_ARCHIVE_SLOW = BIT(20),   /* complete after three days */
	PLOT_INDIVIDUAL = BIT(21),     /* an audio file of one participant */
	PLOT_GROUPS = BIT(22),         /* SUB_GROUP_MEMBER_LOG */
	PLOT_EXTERNAL = BIT(23),       /* somebody else's meeting */
	PLOT_BREAKOUT = BIT(24),       /* rooms with archives of their own */
	/* the meeting itself */
	PLOT_SOLO = BIT(25),     /* one participant */
	PLOT_MIDNIGHT = BIT(26), /* ends on the next UTC day */
	PLOT_DELETED = BIT(27),  /* hosted by a user who is deleted later */
	PLOT_INACTIVE = BIT(28), /* hosted by a user who leaves later */
	PLOT_SERIES = BIT(29),   /* one number, many instances */
	PLOT_GUESTS = BIT(30),
	PLOT_PHONE = BIT(31),  /* callers and own people not signed in */
	PLOT_REJOIN = BIT(32), /* leave and come back */
	PLOT_INSTANT = BIT(33),
	PLOT_E2EE = BIT(34), /* nothing but the report */
	PLOT_QA = BIT(35),
	/* AI summary; transcript without a recording */
	PLOT_SUMMARY = BIT(36),
	PLOT_EDITED = BIT(37),    /* the summary, a day or two later */
	PLOT_TEXT_ONLY = BIT(38), /* transcript, no recording */
	PLOT_TEXT_LATE = BIT(39), /* NOT_READY for two days */
	PLOT_TEXT_NONE = BIT(40), /* NO_TRANSCRIPT_DATA */
	PLOT_TEXT_GONE = BIT(41), /* DELETED_OR_TRASHED after hours */
	PLOT_TALKATIVE = BIT(42), /* a long chat */
	/* made by --large and --big-meeting, never from the table */
	PLOT_LARGE = BIT(43),
	PLOT_BIG = BIT(44),
	PLOT_ROOM = BIT(45), /* is itself a breakout room */
};

struct plot {
	const char *name;
	uint64_t what; /* PLOT_* */
};

extern const struct plot plots[];
extern const size_t plots_count;

#endif
