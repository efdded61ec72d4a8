#include "content.h"

#include "chat.h"
#include "dice.h"
#include "large.h"
#include "media.h"
#include "poll.h"
#include "talk-scene.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Counted once and remembered: listings tell size and digest again. */
struct known {
	_Atomic bool counted;
	uint64_t size;
	unsigned char sha256[32];
};

struct store {
	const struct tenant *t;
	struct large *large;               /* NULL without --large */
	struct known *_Atomic *by_meeting; /* NULL until one is counted */
	pthread_mutex_t lock;              /* for adding to it */
};

struct store *store_new(const struct tenant *t)
{
	struct store *s = NEW(struct store);

	s->t = t;
	s->by_meeting = mem_alloc(t->n + 1, sizeof(*s->by_meeting));
	(void)pthread_mutex_init(&s->lock, NULL);
	if (t->opt.large != 0)
		s->large = large_new(seed_of(t->opt.seed, "large", 0),
				     t->opt.large);
	return s;
}

void store_free(struct store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->t->n; i++)
		free(atomic_load(&s->by_meeting[i]));
	free(s->by_meeting);
	(void)pthread_mutex_destroy(&s->lock);
	large_free(s->large);
	free(s);
}

#define SPEAKERS_MAX 12

/* Who speaks: the first of the cast; the rest listens. */
static void make_talk(struct talk_cast *out, const struct cast *c,
		      const struct meeting *m)
{
	struct talk_speaker *all;

	out->lang = m->lang;
	out->seed = seed_of(m->seed, "spoken", 0);
	out->n_people = c->n < SPEAKERS_MAX ? c->n : SPEAKERS_MAX;
	out->length_ms = (m->end_us - m->start_us) / 1000;
	all = arena_alloc(c->arena, out->n_people, sizeof(*all));
	for (size_t i = 0; i < out->n_people; i++) {
		all[i].name = c->all[i].name;
		all[i].email = c->all[i].email;
		all[i].id = c->all[i].signed_in ? c->all[i].person->id : "";
	}
	out->people = all;
}

/* A cue every half minute: the transcript, the captions, the timeline. */
static void add_spoken(struct str *out, const struct tenant *t,
		       const struct meeting *m, const struct file *f)
{
	struct cast c AUTO(cast_done) = { 0 };
	struct talk_cast talk;
	struct talk_cue *cues;
	size_t n;

	cast_make(&c, t, m);
	make_talk(&talk, &c, m);
	n = (size_t)(talk.length_ms / 30000) + 1;
	talk_transcript(c.arena, &talk, n, &cues);
	if (f->form == FORM_TIMELINE)
		talk_timeline_json(out, cues, n);
	else
		talk_vtt(out, cues, n, strcmp(f->file_type, "CC") != 0);
}

static void dump(struct str *out, json_t *o)
{
	char *text = json_dumps(o, JSON_INDENT(2) | JSON_PRESERVE_ORDER);

	str_add(out, text);
	free(text);
	json_decref(o);
}

static void add_steps(struct str *out, const struct meeting *m)
{
	json_t *items = json_array();

	for (size_t i = 0; i < 3; i++) {
		struct str s AUTO(str_done) = STR_INIT;

		talk_add(&s, TALK_NEXT, m->lang, seed_of(m->seed, "smart", 0),
			 i);
		json_array_append_new(items, json_pack("{s:s}", "text", s.s));
	}
	dump(out, json_pack("{s:o}", "next_steps", items));
}

static void add_smart(struct str *out, const struct tenant *t,
		      const struct meeting *m, const struct file *f)
{
	struct cast c AUTO(cast_done) = { 0 };
	struct talk_cast talk;

	if (strcmp(f->recording_type, "summary") != 0) {
		add_steps(out, m);
		return;
	}
	cast_make(&c, t, m);
	make_talk(&talk, &c, m);
	talk_summary_json(out, &talk);
}

static void add_noise(struct str *out, uint64_t seed, size_t len)
{
	seed_bytes(seed, str_room(out, len), len);
	out->len += len;
	out->s[out->len] = '\0';
}

/* A few seconds stand for the whole meeting: listings say its real length. */
static void add_media(struct str *out, const struct meeting *m,
		      const struct file *f)
{
	uint64_t seed = seed_of(m->seed, "media", f->n);
	int seconds = 2 + (int)(seed % 5);

	if (f->form == FORM_MP4)
		media_mp4(out, seed, seconds, 320, 192);
	else if (f->form == FORM_M4A)
		media_m4a(out, seed, seconds);
	else if (f->form == FORM_JPG)
		media_jpg(out, seed);
	else
		add_noise(out, seed, 3000 + seed % 999);
}

static void add_chat(struct str *out, const struct tenant *t,
		     const struct meeting *m, enum file_form form)
{
	struct chat c AUTO(chat_done) = { 0 };

	chat_make(&c, t, m);
	if (form == FORM_CHAT_TXT)
		chat_add_recording_txt(out, &c);
	else if (form == FORM_ARCHIVE_TXT)
		chat_add_archive_txt(out, &c);
	else if (form == FORM_ARCHIVE_JSON)
		chat_add_archive_json(out, &c);
	else
		chat_add_group_log(out, &c);
}

static void add_poll(struct str *out, const struct tenant *t,
		     const struct meeting *m)
{
	struct poll p AUTO(poll_done) = { 0 };

	poll_make(&p, t, m);
	poll_add_csv(out, &p);
}

void store_add(struct str *out, const struct store *s, const struct meeting *m,
	       const struct file *f)
{
	switch (f->form) {
	case FORM_LARGE:
		return;
	case FORM_MP4:
	case FORM_M4A:
	case FORM_JPG:
	case FORM_UNKNOWN:
		add_media(out, m, f);
		return;
	case FORM_VTT:
	case FORM_TIMELINE:
		add_spoken(out, s->t, m, f);
		return;
	case FORM_SUMMARY:
		add_smart(out, s->t, m, f);
		return;
	case FORM_POLL_CSV:
		add_poll(out, s->t, m);
		return;
	case FORM_CHAT_TXT:
	case FORM_ARCHIVE_TXT:
	case FORM_ARCHIVE_JSON:
	case FORM_GROUP_LOG:
		add_chat(out, s->t, m, f->form);
		return;
	}
}

static struct known *known_of(struct store *s, const struct meeting *m,
			      const struct file *f)
{
	struct known *all = atomic_load(&s->by_meeting[m->index]);
	struct file files[FILES_MAX];

	if (all != NULL)
		return &all[f->n];
	(void)pthread_mutex_lock(&s->lock);
	all = atomic_load(&s->by_meeting[m->index]);
	if (all == NULL) {
		all = mem_alloc(files_of(s->t, m, files), sizeof(*all));
		atomic_store(&s->by_meeting[m->index], all);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return &all[f->n];
}

/* Two threads may count the same file; both come to the same result. */
static void count(struct store *s, const struct meeting *m,
		  const struct file *f, struct known *k)
{
	struct str bytes AUTO(str_done) = STR_INIT;
	struct known now = { 0 };

	if (!f->failed)
		store_add(&bytes, s, m, f);
	now.size = bytes.len;
	if (EVP_Digest(bytes.s, bytes.len, now.sha256, NULL, EVP_sha256(),
		       NULL) != 1)
		abort();
	(void)pthread_mutex_lock(&s->lock);
	if (!atomic_load(&k->counted)) {
		k->size = now.size;
		memcpy(k->sha256, now.sha256, sizeof(k->sha256));
		atomic_store(&k->counted, true);
	}
	(void)pthread_mutex_unlock(&s->lock);
}

uint64_t store_size(struct store *s, const struct meeting *m,
		    const struct file *f)
{
	struct known *k;

	if (f->failed)
		return 0;
	if (f->form == FORM_LARGE)
		return large_size(s->large);
	k = known_of(s, m, f);
	if (!atomic_load(&k->counted))
		count(s, m, f, k);
	return k->size;
}

void store_digest(struct store *s, const struct meeting *m,
		  const struct file *f, struct digest *out)
{
	struct known *k;

	if (f->form == FORM_LARGE) {
		*out = *large_digest(s->large);
		return;
	}
	k = known_of(s, m, f);
	if (!atomic_load(&k->counted))
		count(s, m, f, k);
	out->length = k->size;
	memcpy(out->bytes, k->sha256, sizeof(out->bytes));
	encode_hex(out->bytes, sizeof(out->bytes), out->hex);
}

struct large *store_large(struct store *s)
{
	return s->large;
}

const char *file_media_type(const struct file *f)
{
	static const struct {
		const char *extension, *type;
	} types[] = {
		{ "MP4", "video/mp4" },         { "M4A", "audio/mp4" },
		{ "JPG", "image/jpeg" },        { "TXT", "text/plain" },
		{ "VTT", "text/vtt" },          { "CSV", "text/csv" },
		{ "JSON", "application/json" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].extension, f->extension) == 0)
			return types[i].type;
	return "application/octet-stream";
}

int file_messages(const struct store *s, const struct meeting *m,
		  const struct file *f)
{
	struct chat c AUTO(chat_done) = { 0 };

	if (f->form != FORM_ARCHIVE_JSON && f->form != FORM_ARCHIVE_TXT)
		return -1;
	chat_make(&c, s->t, m);
	return (int)chat_count(&c, f->form == FORM_ARCHIVE_JSON);
}
