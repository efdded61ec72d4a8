/*
 * mime/header.h - header fields as RFC 5322 wants them, from UTF-8.
 *
 * Why our own: the bytes must be the same for ever (promise P3), and no text
 * of a participant may break out of its field. So whatever goes in, what
 * comes out of each function below is whole fields that
 *
 *   (1) hold printable ASCII and single spaces only, folded with CRLF SP;
 *   (2) have lines of at most HEADER_COLUMNS characters, except where one
 *       message-id is longer than that: it cannot be folded;
 *   (3) decode to the text that went in, as header_clean() leaves it.
 *
 * Texts that are not plain become encoded words (UTF-8; Q where at most
 * half of the bytes have to be quoted, else B), of which none splits a
 * character. A text that only looks like an
 * encoded word ("=?") is encoded too, so that nobody decodes it by mistake.
 *
 * Source: RFC 5322 sections 2.2.3, 3.2-3.6; RFC 2047; RFC 2231.
 */
#ifndef MIME_HEADER_H
#define MIME_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

/* RFC 2047 section 2 allows 76 where a line has an encoded word. */
#define HEADER_COLUMNS     76
#define HEADER_NAME_MAX    70
#define HEADER_ADDRESS_MAX 74 /* characters: " <...>" fits a line */

/*
 * Append text with everything a header cannot say replaced: what is not
 * UTF-8 and control characters become U+FFFD; line ends and tabs a space.
 */
void header_clean(struct str *out, const char *text);

/* Names are ours or went through header_name_ok(). */
bool header_name_ok(const char *name);

/* A field of free text, such as Subject. */
void header_text(struct str *out, const char *name, const char *text);

/* "Sun, 01 Mar 2026 10:00:00 +0000"; the year must be 1900 to 9999. */
void header_date(struct str *out, const char *name, int64_t us);

/* Message-ID, In-Reply-To, References: each with its angle brackets. */
void header_ids(struct str *out, const char *name, const char *const *ids,
		size_t n);

/*
 * Can addr stand in a header as it is? A dot-atom, "@", a domain name of
 * letters, digits, "-" and "_"; 64 octets at most before the "@" and
 * HEADER_ADDRESS_MAX in all.
 */
bool header_address_ok(const char *addr);

struct header_address {
	const char *name; /* UTF-8, "" for none */
	const char *addr; /* header_address_ok() */
};

/* From, To: n is at least 1. */
void header_addresses(struct str *out, const char *name,
		      const struct header_address *list, size_t n);

struct header_param {
	const char *name;
	const char *value; /* UTF-8 */
};

/*
 * Content-Type, Content-Disposition: value is tokens ("text/plain"). A
 * parameter is quoted where that is safe and fits, else extended with
 * charset and continuations (RFC 2231), never both.
 */
void header_params(struct str *out, const char *name, const char *value,
		   const struct header_param *params, size_t n);

/* type "/" subtype of RFC 2045 tokens, without parameters, at most 70. */
bool header_media_type_ok(const char *type);

#endif
