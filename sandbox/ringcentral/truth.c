#include "truth.h"

#include "ring.h"

#include "base/str.h"

#include <string.h>

/* The archiver of field "state": at midnight each day, and a week later. */
#define LAST_RUN_US (7 * CLOCK_DAY)

/* Is there a run at or after from and before until? */
static bool has_run(const struct tenant *t, int64_t from_us, int64_t until_us)
{
	int64_t last_us = t->until_us + LAST_RUN_US, run_us;

	if (from_us == RING_NEVER)
		return false;
	run_us = clock_day_start(from_us + CLOCK_DAY - 1);
	if (run_us < t->from_us + CLOCK_DAY)
		run_us = t->from_us + CLOCK_DAY;
	if (run_us <= t->until_us && run_us < until_us)
		return true;
	return from_us <= last_us && last_us < until_us;
}

static const char *state_of(const struct tenant *t, const struct ring_fact *x)
{
	if (has_run(t, x->available_us, x->gone_us))
		return "archived";
	return has_run(t, x->listed_us, x->forgotten_us) ? "expired" : "unseen";
}

const char *ring_true_mailbox(const struct person *p, int64_t at_us)
{
	return person_mailbox_at(p, at_us);
}

json_t *ring_mailboxes(const struct person *const *all, size_t n, int64_t at_us)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		const char *mailbox =
			all[i] != NULL ? ring_true_mailbox(all[i], at_us) : "";

		if (mailbox[0] != '\0')
			json_array_append_new(list, json_string(mailbox));
	}
	return list;
}

void ring_put_when(json_t *o, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us == RING_NEVER)
		json_object_set_new(o, key, json_null());
	else
		ring_put(o, key, ring_time(us, text));
}

void ring_tell_line(struct ring_telling *k, json_t *o)
{
	(void)json_dumpf(o, k->out, JSON_COMPACT | JSON_PRESERVE_ORDER);
	(void)fputc('\n', k->out);
	json_decref(o);
}

void ring_tell(struct ring_telling *k, const struct ring_fact *x)
{
	json_t *o = json_object();
	char text[CLOCK_TEXT];

	ring_put(o, "type", "object");
	ring_put(o, "source", "ringcentral");
	ring_put(o, "kind", x->kind);
	ring_put(o, "id", x->id);
	ring_put(o, "version", x->version);
	ring_put(o, "conversation", x->conversation);
	ring_put_when(o, "at", x->at_us);
	ring_put(o, "day", clock_day(x->at_us, text));
	ring_put_when(o, "listed_from", x->listed_us);
	ring_put_when(o, "available_from", x->available_us);
	ring_put_when(o, "gone_from", x->gone_us);
	ring_put(o, "state", state_of(k->w->t, x));
	if (x->name != NULL)
		ring_put(o, "name", x->name);
	if (x->text != NULL)
		ring_put(o, "text", x->text);
	if (x->author != NULL) {
		ring_put(o, "author", x->author->key);
		ring_put_id(o, "author_id",
			    ring_person_number(k->w, x->author));
		ring_put(o, "author_name", x->author->name);
		ring_put(o, "author_email",
			 ring_true_mailbox(x->author, x->at_us));
	}
	json_object_set_new(o, "members", x->members);
	if (x->more != NULL) {
		json_object_update(o, x->more);
		json_decref(x->more);
	}
	ring_put(o, "sha256", x->digest != NULL ? x->digest->hex : "");
	ring_put_int(o, "size",
		     x->digest != NULL ? (int64_t)x->digest->length : 0);
	ring_tell_line(k, o);
}

static void tell_account(struct ring_telling *k, const struct ring *r)
{
	const struct tenant *t = k->w->t;
	json_t *o = json_object();

	ring_put(o, "type", "account");
	ring_put(o, "source", "ringcentral");
	ring_put(o, "account_id", r->account_id);
	ring_put_int(o, "chats", (int64_t)k->w->volume.chats);
	ring_put_int(o, "posts", (int64_t)k->w->volume.posts);
	ring_put_when(o, "from", t->from_us);
	ring_put_when(o, "until", t->until_us);
	ring_put_when(o, "last_run", t->until_us + LAST_RUN_US);
	ring_tell_line(k, o);
}

static void tell_person(struct ring_telling *k, const struct person *p)
{
	json_t *o = json_object();
	char phone[RING_ID] = "";

	ring_put(o, "type", "extension");
	ring_put(o, "source", "ringcentral");
	ring_put_id(o, "id", ring_person_number(k->w, p));
	ring_put(o, "person", p->key);
	ring_put(o, "name", p->name);
	ring_put(o, "email", ring_person_email(p));
	ring_put(o, "mailbox", p->mailbox);
	if (p->status != PERSON_GUEST)
		ring_phone(k->w, p, phone);
	ring_put(o, "phone", phone);
	ring_put_bool(o, "guest", p->status == PERSON_GUEST);
	ring_put_when(o, "left", p->left_us != 0 ? p->left_us : RING_NEVER);
	ring_tell_line(k, o);
}

void ring_truth(FILE *out, struct ring *r)
{
	struct ring_telling k = { .out = out, .w = ring_world(r) };
	const struct people *all = &k.w->t->people;

	tell_account(&k, r);
	for (size_t i = 0; i < all->n; i++)
		tell_person(&k, &all->all[i]);
	ring_truth_chats(&k);
	ring_truth_messages(&k);
	ring_truth_calls(&k);
	ring_truth_videos(&k);
}
