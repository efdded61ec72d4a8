#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "sandbox/talk-scene.h"
#include "t.h"

#include <jansson.h>
#include <stdlib.h>

#define N_LINES 600
#define N_CUES  120

static const struct talk_speaker people[] = {
	{ "Åsa Lindström", "asa@example.com", "u-1" },
	{ "Ó Súilleabháin & <Sons>", "", "" },
	{ "渡辺 結衣", "yui@example.com", "u-3" },
	{ "A \"B\", C", "abc@example.com", "u-4" },
};

static const struct {
	const char *label;
	struct talk_cast cast;
} casts[] = {
	{ "four, Swedish", { TALK_SV, 1, people, 4, 3600000 } },
	{ "four, Arabic", { TALK_AR, 2, people, 4, 7200000 } },
	{ "two, Japanese", { TALK_JA, 3, people, 2, 600000 } },
	{ "one, French", { TALK_FR, 4, people, 1, 60000 } },
	{ "four, English, very long", { TALK_EN, 5, people, 4, 400000000 } },
	{ "no time at all", { TALK_EN, 6, people, 4, 0 } },
};

static size_t find(const struct talk_line *l, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(l[i].id, id) == 0)
			return i;
	return n;
}

/* What a line may refer to, and who may do it. */
static void check_about(const struct talk_line *l, size_t i)
{
	size_t at = find(l, i, l[i].about);

	if (at == i) {
		T_FAIL("line %zu is about no earlier one", i);
		return;
	}
	if (l[i].kind == TALK_EDITED || l[i].kind == TALK_DELETED) {
		T_OK(l[i].from == l[at].from);
		T_OK(l[i].to == l[at].to);
	} else {
		T_OK(l[at].to == NULL);
	}
	for (size_t k = at + 1; k < i; k++)
		if (l[k].kind == TALK_DELETED &&
		    strcmp(l[k].about, l[at].id) == 0)
			T_FAIL("line %zu is about a deleted one", i);
}

T(chat_makes_sense)
{
	T_EACH(row, casts) {
		AUTO(arena_free) struct arena *a = arena_new();
		const struct talk_cast *c = &row->cast;
		struct talk_line *l;
		int kinds[8] = { 0 };

		talk_chat(a, c, N_LINES, &l);
		for (size_t i = 0; i < N_LINES; i++) {
			kinds[l[i].kind]++;
			T_OK(l[i].offset_ms >= 0);
			T_OK(l[i].offset_ms <= c->length_ms);
			T_OK(i == 0 || l[i].offset_ms >= l[i - 1].offset_ms);
			T_EQ_INT(find(l, N_LINES, l[i].id), i);
			T_EQ_INT(strlen(l[i].id), 36);
			T_EQ_INT(l[i].text[0] == '\0',
				 l[i].kind == TALK_DELETED);
			T_OK(l[i].from != l[i].to);
			if (l[i].kind == TALK_PRIVATE)
				T_OK(l[i].to != NULL);
			if (l[i].about != NULL)
				check_about(l, i);
		}
		for (int k = TALK_PUBLIC; k <= TALK_ANSWERED; k++)
			T_EQ_INT(kinds[k] > 0,
				 k != TALK_PRIVATE || c->n_people > 1);
		T_OK(kinds[TALK_PUBLIC] > N_LINES / 3);
	}
}

/* ---- transcripts ---- */

static int64_t read_time(const char *s)
{
	int h, m, sec, ms;

	if (sscanf(s, "%d:%2d:%2d.%3d", &h, &m, &sec, &ms) != 4)
		return -1;
	return ((h * 60LL + m) * 60 + sec) * 1000 + ms;
}

/* One cue at *at; false where it is not as WebVTT wants it. */
static bool read_cue(const char **at, size_t number, const struct talk_cue *c)
{
	AUTO(free) char *head = str_printf("\r\n%zu\r\n", number);
	const char *arrow, *text, *end;

	if (!str_starts(*at, head))
		return false;
	*at += strlen(head);
	arrow = strstr(*at, " --> ");
	if (arrow == NULL || read_time(*at) != c->start_ms ||
	    read_time(arrow + 5) != c->end_ms)
		return false;
	text = strstr(arrow, "\r\n") + 2;
	end = strstr(text, "\r\n");
	for (const char *p = text; p < end; p++)
		if (*p == '<' || *p == '>' || *p == '\n' || *p == '\t')
			return false;
	*at = end + 2;
	return end > text;
}

T(vtt_is_read_again)
{
	T_EACH(row, casts) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(str_done) struct str s = STR_INIT;
		struct talk_cue *cues;
		const char *at;

		talk_transcript(a, &row->cast, N_CUES, &cues);
		talk_vtt(&s, cues, N_CUES, true);
		T_OK(str_starts(s.s, "WEBVTT\r\n"));
		at = s.s + 8;
		for (size_t i = 0; i < N_CUES; i++) {
			if (!read_cue(&at, i + 1, &cues[i])) {
				T_FAIL("cue %zu", i + 1);
				break;
			}
			T_OK(cues[i].start_ms <= cues[i].end_ms);
			T_OK(i == 0 || cues[i].start_ms >= cues[i - 1].end_ms);
		}
		T_EQ_STR(at, "");
	}
}

T(vtt_names)
{
	AUTO(str_done) struct str s = STR_INIT;
	struct talk_cue cue = { 3599999, 360000000, &people[1], "a --> <b>" };

	talk_vtt(&s, &cue, 1, true);
	T_EQ_STR(s.s,
		 "WEBVTT\r\n\r\n1\r\n00:59:59.999 --> 100:00:00.000\r\n"
		 "Ó Súilleabháin &amp; &lt;Sons&gt;: a --&gt; &lt;b&gt;\r\n");
	str_cut(&s, 0);
	talk_vtt(&s, &cue, 1, false);
	T_OK(str_ends(s.s, "100:00:00.000\r\na --&gt; &lt;b&gt;\r\n"));
}

/* ---- chat as TXT ---- */

static const struct talk_line spoken[] = {
	{ 61000, &people[0], NULL, "one\ntwo\n\n\tthree", TALK_PUBLIC, "1",
	  NULL },
	{ 62999, &people[1], &people[2], "hush", TALK_PRIVATE, "2", NULL },
	{ 63000, &people[0], NULL, "x", TALK_EDITED, "3", "1" },
	{ 63000, &people[2], NULL, "yes", TALK_ANSWERED, "4", "1" },
	{ 63000, &people[2], NULL, "👍", TALK_REACTION, "5", "4" },
	{ 64000, &people[0], NULL, "", TALK_DELETED, "6", "1" },
	{ 65000, &people[0], NULL, "1", TALK_GESTURE, "7", NULL },
	{ 400000000, &people[0], NULL, "12345678901234567890é1", TALK_PUBLIC,
	  "8", NULL },
	{ 400000000, &people[0], NULL, "ok", TALK_ANSWERED, "9", "8" },
};

T(chat_txt_to_the_letter)
{
	AUTO(str_done) struct str s = STR_INIT;

	talk_chat_txt(&s, spoken, 9, true);
	T_EQ_STR(s.s,
		 "00:01:01\tFrom Åsa Lindström to Everyone:\tone\r\n\ttwo\r\n"
		 "\t\r\n\t\tthree\r\n"
		 "00:01:02\tFrom Ó Súilleabháin & <Sons> to 渡辺 結衣(Direct "
		 "Message):\thush\r\n"
		 "00:01:03\tFrom 渡辺 結衣 to Everyone:\tReplying to "
		 "\"one...\"\r\n\t\r\n\t"
		 "yes\r\n"
		 "00:01:03\tFrom 渡辺 結衣 to Everyone:\tReacted to \"yes\" "
		 "with 👍\r\n"
		 "111:06:40\tFrom Åsa Lindström to "
		 "Everyone:\t12345678901234567890é1\r\n"
		 "111:06:40\tFrom Åsa Lindström to Everyone:\tReplying to "
		 "\"12345678901234567890...\"\r\n\t\r\n\tok\r\n");
	str_cut(&s, 0);
	talk_chat_txt(&s, spoken, 9, false);
	T_OK(strstr(s.s, "Reacted") == NULL);
}

/* Each record begins with a time, each further line with a tab. */
T(chat_txt_of_scenes)
{
	T_EACH(row, casts) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(str_done) struct str s = STR_INIT;
		struct talk_line *l;
		int records = 0, want = 0;

		talk_chat(a, &row->cast, N_LINES, &l);
		talk_chat_txt(&s, l, N_LINES, false);
		for (size_t i = 0; i < N_LINES; i++)
			want += l[i].kind == TALK_PUBLIC ||
				l[i].kind == TALK_PRIVATE ||
				l[i].kind == TALK_ANSWERED;
		for (const char *at = s.s; *at != '\0';) {
			const char *end = strchr(at, '\n');

			T_OK(end != NULL && end > at && end[-1] == '\r');
			T_OK(memchr(at, '\r', (size_t)(end - at)) == end - 1);
			if (*at != '\t') {
				records++;
				T_OK(strstr(at, "\tFrom ") < end);
			}
			at = end + 1;
		}
		T_EQ_INT(records, want);
	}
}

/* ---- JSON ---- */

T(other_json_is_json)
{
	T_EACH(row, casts) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(str_done) struct str s = STR_INIT;
		struct talk_cue *cues;
		json_t *j;

		talk_transcript(a, &row->cast, N_CUES, &cues);
		talk_timeline_json(&s, cues, N_CUES);
		j = json_loads(s.s, 0, NULL);
		T_EQ_INT(json_array_size(json_object_get(j, "timeline")),
			 N_CUES);
		json_decref(j);
		str_cut(&s, 0);
		talk_summary_json(&s, &row->cast);
		j = json_loads(s.s, 0, NULL);
		T_EQ_INT(json_array_size(json_object_get(j, "items")), 4);
		T_EQ_INT(json_array_size(json_object_get(j, "next_steps")), 4);
		json_decref(j);
	}
}

T(same_cast_same_scene)
{
	for (int i = 0; i < 2; i++) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(str_done) struct str one = STR_INIT;
		AUTO(str_done) struct str two = STR_INIT;
		struct talk_cast c = casts[0].cast;
		struct talk_line *l;

		talk_chat(a, &c, 50, &l);
		talk_chat_txt(&one, l, 50, true);
		c.seed += (uint64_t)i;
		talk_chat(a, &c, 50, &l);
		talk_chat_txt(&two, l, 50, true);
		T_EQ_INT(strcmp(one.s, two.s) == 0, i == 0);
	}
}

T(nothing_said_is_fine)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(str_done) struct str s = STR_INIT;
	struct talk_line *l;
	struct talk_cue *cues;

	talk_chat(a, &casts[0].cast, 0, &l);
	talk_chat_txt(&s, l, 0, true);
	T_EQ_STR(s.s, "");
	talk_transcript(a, &casts[0].cast, 0, &cues);
	talk_vtt(&s, cues, 0, true);
	T_EQ_STR(s.s, "WEBVTT\r\n");
}

T_MAIN
