#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/compose.h"
#include "tests/fake/material.h"
#include "zoom-fixture.h"

#include "t.h"

/* The weekly meeting after its first message. */
static struct fake_material *told(unsigned int ordinal)
{
	struct fake_material *fm = fixture_load("weekly");

	fake_material_told(fm);
	fake_material_ordinal(fm, ordinal);
	return fm;
}

static int compose(struct fake_material *fm, struct item **it)
{
	struct err e = ERR_INIT;
	int rc = zoom_compose(fake_material(fm), it, &e);

	if (rc == 1)
		item_text_assert(*it);
	return rc;
}

static void raw(struct fake_material *fm, const char *name, const char *json)
{
	fake_material_raw(fm, name, json, strlen(json), true);
}

static void part(struct fake_material *fm, const char *kind, const char *id,
		 enum source_part_state state, const char *bytes)
{
	struct source_part p = { .kind = kind,
				 .id = id,
				 .name = "late.vtt",
				 .media_type = "text/vtt",
				 .version = "2026-03-05T08:00:00Z",
				 .state = state,
				 .time_us = 1772442030000000,
				 .fresh = true };

	fake_material_part(fm, &p, bytes, bytes != NULL ? strlen(bytes) : 0);
}

static const struct {
	const char *label;
	const char *raw, *json; /* NULL: none */
	const char *kind;
	enum source_part_state state;
	const char *bytes;
	int want;
	const char *subject;
} cases[] = {
	{ "nothing at all", NULL, NULL, NULL, 0, NULL, 0, "" },
	{ "the same list with other addresses", "recordings", "{}", NULL, 0,
	  NULL, 0, "" },
	{ "details of the meeting", "meeting", "{}", NULL, 0, NULL, 0, "" },
	{ "a file that is still being made", NULL, NULL, "recording-file",
	  SOURCE_PART_WAITING, NULL, 0, "" },
	{ "an entry without bytes", NULL, NULL, "summary", SOURCE_PART_COMPLETE,
	  NULL, 0, "" },
	{ "a late transcript", NULL, NULL, "transcript", SOURCE_PART_CAPTURED,
	  "WEBVTT\n\n00:01.000 --> 00:02.000\nAnna Berg: late\n", 1,
	  "Zoom meeting: Weekly risk call - supplement: transcript" },
	{ "a refusal", NULL, NULL, "recording-file", SOURCE_PART_REFUSED, NULL,
	  1,
	  "Zoom meeting: Weekly risk call - supplement: 1 file not "
	  "available" },
	{ "an edited summary", "summary:2026-03-03T00:00:00Z",
	  "{\"summary_content\":\"new\",\"summary_last_modified_time\":"
	  "\"2026-03-03T00:00:00Z\"}",
	  NULL, 0, NULL, 1,
	  "Zoom meeting: Weekly risk call - supplement: summary" },
	{ "a list of people", "participants.3",
	  "{\"participants\":[{\"name\":\"Zoe\",\"user_email\":\"z@x\"}]}",
	  NULL, 0, NULL, 1,
	  "Zoom meeting: Weekly risk call - supplement: participants" },
	{ "polls, questions and a survey need no file", "report-qa",
	  "{\"questions\":[]}", NULL, 0, NULL, 1,
	  "Zoom meeting: Weekly risk call - supplement: questions and "
	  "answers" },
	{ "a deletion of which only the entry is known", NULL, NULL, "trash",
	  SOURCE_PART_COMPLETE, NULL, 1,
	  "Zoom meeting: Weekly risk call - deleted at Zoom" },
	{ "a deletion", "trash:r-audio:2026-03-05T08:00:00Z",
	  "{\"recording_files\":[{\"id\":\"r-audio\",\"deleted_time\":"
	  "\"2026-03-05T08:00:00Z\"}]}",
	  "trash", SOURCE_PART_COMPLETE, NULL, 1,
	  "Zoom meeting: Weekly risk call - deleted at Zoom: 1 file" },
	{ "a deletion and a file", "trash:x:1", "{\"file_type\":\"MP4\"}",
	  "recording-file", SOURCE_PART_CAPTURED, "WEBVTT\n", 1,
	  "Zoom meeting: Weekly risk call - supplement: transcript, deletion "
	  "at Zoom" },
};

T(only_what_is_fresh_and_new_is_worth_a_message)
{
	T_EACH(c, cases) {
		AUTO(fake_material_free) struct fake_material *fm = told(3);
		AUTO(item_free) struct item *it = NULL;

		if (c->raw != NULL)
			raw(fm, c->raw, c->json);
		if (c->kind != NULL)
			part(fm, c->kind, "late", c->state, c->bytes);
		T_EQ_INT(compose(fm, &it), c->want);
		if (it == NULL)
			continue;
		T_EQ_STR(it->subject, c->subject);
		T_EQ_STR(it->answers->kind, "meeting");
		T_EQ_STR(it->answers->version, "0");
		T_EQ_STR(it->ref.version, "3");
		T_EQ_STR(it->conversation, "98765432109");
		T_OK(it->n_people >= 8);
		T_EQ_INT(it->author, 0);
	}
}

T(a_supplement_holds_what_is_fresh)
{
	AUTO(fake_material_free) struct fake_material *fm = told(1);
	AUTO(item_free) struct item *it = NULL;

	part(fm, "transcript", "late", SOURCE_PART_CAPTURED,
	     "WEBVTT\n\n00:01.000 --> 00:02.000\nAnna Berg: late\n");
	raw(fm, "transcript",
	    "{\"transcript_created_time\":\"2026-03-03T07:00:00Z\"}");
	raw(fm, "summary:2026-03-04T06:00:00Z",
	    "{\"summary_title\":\"Weekly risk "
	    "call\",\"summary_overview\":\"old\","
	    "\"edited_summary\":{\"summary_overview\":\"New overview\","
	    "\"next_steps\":[\"Do it\"]},\"summary_details\":[{\"label\":\"A\","
	    "\"summary\":\"B\"}],"
	    "\"summary_last_modified_time\":\"2026-03-04T06:00:00Z\"}");
	T_EQ_INT(compose(fm, &it), 1);
	if (it != NULL)
		T_EQ_INT(fixture_check(it, "weekly", "supplement.txt"), 0);
}

T(a_deletion_names_what_is_kept_and_what_is_lost)
{
	AUTO(fake_material_free) struct fake_material *fm = told(2);
	AUTO(item_free) struct item *it = NULL;

	part(fm, "trash", "weekly", SOURCE_PART_COMPLETE, NULL);
	raw(fm, "trash:weekly:2026-03-05T08:00:00Z",
	    "{\"topic\":\"Weekly risk call\",\"recording_files\":["
	    "{\"id\":\"r-video\",\"file_size\":35,\"recording_type\":"
	    "\"shared_screen_with_speaker_view\",\"deleted_time\":"
	    "\"2026-03-05T08:00:00Z\"},"
	    "{\"id\":\"r-new\",\"file_type\":\"HOLOGRAM\",\"deleted_time\":"
	    "\"2026-03-05T08:00:01Z\"},"
	    "{\"id\":\"never-listed\",\"file_type\":\"M4A\"}]}");
	T_EQ_INT(compose(fm, &it), 1);
	if (it != NULL)
		T_EQ_INT(fixture_check(it, "weekly", "deletion.txt"), 0);
}

T(a_deletion_of_what_was_never_captured_is_told)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("lost==");
	AUTO(item_free) struct item *it = NULL;

	part(fm, "trash", "lost==", SOURCE_PART_COMPLETE, NULL);
	raw(fm, "trash:lost==:1",
	    "{\"uuid\":\"lost==\",\"id\":123456789,\"topic\":\"Gone\","
	    "\"host_id\":\"h1\",\"start_time\":\"2026-03-01T08:00:00Z\","
	    "\"recording_files\":[{\"id\":\"f\",\"file_type\":\"MP4\","
	    "\"deleted_time\":\"2026-03-05T08:00:00Z\"}]}");
	T_EQ_INT(compose(fm, &it), 1);
	if (it == NULL)
		return;
	T_EQ_STR(it->ref.kind, "meeting");
	T_EQ_STR(it->subject, "Zoom meeting: Gone - 1 participant");
	T_EQ_STR(it->message_class, "IPM.NOTE.ZoomMeetings.Meeting");
	T_OK(it->n_notices > 0 &&
	     strstr(it->notices[0], "Never captured") != NULL);
	T_EQ_INT(it->n_tables, 1);
}

T_MAIN
