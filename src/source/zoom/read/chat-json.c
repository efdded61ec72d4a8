#include "source/zoom/read/chat-json.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/lines.h"
#include "source/loose.h"
#include "stream/reader.h"

#include <string.h>

#define FILES_MAX    100 /* given with one message */
#define ARENA_SHARED 100 /* messages read into one arena */

struct split {
	void (*message)(void *ctx, const struct chat_message *m);
	void *ctx;
	struct chat_json_sums sums;
	struct arena *a;
	struct str one;  /* the message at hand */
	struct str text; /* the last string outside of messages */
	size_t depth;
	size_t list_depth; /* of the array of messages; 0: not in it */
	bool in_string, escaped, in_message, too_long;
	bool key_is_messages;
};

/* --- one message -------------------------------------------------------------
 */

/* base64, or what stands there where it is not. */
static const char *decoded(struct arena *a, const json_t *o, const char *key,
			   bool line)
{
	struct str s AUTO(str_done) = STR_INIT;
	const json_t *v = json_object_get(o, key);
	const char *text = json_string_value(v);
	size_t len = json_string_length(v);

	if (text == NULL || !decode_base64(&s, text, len))
		return line ? loose_value_line(a, v) : loose_value_text(a, v);
	return line ? loose_clean_line(a, s.s, s.len)
		    : loose_clean_text(a, s.s, s.len);
}

/* An address must look like one, decoded or not. */
static const char *email(struct arena *a, const json_t *o, const char *key)
{
	const char *text = decoded(a, o, key, true),
		   *plain = loose_line(a, o, key);

	return strchr(text, '@') == NULL && strchr(plain, '@') != NULL ? plain
								       : text;
}

static long long elapsed(struct arena *a, const json_t *o, const char *key)
{
	const char *text = loose_line(a, o, key);
	long long us;
	size_t n = lines_elapsed(text, false, &us);

	return n > 0 && text[n] == '\0' ? us : -1;
}

/* Pair number `at` (from 0) of the twelve digits. */
static int pair(const char *digits, size_t at)
{
	if (strlen(digits) != 12 || strspn(digits, "0123456789") != 12)
		return 0;
	return (digits[2 * at] - '0') * 10 + digits[2 * at + 1] - '0';
}

static void add_files(struct arena *a, const json_t *o, struct chat_message *m)
{
	const json_t *list = loose_array(o, "files");
	const char **names;
	size_t n = 0;

	names = arena_alloc(a, FILES_MAX, sizeof(*names));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *f = json_array_get(list, i);
		const char *name = loose_line(a, f, "fileName");

		if (n < FILES_MAX && json_is_object(f))
			names[n++] = *name != '\0' ? name : "unnamed file";
	}
	m->files = names;
	m->n_files = n;
}

static void read_message(struct split *s, const json_t *o)
{
	struct arena *a = s->a;
	const char *ext = loose_line(a, o, "msg_extended_type");
	struct chat_message m = {
		.meeting_us = elapsed(a, o, "e_time"),
		.archive_us = elapsed(a, o, "e_archive_time"),
		.from_place = pair(ext, 0),
		.to_place = pair(ext, 1),
		.receiver = pair(ext, 4),
		.sender_id = loose_line(a, o, "s_id"),
		.sender = decoded(a, o, "s_name", true),
		.sender_email = email(a, o, "s_email"),
		.to_id = loose_line(a, o, "r_id"),
		.to = decoded(a, o, "r_name", true),
		.to_email = email(a, o, "r_email"),
		.id = decoded(a, o, "msg_id", true),
		.original = decoded(a, o, "original_msg_id", true),
		.parent = decoded(a, o, "parent_msg_id", true),
		.group = decoded(a, o, "private_group_id", true),
	};

	if (!loose_int(o, "msg_type", &m.type))
		m.type = 0;
	/* type 5 holds a bare number, which may also look like base64 */
	m.content = m.type == 5 ? loose_text(a, o, "msg_content")
				: decoded(a, o, "msg_content", false);
	if (json_array_size(json_object_get(o, "files")) > 0)
		add_files(a, o, &m);
	s->sums.messages++;
	s->message(s->ctx, &m);
}

static void end_message(struct split *s)
{
	json_t *o = NULL;

	if (!s->too_long)
		o = loose_parse(s->one.s, s->one.len, NULL);
	if (json_is_object(o))
		read_message(s, o);
	else
		s->sums.damaged++;
	json_decref(o);
	s->in_message = s->too_long = false;
	str_cut(&s->one, 0);
	if (s->sums.messages % ARENA_SHARED == 0) {
		arena_free(s->a);
		s->a = arena_new();
	}
}

/* --- finding them ---------------------------------------------------- */

static void in_text(struct split *s, char c)
{
	if (s->escaped) {
		s->escaped = false;
	} else if (c == '\\') {
		s->escaped = true;
	} else if (c == '"') {
		s->in_string = false;
		return;
	}
	if (!s->in_message && s->text.len < 16)
		str_add_char(&s->text, c);
}

static void opening(struct split *s, char c)
{
	s->depth++;
	if (c == '[' && s->list_depth == 0 &&
	    (s->key_is_messages || s->depth == 1))
		s->list_depth = s->depth;
	else if (c == '{' && s->list_depth > 0 && !s->in_message &&
		 s->depth == s->list_depth + 1)
		s->in_message = true;
	s->key_is_messages = false;
}

static void closing(struct split *s)
{
	if (s->depth == s->list_depth)
		s->list_depth = 0;
	if (s->depth > 0)
		s->depth--;
}

static void take(struct split *s, char c)
{
	bool was = s->in_message;

	if (s->in_string) {
		in_text(s, c);
	} else if (c == '"') {
		s->in_string = true;
		str_cut(&s->text, 0);
	} else if (c == '{' || c == '[') {
		opening(s, c);
	} else if (c == '}' || c == ']') {
		closing(s);
	} else if (c == ':') {
		s->key_is_messages = strcmp(s->text.s, "messages") == 0;
	} else if (c == ',') {
		s->key_is_messages = false;
	}
	if (!was && !s->in_message)
		return;
	if (s->one.len < CHAT_JSON_MAX)
		str_add_char(&s->one, c);
	else
		s->too_long = true;
	if (s->in_message && !s->in_string && s->depth == s->list_depth)
		end_message(s);
}

int chat_json_read(struct reader *r,
		   void (*message)(void *ctx, const struct chat_message *m),
		   void *ctx, struct chat_json_sums *sums, struct err *e)
{
	struct split s = { .message = message,
			   .ctx = ctx,
			   .a = arena_new(),
			   .one = STR_INIT,
			   .text = STR_INIT };
	char *buf = mem_alloc(1, READER_BLOCK);
	ssize_t n;

	while ((n = reader_read(r, buf, READER_BLOCK, e)) > 0)
		for (ssize_t i = 0; i < n; i++)
			take(&s, buf[i]);
	s.sums.cut = s.depth > 0 || s.in_string;
	if (n == 0 && s.in_message)
		s.sums.damaged++;
	free(buf);
	arena_free(s.a);
	str_done(&s.one);
	str_done(&s.text);
	if (n < 0)
		return -1;
	*sums = s.sums;
	return 0;
}
