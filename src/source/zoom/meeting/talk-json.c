/* The archived chat's messages become lines of a conversation. */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/keys.h"
#include "source/zoom/read/subgroup.h"

#include <inttypes.h>
#include <string.h>

#define MEMBERS_MAX 1000 /* receivers named for one message */

struct json_talk {
	struct talk *t;
	const struct talk_base *base;
	size_t unknown; /* messages of a type we do not know */
};

/* --- receivers ------------------------------------------------------- */

static const char *receiver_words(const struct chat_message *m)
{
	switch (m->receiver) {
	case CHAT_PANELISTS:
		return "Hosts and panelists";
	case CHAT_ATTENDEE_CC:
		return "One attendee, with hosts and panelists";
	case CHAT_WAITING_ROOM:
		return "Everyone in the waiting room";
	case CHAT_HOSTS:
		return "All hosts";
	case CHAT_GROUP:
		return "Private group";
	default:
		return "Everyone";
	}
}

static const char *place_words(int place)
{
	switch (place) {
	case CHAT_BREAKOUT:
		return "breakout room";
	case CHAT_WAITING:
		return "waiting room";
	case CHAT_BACKSTAGE:
		return "backstage";
	default:
		return "";
	}
}

/* "Everyone (from the waiting room)" */
static const char *label_of(struct arena *a, const struct chat_message *m)
{
	const char *to = *m->to != '\0' ? m->to : m->to_email,
		   *from = place_words(m->from_place),
		   *in = place_words(m->to_place);

	if (*to == '\0')
		to = receiver_words(m);
	if (*from != '\0' && m->from_place != m->to_place)
		return arena_printf(a, "%s (from the %s)", to, from);
	if (*in != '\0' && m->receiver != CHAT_WAITING_ROOM)
		return arena_printf(a, "%s (in the %s)", to, in);
	return arena_strdup(a, to);
}

static bool was_in(const struct subgroup_member *who, long long at_us)
{
	if (at_us < 0)
		return true;
	return (who->joined_us < 0 || who->joined_us <= at_us) &&
	       (who->left_us < 0 || who->left_us >= at_us);
}

static void to_group(struct json_talk *j, struct item_entry *en,
		     const struct chat_message *m)
{
	const struct subgroup_member *all;
	size_t n, *to;

	if (j->base->groups == NULL || *m->group == '\0')
		return;
	all = subgroup_find(j->base->groups, m->group, &n);
	to = arena_alloc(j->t->w->a, n < MEMBERS_MAX ? n : MEMBERS_MAX,
			 sizeof(*to));
	en->to = to;
	for (size_t i = 0; i < n && en->n_to < MEMBERS_MAX; i++)
		if (people_is_email(all[i].email) &&
		    was_in(&all[i], m->archive_us)) {
			size_t who = talk_who(j->t, "", all[i].email, "");

			if (who < PEOPLE_AMBIGUOUS && who != en->author)
				to[en->n_to++] = who;
		}
}

static void set_receivers(struct json_talk *j, struct item_entry *en,
			  const struct chat_message *m)
{
	bool named =
		*m->to != '\0' || *m->to_email != '\0' || *m->to_id != '\0';
	size_t who, *to;

	en->to_label = label_of(j->t->w->a, m);
	if (m->receiver == CHAT_GROUP)
		to_group(j, en, m);
	if (!named || en->n_to > 0)
		return;
	who = talk_who(j->t, m->to, m->to_email, m->to_id);
	if (who >= PEOPLE_AMBIGUOUS)
		return;
	to = arena_alloc(j->t->w->a, 1, sizeof(*to));
	to[0] = who;
	en->to = to;
	en->n_to = 1;
}

/* --- kinds ----------------------------------------------------------- */

static enum item_entry_kind kind_of(const struct chat_message *m)
{
	switch (m->type) {
	case 3:
		return ITEM_DELETION;
	case 4:
		return ITEM_REACTION;
	case 5:
		return ITEM_EVENT;
	case 6:
		return ITEM_EDIT;
	default:
		return ITEM_TEXT;
	}
}

/* Type 5: a number; the schema names three of them. */
static const char *feedback(struct arena *a, const char *number)
{
	static const char *const known[] = { "1", "raised a hand",
					     "2", "answered: yes",
					     "3", "answered: no" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i += 2)
		if (strcmp(known[i], number) == 0)
			return known[i + 1];
	return arena_printf(a, "nonverbal feedback number %s",
			    loose_clean_line(a, number, strlen(number)));
}

static const char *text_of(struct json_talk *j, const struct chat_message *m,
			   size_t who)
{
	struct arena *a = j->t->w->a;
	const char *text = m->type == 5 ? feedback(a, m->content) : m->content;

	if (m->type < 1 || m->type > 7) {
		j->unknown++;
		text = arena_printf(a, "[message of type %" PRId64 "] %s",
				    m->type, text);
	}
	return who == PEOPLE_AMBIGUOUS
		       ? arena_printf(a, "%s: %s", m->sender, text)
		       : text;
}

static int64_t time_of(const struct talk_base *base,
		       const struct chat_message *m)
{
	if (m->meeting_us >= 0 && base->meeting_us > 0)
		return base->meeting_us + m->meeting_us;
	if (m->archive_us >= 0 && base->archive_us > 0)
		return base->archive_us + m->archive_us;
	return 0;
}

static void add_files(struct arena *a, struct item_entry *en,
		      const struct chat_message *m)
{
	const char **names = arena_alloc(a, m->n_files, sizeof(*names));

	for (size_t i = 0; i < m->n_files; i++)
		names[i] = arena_strdup(a, m->files[i]);
	en->files = names;
	en->n_files = m->n_files;
}

/* The archive may hold a file for each participant: told before? */
static bool told(struct talk *t, const struct chat_message *m)
{
	struct str key AUTO(str_done) = STR_INIT;
	size_t *at;

	if (*m->id == '\0')
		return false;
	str_addf(&key, "%" PRId64 " %s %s", m->type, m->id, m->original);
	at = keys_at(t->seen, key.s, 0);
	return (*at)++ > 0;
}

static void take_message(void *ctx, const struct chat_message *m)
{
	struct json_talk *j = ctx;
	struct arena *a = j->t->w->a;
	struct item_entry *en;
	size_t who;

	if (j->t->several && told(j->t, m))
		return;
	who = talk_who(j->t, m->sender, m->sender_email, m->sender_id);
	en = talk_line(j->t, text_of(j, m, who));
	j->t->texts += kind_of(m) == ITEM_TEXT;
	if (en == NULL)
		return;
	en->kind = kind_of(m);
	en->id = arena_strdup(a, m->id);
	en->target = arena_strdup(a, m->original);
	en->parent = arena_strdup(a, m->parent);
	if (en->kind == ITEM_REACTION && *en->target == '\0')
		en->target = en->parent;
	en->author = who;
	en->time_us = time_of(j->base, m);
	set_receivers(j, en, m);
	add_files(a, en, m);
}

int talk_json(struct talk *t, const struct file *f, struct reader *r,
	      const struct talk_base *base, struct err *e)
{
	struct json_talk j = { .t = t, .base = base };
	struct chat_json_sums sums = { 0 };
	struct err mine = ERR_INIT;

	if (chat_json_read(r, take_message, &j, &sums, &mine) < 0)
		return talk_failed(t->w, f, &mine, e);
	if (t->hidden)
		return 0;
	if (sums.cut || sums.damaged > 0)
		work_notice(t->w,
			    "The chat \"%.200s\" is damaged: %zu messages "
			    "could be read, %zu not%s. It is attached as it "
			    "came.",
			    files_name(f), sums.messages, sums.damaged,
			    sums.cut ? ", and it ends too early" : "");
	if (j.unknown > 0)
		work_notice(t->w,
			    "The chat \"%.200s\" has %zu messages of a type "
			    "that is not known here; they are shown as text.",
			    files_name(f), j.unknown);
	return 0;
}
