#include "source/zoom/meeting/subject.h"

#include "base/arena.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/work.h"

#include <string.h>

/* The topic's first SUBJECT_TOPIC characters. */
static const char *cut(struct arena *a, const char *text)
{
	size_t chars = 0, i = 0;

	for (; text[i] != '\0'; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80 &&
		    ++chars > SUBJECT_TOPIC)
			return arena_printf(a, "%.*s...", (int)i, text);
	return text;
}

const char *subject_title(struct work *w)
{
	const struct about *ab = &w->about;

	if (*ab->topic != '\0')
		return cut(w->a, ab->topic);
	if (ab->external)
		return "meeting hosted by another account";
	if (ab->id > 0)
		return arena_printf(w->a, "meeting %s",
				    about_number(w->a, ab->id));
	return "meeting without a topic";
}

void subject_count(struct str *s, size_t n, const char *one, const char *many)
{
	if (n == 0)
		return;
	str_addf(s, "%s%zu %s", s->len > 0 ? ", " : "", n, n == 1 ? one : many);
}

const char *subject_meeting(struct work *w)
{
	struct str s AUTO(str_done) = STR_INIT;

	subject_count(&s, people_attended(w->people), "participant",
		      "participants");
	subject_count(&s, w->chat_messages, "chat message", "chat messages");
	subject_count(&s, files_recordings(w), "recording", "recordings");
	return arena_printf(w->a, "%s: %s%s%s", w->it->type, w->it->title,
			    s.len > 0 ? " - " : "", s.s);
}

const char *subject_later(struct work *w, const char *what, const char *parts)
{
	return arena_printf(w->a, "%s: %s - %s%s%s", w->it->type, w->it->title,
			    what, *parts != '\0' ? ": " : "", parts);
}
