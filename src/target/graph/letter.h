/*
 * target/graph/letter.h - a message as Graph wants to be told of it.
 *
 * Read once from end to end before anything is sent: so a message that cannot
 * be read leaves nothing behind, and the size of each file is known before
 * its upload begins. Held are fields, texts up to LETTER_TEXT_MAX, and names;
 * never a file.
 *
 * Source: Graph v1.0, "message resource type", "Create message",
 * "fileAttachment resource type", "singleValueLegacyExtendedProperty";
 * [MS-OXPROPS] for the properties by number.
 */
#ifndef TARGET_GRAPH_LETTER_H
#define TARGET_GRAPH_LETTER_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct agent_message;
struct entities;
struct err;
struct reader;

#define LETTER_TEXT_MAX       ((size_t)768 * 1024)
#define LETTER_RECIPIENTS_MAX 500 /* Exchange's, of one message */
#define LETTER_FILES_MAX      249 /* 250, of which one is message.eml */
#define LETTER_HEADERS_MAX    5   /* Graph's, of internetMessageHeaders */
#define LETTER_EML            "message.eml"

struct letter_file {
	char *name, *media_type;
	uint64_t size;
	size_t at; /* which of the message's entities, from 0 */
};

struct letter {
	struct str head;       /* members of the JSON object */
	struct str text, html; /* bodies, up to LETTER_TEXT_MAX */
	bool has_text, has_html, text_cut, html_cut;
	struct letter_file *files;
	size_t n_files;
	size_t left_out;   /* files that are in message.eml only */
	size_t recipients; /* that the message has; the first are told */
};
void letter_done(struct letter *l);
static inline void letter_done_auto(struct letter *l)
{
	letter_done(l);
}
#define LETTER_INIT                                                            \
	((struct letter){                                                      \
		.head = STR_INIT, .text = STR_INIT, .html = STR_INIT })

/* The bytes of the message; fails (ERR_STORE) where they are not as many as
   it says. */
int letter_open(const struct agent_message *m, struct reader **out,
		struct err *e);

/* *l is LETTER_INIT. Errors: ERR_STORE. */
int letter_read(struct letter *l, const struct agent_message *m, struct err *e);

/* Append the JSON object, its last brace left out: "{...". */
void letter_json(const struct letter *l, struct str *out);

/* Append a fileAttachment of what a reader gives. Errors: the reader's. */
int letter_attachment(struct str *out, const char *name, const char *media_type,
		      struct reader *bytes, struct err *e);

#endif
