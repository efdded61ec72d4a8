/*
 * target/imap/response.h - what an IMAP server says, taken apart.
 *
 * A response is a line, or, where the line ends in {n}, a line with n bytes
 * and the rest behind it: talk.c puts that together into one piece of at most
 * IMAP_RESPONSE_MAX bytes. Nothing is copied here: texts point into the piece.
 * What cannot be read is refused; what is not known is passed over.
 *
 * Source: RFC 3501 section 9 (formal syntax), RFC 9051 section 9, RFC 4315.
 */
#ifndef TARGET_IMAP_RESPONSE_H
#define TARGET_IMAP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

#define IMAP_RESPONSE_MAX ((size_t)1024 * 1024)
#define IMAP_DEPTH_MAX    32 /* of parentheses */

struct imap_text {
	const char *at; /* not NUL-terminated */
	size_t len;
};

enum imap_kind {
	IMAP_CONTINUE, /* "+ ..." */
	IMAP_UNTAGGED, /* "* ..." */
	IMAP_TAGGED,
};

enum imap_status {
	IMAP_DATA, /* none: "* 12 FETCH (...)" */
	IMAP_OK,
	IMAP_NO,
	IMAP_BAD,
	IMAP_BYE,
	IMAP_PREAUTH,
};

struct imap_response {
	enum imap_kind kind;
	enum imap_status status;
	struct imap_text tag;  /* of IMAP_TAGGED */
	struct imap_text code; /* "APPENDUID 1 2", without the brackets */
	struct imap_text text; /* for people; of IMAP_CONTINUE: all of it */
	uint32_t number;       /* of "* 12 FETCH"; 0: none */
	struct imap_text name; /* of IMAP_DATA: "FETCH" */
	struct imap_text data; /* behind the name */
};

/* False where the bytes are no response. */
bool imap_response_parse(struct imap_response *out, const char *bytes,
			 size_t len);

/* Does the line announce a literal: "... {123}"? Its size, as told. */
bool imap_literal_follows(const char *line, size_t len, uint64_t *size);

/* --- the parts of data ------------------------------------------------- */

struct imap_cursor {
	const char *at, *end;
};
struct imap_cursor imap_read(struct imap_text text);

/* Each takes what it names and moves on, or is false and stays. */
bool imap_take_char(struct imap_cursor *c, char wanted);
/* Up to a blank, a parenthesis or the end; at least one character. */
bool imap_take_atom(struct imap_cursor *c, struct imap_text *out);
bool imap_take_number(struct imap_cursor *c, uint64_t max, uint64_t *out);
/* A quoted string, a literal or an atom; NIL: true with *nil. Appended. */
bool imap_take_string(struct imap_cursor *c, struct str *out, bool *nil);
/* Any value: an atom, a string, a list with all that is in it. */
bool imap_take_value(struct imap_cursor *c);

/* ASCII, any case. */
bool imap_is(struct imap_text text, const char *word);
/* The code's first word; the rest, behind a blank, where *rest is wanted. */
bool imap_code_is(struct imap_text code, const char *word,
		  struct imap_text *rest);

/*
 * Append the text as it can be shown: valid UTF-8, no controls, at most 300
 * bytes of it.
 */
void imap_show(struct str *out, struct imap_text text);

/* --- codes with values ------------------------------------------------- */

/*
 * The uids of "APPENDUID validity set" (RFC 4315) for exactly n messages, in
 * their order. False where there are not so many.
 */
bool imap_appenduid(struct imap_text code, uint32_t *validity, uint32_t *uids,
		    size_t n);

#endif
