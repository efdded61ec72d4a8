/*
 * Zoom's own example answers, where they lie beside the project: read at run
 * time, never copied into it. Each is tried as every kind of answer.
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/compose.h"
#include "tests/fake/material.h"
#include "zoom-fixture.h"

#include "t.h"

#include <dirent.h>

#define SAMPLES "../shared/samples/zoom/spec-examples-2021-08"

static char *sample(const char *name, size_t *len)
{
	char path[1024];
	char *bytes = mem_alloc(1 << 16, 1);
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/" SAMPLES "/%s", fixture_root(),
		       name);
	f = fopen(path, "rbe");
	if (f == NULL) {
		free(bytes);
		return NULL;
	}
	*len = fread(bytes, 1, 1 << 16, f);
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

static const struct {
	const char *label, *raw, *file;
	const char *subject;
	size_t people, tables;
} samples[] = {
	{ "recordings", "recordings",
	  "meetings_meetingId_recordings.get.200.json",
	  "Zoom meeting: MyTestPollMeeting - 1 participant", 1, 0 },
	{ "archive", "archive",
	  "past_meetings_meetingUUID_archive_files.get.200.json",
	  "Zoom meeting: ZOOM_API Test's Personal Meeting Room - 1 participant",
	  1, 0 },
	{ "report", "report", "report_meetings_meetingId.get.200.json",
	  "Zoom meeting: Awesome meeting - 1 participant", 1, 0 },
	{ "a webinar's report", "report",
	  "report_webinars_webinarId.get.200.json",
	  "Zoom webinar: My Health Webinar - 1 participant", 1, 0 },
	{ "participants", "participants.1",
	  "past_meetings_meetingUUID_participants.get.200.json",
	  "Zoom meeting: meeting without a topic - 1 participant", 1, 0 },
	{ "report's participants", "report-participants.1",
	  "report_meetings_meetingId_participants.get.200.json",
	  "Zoom meeting: meeting without a topic - 1 participant", 1, 0 },
	{ "polls", "polls", "past_meetings_meetingId_polls.get.200.json",
	  "Zoom meeting: meeting 123456 - 1 participant", 1, 1 },
	{ "questions", "qa", "past_webinars_webinarId_qa.get.200.json",
	  "Zoom meeting: meeting 123456 - 1 participant", 1, 1 },
};

T(examples_become_items)
{
	T_EACH(c, samples) {
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new("uuid==");
		AUTO(item_free) struct item *it = NULL;
		struct err e = ERR_INIT;

		if (!add(fm, c->raw, c->file)) {
			printf("# skipped: no %s beside the project\n",
			       c->file);
			continue;
		}
		T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), 1);
		if (it == NULL)
			continue;
		item_text_assert(it);
		T_EQ_STR(it->subject, c->subject);
		T_EQ_INT(it->n_people, c->people);
		T_EQ_INT(it->n_tables, c->tables);
	}
}

/* Whatever Zoom answers, and to whatever question. */
T(any_example_as_any_answer)
{
	static const char *const raws[] = {
		"meeting",    "recordings",   "archive",
		"history",    "report",       "participants.1",
		"polls",      "report-polls", "metrics-participants.1",
		"qa",         "report-qa",    "survey",
		"transcript", "summary:1",    "trash:1:1",
	};
	char path[1024];
	struct dirent *entry;
	size_t tried = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "%s/" SAMPLES, fixture_root());
	dir = opendir(path);
	if (dir == NULL) {
		printf("# skipped: no samples beside the project\n");
		return;
	}
	/* one thread: readdir is safe here */
	while ((entry = readdir(dir)) !=
	       NULL) { // NOLINT(concurrency-mt-unsafe)
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new("uuid==");
		AUTO(item_free) struct item *it = NULL;
		struct err e = ERR_INIT;
		int rc;

		if (entry->d_name[0] == '.' ||
		    !add(fm, raws[tried % 15], entry->d_name))
			continue;
		for (size_t i = 0; i < 15; i++)
			(void)add(fm, raws[i], entry->d_name);
		t_label = entry->d_name;
		rc = zoom_compose(fake_material(fm), &it, &e);
		T_OK(rc == 1 || (rc == -1 && e.kind == ERR_ITEM));
		if (it != NULL)
			item_text_assert(it);
		tried++;
	}
	(void)closedir(dir);
	printf("# %zu examples tried\n", tried);
}

T_MAIN
