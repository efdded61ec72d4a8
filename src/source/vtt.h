/*
 * source/vtt.h - spoken lines from a WebVTT file.
 *
 * Zoom writes the speaker before the text ("Anna Berg: hello"), Webex in the
 * cue's identifier (1 "Anna Berg" (12345)), others as a voice tag (<v Anna
 * Berg>hello</v>). Whether what stands before a colon is a person only the
 * caller can know, so both readings are given.
 *
 * Taken too, because seen: no WEBVTT line, hours left out, a comma in the
 * time, no blank line between cues, text of several lines.
 *
 * Source: W3C WebVTT (2019-04-04) sections 4.1, 4.2; bounded memory.
 */
#ifndef SOURCE_VTT_H
#define SOURCE_VTT_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct reader;

#define VTT_TEXT_MAX ((size_t)64 << 10) /* bytes kept of one cue */

struct vtt_cue {
	long long from_us, to_us;
	const char *text;    /* all of it in one line, without tags */
	const char *speaker; /* "" none */
	const char *spoken;  /* the text without a speaker before a colon */
	bool tagged;         /* the speaker does not stand before a colon */
};

struct vtt_sums {
	size_t cues;
	bool replaced, cut;
};

/* Call cue() for each; 0 with *sums (no cues: it is no WebVTT), or -1 with
   the reader's error. */
int vtt_read(struct reader *r, void (*cue)(void *ctx, const struct vtt_cue *c),
	     void *ctx, struct vtt_sums *sums, struct err *e);

#endif
