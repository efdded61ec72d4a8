/*
 * source/webex/talk/vtt.h - spoken lines from a WebVTT file.
 *
 * Webex names the speaker in the cue's first line (1 "Anna Ek" (12345)),
 * others as a voice tag (<v Anna Ek>) or before a colon; the caller decides
 * whether what stands before a colon is somebody. Lines end with LF or CRLF;
 * what is not UTF-8 becomes U+FFFD. Memory is bounded by VTT_LINE.
 *
 * Source: W3C WebVTT (2019-04-04) sections 4.1, 4.2.
 */
#ifndef SOURCE_WEBEX_TALK_VTT_H
#define SOURCE_WEBEX_TALK_VTT_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct reader;

#define WXVTT_LINE ((size_t)64 << 10) /* bytes kept of a line, of a cue */

struct wxvtt_cue {
	int64_t from_us;     /* since the beginning of the file */
	const char *speaker; /* "" none */
	const char *text;    /* one line, without tags */
};

/* Call cue() for each. Cues found, or -1 with the reader's error. */
int64_t wxvtt_read(struct reader *r,
		   void (*cue)(void *ctx, const struct wxvtt_cue *c), void *ctx,
		   struct err *e);

#endif
