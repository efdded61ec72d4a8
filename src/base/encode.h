/*
 * base/encode.h - bytes as text: hexadecimal, base32, base64, CSV, JSON, UTF-8.
 *
 * Source: RFC 4648 (base32 lower case without padding); Unicode 15 D92;
 * RFC 4180; RFC 8259 section 7; OWASP "CSV Injection".
 */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include <stdbool.h>
#include <stddef.h>

struct str;

/* 2 * len characters and a NUL. */
void encode_hex(const void *bytes, size_t len, char *out);
/* The reverse; false where text is not exactly 2 * len hex digits. */
bool decode_hex(const char *text, void *out, size_t len);

/* Lower-case base32 without padding: (8 * len + 4) / 5 characters, a NUL. */
void encode_base32(const void *bytes, size_t len, char *out);

/* Append base64 with padding. */
void encode_base64(struct str *out, const void *bytes, size_t len);
/* Append base64url without padding (RFC 4648 section 5). */
void encode_base64url(struct str *out, const void *bytes, size_t len);
/*
 * Append what base64 text means: both alphabets, padding optional. False,
 * with out as before, where the text is not base64.
 */
bool decode_base64(struct str *out, const char *text, size_t len);

/* Percent-encode all but unreserved characters (RFC 3986 section 2.3). */
void encode_percent(struct str *out, const char *text);

/*
 * Append one field of a CSV line, quoted where RFC 4180 wants it. Text that a
 * spreadsheet would take for a formula (it begins with = + - @, a tab or a
 * carriage return) gets an apostrophe in front: what others have written must
 * stay text when a person opens the file.
 */
void encode_csv(struct str *out, const char *field);

/* Append text as a JSON string with its quotes; bad UTF-8 becomes U+FFFD. */
void encode_json(struct str *out, const char *text);

/*
 * Append bytes as valid UTF-8 without NUL: what is not valid becomes U+FFFD,
 * one for each maximal invalid part. True where nothing had to be replaced.
 */
bool utf8_clean(struct str *out, const char *bytes, size_t len);

/* Bytes of the valid sequence at s (1 to 4), or 0; reads at most len. */
size_t utf8_sequence(const char *s, size_t len);

#endif
