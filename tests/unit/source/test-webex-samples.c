/*
 * Webex's own example answers, where they lie beside the project: read at run
 * time, never copied into it. Each is tried as every kind of answer.
 */
#include "base/err.h"
#include "base/mem.h"
#include "item/item.h"
#include "source/webex/compose.h"
#include "webex-material.h"

#include "t.h"

#include <dirent.h>

#define SAMPLES "../shared/samples/webex/spec-examples"

static char *sample(const char *name, size_t *len)
{
	char path[1024];
	char *bytes = mem_alloc(1 << 17, 1);
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/" SAMPLES "/%s", webex_root(),
		       name);
	f = fopen(path, "rbe");
	if (f == NULL) {
		free(bytes);
		return NULL;
	}
	*len = fread(bytes, 1, 1 << 17, f);
	(void)fclose(f);
	return bytes;
}

static bool add(struct fake_material *fm, const char *raw, const char *name)
{
	size_t len;
	AUTO(free) char *bytes = sample(name, &len);

	if (bytes == NULL)
		return false;
	fake_material_raw(fm, raw, bytes, len, true);
	return true;
}

static void add_part(struct fake_material *fm, const char *kind, const char *id)
{
	struct source_part p = { .kind = kind,
				 .id = id,
				 .state = SOURCE_PART_COMPLETE,
				 .fresh = true,
				 .time_us = INT64_C(1772359200000000) };

	fake_material_part(fm, &p, NULL, 0);
}

static const struct {
	const char *label, *bundle, *kind, *id, *raw, *file;
	const char *subject;
} samples[] = {
	{ "an event", "R/2016-05-16", "message", "M",
	  "message:M:", "events_eventId.get.200.json",
	  "Webex space: a space without a title - 1 post, 1 person" },
	{ "a post with a card", "R/2015-10-18", "message", "M",
	  "message:M:", "messages_messageId.get.200.json",
	  "Webex space: a space without a title - 1 post, 1 person" },
	{ "an answer to a card", "R/2016-05-10", "card-action", "A",
	  "card-action:A:", "attachment_actions_id.get.200.json",
	  "Webex space: a space without a title - 1 change, 1 person" },
	{ "participants", "M_I_1", "meeting", "M_I_1", "participants.1",
	  "meetingParticipants.get.200.json",
	  "Webex meeting: a meeting without a title - 1 participant" },
	{ "a chat", "M_I_1", "meeting-chat", "M_I_1", "meeting-chat.1",
	  "meetings_postMeetingChats.get.200.json",
	  "Webex meeting: a meeting without a title - 2 participants, 1 chat "
	  "message" },
	{ "polls", "M_I_1", "meeting-poll", "M_I_1", "meeting-poll.1",
	  "meetings_pollResults.get.200.json",
	  "Webex meeting: a meeting without a title - 1 participant, 1 poll" },
	{ "questions", "M_I_1", "meeting-qa", "M_I_1", "meeting-qa.1",
	  "meetings_q_and_a.get.200.json",
	  "Webex meeting: a meeting without a title - 1 participant, 1 "
	  "question" },
};

T(examples_become_items)
{
	T_EACH(c, samples) {
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new(c->bundle);
		AUTO(item_free) struct item *it = NULL;
		struct err e = ERR_INIT;

		if (!add(fm, c->raw, c->file)) {
			printf("# skipped: no %s beside the project\n",
			       c->file);
			continue;
		}
		add_part(fm, c->kind, c->id);
		T_EQ_INT(webex_compose(fake_material(fm), &it, &e), 1);
		if (it == NULL)
			continue;
		item_text_assert(it);
		T_EQ_STR(it->subject, c->subject);
	}
}

/* Whatever Webex answers, and to whatever question. */
static void try_all(const char *name)
{
	static const struct {
		const char *bundle, *kind, *id, *raws[6];
	} all[] = {
		{ "R/2026-03-01",
		  "message",
		  "M",
		  { "message:M:", "room.2026-03-01", NULL } },
		{ "R/2026-03-01",
		  "membership",
		  "E",
		  { "membership:E:", "room.2026-03-01", NULL } },
		{ "M_I_1",
		  "meeting",
		  "M_I_1",
		  { "ended", "meeting", "participants.1", "meeting-chat.1",
		    "meeting-poll.1", "meeting-qa.1" } },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new(all[i].bundle);
		AUTO(item_free) struct item *it = NULL;
		struct err e = ERR_INIT;
		int rc;

		for (size_t k = 0; k < 6 && all[i].raws[k] != NULL; k++)
			(void)add(fm, all[i].raws[k], name);
		add_part(fm, all[i].kind, all[i].id);
		rc = webex_compose(fake_material(fm), &it, &e);
		T_OK(rc >= 0 || e.kind == ERR_ITEM);
		if (it != NULL)
			item_text_assert(it);
	}
}

T(any_example_as_any_answer)
{
	char path[1024];
	struct dirent *entry;
	size_t tried = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "%s/" SAMPLES, webex_root());
	dir = opendir(path);
	if (dir == NULL) {
		printf("# skipped: no samples beside the project\n");
		return;
	}
	/* one thread: readdir is safe here */
	while ((entry = readdir(dir)) !=
	       NULL) { // NOLINT(concurrency-mt-unsafe)
		if (entry->d_name[0] == '.')
			continue;
		t_label = entry->d_name;
		try_all(entry->d_name);
		tried++;
	}
	(void)closedir(dir);
	printf("# %zu examples tried\n", tried);
	T_OK(tried > 0);
}

T_MAIN
