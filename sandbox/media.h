/*
 * sandbox/media.h - recordings, pictures and files for the sandbox tenant.
 *
 * Why: an archive of meetings is mostly film and sound. What the stand-in
 * vendors hand out must be real (a player plays it, a viewer shows it),
 * the same on every request, small, and of any size a test asks for. So it
 * is written here, by encoders that know just enough: pictures of one
 * colour per block, and one sine per sound frame. Nothing is embedded,
 * nothing is run, and no clock is read: the same arguments give the same
 * bytes on every machine.
 *
 * All functions append to out; none can fail but where it says so.
 *
 * Source: ISO/IEC 14496-12 (boxes), 14496-14 and -15 (AAC and H.264 in
 * them), 14496-10 (H.264 constrained baseline, CAVLC), 14496-3 (AAC-LC);
 * ITU-T T.81 (JPEG); W3C PNG; ISO 32000-1 (PDF); APPNOTE 6.3 (ZIP),
 * ECMA-376 (docx, xlsx).
 */
#ifndef SANDBOX_MEDIA_H
#define SANDBOX_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

#define MEDIA_SECONDS_MAX 86400 /* a day */
#define MEDIA_SIDE_MIN    16
#define MEDIA_SIDE_MAX    1920 /* pixels; odd sides are made even */

/*
 * Film with sound, "fast start": H.264 constrained baseline, one frame a
 * second, and AAC-LC, 16 kHz mono. The picture is a clock that counts the
 * seconds where it is at least 304 x 112 pixels, else a moving bar; colours
 * and melody come from the seed. About 300 bytes a second at 320 x 192.
 * Arguments beyond the limits above are brought to the nearest that is
 * allowed.
 */
void media_mp4(struct str *out, uint64_t seed, int seconds, int width,
	       int height);

/* Sound alone: AAC-LC, 16 kHz mono, an audible melody, 180 bytes a second. */
void media_m4a(struct str *out, uint64_t seed, int seconds);

/*
 * The beginning of an MP4 of exactly total bytes: a whole film as above
 * (320 x 192), then the head of a `free` box that fills the rest, with a
 * 64-bit size. Whoever serves it sends these bytes and then as many more as
 * are returned (media_filler() or anything): it plays. -1 and out as it was
 * where total is too small for film and head.
 */
int64_t media_mp4_prefix(struct str *out, uint64_t seed, int seconds,
			 uint64_t total);

/*
 * len bytes of an endless incompressible stream from position offset on:
 * any range can be made alone, in bounded memory.
 */
void media_filler(void *buf, size_t len, uint64_t seed, uint64_t offset);

/* A baseline JPEG, 320 x 184: boxes, lines and a number on a whiteboard. */
void media_jpg(struct str *out, uint64_t seed);

/* The same kind of drawing as PNG, 160 x 96, 16 colours. */
void media_png(struct str *out, uint64_t seed);

/*
 * One page (A4, landscape) with the title as text that can be searched, in
 * any script, and a drawing. The title is UTF-8; at most its first 200
 * characters are shown.
 */
void media_pdf(struct str *out, uint64_t seed, const char *title);

/*
 * Office files that hold the text: a paragraph, or a row, for each line of
 * it; a tab in a line begins the next cell. Other control characters are
 * left out. text is UTF-8; a ZIP of stored parts dated 1 January 1980.
 */
void media_docx(struct str *out, const char *text);
void media_xlsx(struct str *out, const char *text);

/*
 * What a file of that name holds: the kind is that of its extension (mp4,
 * m4a, jpg, jpeg, png, pdf, docx, xlsx, in any case); any other is the text
 * itself. text: the content where the kind has text, the title of a PDF.
 */
void media_file(struct str *out, uint64_t seed, const char *name,
		const char *text);

#endif
