/* Writes the files of five meetings, a language each, for talk.py. */
#include "base/arena.h"
#include "base/str.h"
#include "sandbox/talk-scene.h"

#include <stdio.h>
#include <stdlib.h>

#define N_PEOPLE 6
#define N_LINES  400
#define N_CUES   60

static int failed;

static void put(const char *folder, enum talk_lang lang, const char *name,
		struct str *s)
{
	char *path = str_printf("%s/%s-%s", folder, talk_lang_tag(lang), name);
	FILE *f = fopen(path, "wbe");

	if (f == NULL || fwrite(s->s, 1, s->len, f) != s->len ||
	    fclose(f) != 0) {
		perror(path);
		failed = 1;
	}
	str_done(s);
	free(path);
}

static void invite(struct arena *a, enum talk_lang lang,
		   struct talk_speaker people[N_PEOPLE])
{
	for (uint64_t i = 0; i < N_PEOPLE; i++) {
		struct talk_person p = talk_person(lang, 1, i);
		AUTO(str_done) struct str name = STR_INIT;
		AUTO(str_done) struct str box = STR_INIT;

		talk_add_name(&name, &p);
		talk_add_mailbox(&box, &p);
		people[i].name = arena_strdup(a, name.s);
		people[i].email =
			i == 0 ? "" : arena_printf(a, "%s@example.com", box.s);
		people[i].id = i == 0 ? "" : arena_printf(a, "u%d", (int)i);
	}
}

static void hold_meeting(const char *folder, enum talk_lang lang)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct talk_speaker people[N_PEOPLE];
	struct talk_cast c = { .lang = lang,
			       .seed = 2026,
			       .people = people,
			       .n_people = N_PEOPLE,
			       .length_ms = 45 * 60000 };
	struct str s = STR_INIT;
	struct talk_line *lines;
	struct talk_cue *cues;

	invite(a, lang, people);
	talk_chat(a, &c, N_LINES, &lines);
	talk_transcript(a, &c, N_CUES, &cues);
	talk_chat_txt(&s, lines, N_LINES, true);
	put(folder, lang, "chat.txt", &s);
	talk_vtt(&s, cues, N_CUES, true);
	put(folder, lang, "transcript.vtt", &s);
	talk_timeline_json(&s, cues, N_CUES);
	put(folder, lang, "timeline.json", &s);
	talk_summary_json(&s, &c);
	put(folder, lang, "summary.json", &s);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: talk-samples FOLDER\n");
		return 2;
	}
	for (int lang = 0; lang < TALK_LANGS; lang++)
		hold_meeting(argv[1], (enum talk_lang)lang);
	return failed;
}
