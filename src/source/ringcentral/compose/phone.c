/*
 * Messages of the message store and calls. RingCentral names the parties by
 * extension and by phone number: people of the company get their address by
 * extension, everyone else goes by the number.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/compose.h"
#include "source/ringcentral/compose/work.h"

#include <inttypes.h>
#include <string.h>

#define NOTE_MAX 200 /* bytes, before one more number is added */

/* --- parties ----------------------------------------------------------- */

/* "from", "to" and the like: one party, ITEM_NOBODY where there is none. */
static size_t party(struct work *w, const json_t *o, const char *role)
{
	const char *id = loose_line(w->a, o, "extensionId");
	const char *number =
		loose_either(w->a, o, "phoneNumber", "extensionNumber");
	const char *name = loose_line(w->a, o, "name");
	struct item_person *p;
	size_t at;

	if (!json_is_object(o))
		return ITEM_NOBODY;
	at = rc_people_find(w, *id != '\0' ? id : number,
			    *name != '\0' ? name : number);
	if (at == ITEM_NOBODY)
		return at;
	p = &w->it->people[at];
	if (*p->role == '\0')
		p->role = role;
	if (*number != '\0' && strlen(p->note) < NOTE_MAX &&
	    strcmp(rc_people_name(w, at), number) != 0 &&
	    strstr(p->note, number) == NULL)
		p->note = arena_printf(w->a, "%s%s%s", p->note,
				       *p->note != '\0' ? ", " : "", number);
	p->external |= *id == '\0' && *p->email == '\0';
	return at;
}

static void parties(struct work *w, const json_t *list, const char *role)
{
	const json_t *o;
	size_t i;

	json_array_foreach(list, i, o)
	{
		(void)party(w, o, role);
	}
}

/* "Anna Ek to +46123", in one line. */
static const char *both(struct work *w, size_t from, size_t to)
{
	const char *text =
		arena_printf(w->a, "%s to %s", rc_people_name(w, from),
			     rc_people_name(w, to));

	return loose_clean_line(w->a, text, strlen(text));
}

static const char *whole(struct work *w, const json_t *o, const char *key)
{
	int64_t n;

	return loose_int(o, key, &n) ? arena_printf(w->a, "%" PRId64, n) : "";
}

static const char *seconds(struct work *w, const json_t *o, const char *key)
{
	int64_t n;

	if (!loose_int(o, key, &n) || n < 0 || n > 10000000)
		return "";
	return arena_printf(w->a, "%" PRId64 ":%02d", n / 60, (int)(n % 60));
}

/* Name, times, class: what both have. The record is that of d. */
static void begin(struct work *w, const struct doc *d, const char *kind,
		  const char *message_class)
{
	struct item *it = w->it;

	rc_people_read(w);
	rc_work_files(w);
	rc_work_name(w, kind);
	it->message_class = message_class;
	it->time_us = d->time_us != 0 ? d->time_us : d->made_us;
	it->start_us = d->made_us;
	it->end_us = d->made_us;
}

static void tell_deletion(struct work *w, const struct doc *d, bool call)
{
	if (d->deleted)
		rc_work_notice(w, call ? "RingCentral says that this call has "
					 "been deleted."
				       : "RingCentral says that this message "
					 "has been deleted.");
}

/* The newest record, opened; NULL with *rc what to return. */
static const struct doc *open_last(struct work *w,
				   const struct source_material *m,
				   const char *kind, int *rc, struct err *e)
{
	const struct doc *d;

	rc_work_open(w, m, kind);
	*rc = 0;
	if (w->n_fresh == 0 && w->fresh_files == 0)
		return NULL;
	d = rc_work_last(w);
	if (d == NULL)
		*rc = err_set(e, ERR_ITEM,
			      "none of the %zu records can be read", w->n_docs);
	return d;
}

/* --- messages ---------------------------------------------------------- */

static const char *type_of(struct work *w, const json_t *o)
{
	static const struct {
		const char *type, *title;
	} types[] = {
		{ "SMS", "RingCentral SMS" },
		{ "Fax", "RingCentral fax" },
		{ "VoiceMail", "RingCentral voicemail" },
		{ "Pager", "RingCentral pager message" },
		{ "Text", "RingCentral text" },
	};
	const char *type = loose_line(w->a, o, "type");

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(types[i].type, type) == 0)
			return types[i].title;
	return "RingCentral message";
}

static void message_facts(struct work *w, const json_t *o)
{
	rc_work_fact(w, "Direction", loose_line(w->a, o, "direction"));
	rc_work_fact(w, "Status", loose_line(w->a, o, "messageStatus"));
	rc_work_fact(w, "Priority", loose_line(w->a, o, "priority"));
	rc_work_fact(w, "Availability", loose_line(w->a, o, "availability"));
	rc_work_fact(w, "Fax pages", whole(w, o, "faxPageCount"));
	rc_work_fact(w, "Cover page", loose_line(w->a, o, "coverPageText"));
	rc_work_fact(w, "Transcription",
		     loose_line(w->a, o, "vmTranscriptionStatus"));
	rc_work_fact(w, "Message ID", loose_line(w->a, o, "id"));
}

static void message_text(struct work *w, const struct doc *d)
{
	const char *text = loose_text(w->a, d->o, "subject");
	struct item_conversation *c;
	struct item_entry *en;

	if (*text == '\0')
		return;
	c = item_add_conversation(w->it, "Message");
	en = item_add_entry(w->it, c);
	en->time_us = d->made_us;
	en->author = w->it->author;
	en->text = text;
}

/* "RingCentral SMS: Anna Ek to +4670123" */
static const char *message_subject(struct work *w, const struct doc *d)
{
	const json_t *to = json_array_get(loose_array(d->o, "to"), 0);
	size_t n = json_array_size(loose_array(d->o, "to"));
	const char *more = "";

	if (n > 1)
		more = arena_printf(w->a, " and %zu more", n - 1);
	return arena_printf(w->a, "%s: %s%s%s", w->it->type,
			    both(w, w->it->author, party(w, to, "")), more,
			    d->deleted ? " - deleted" : "");
}

int rc_compose_message(const struct source_material *m, struct item **out,
		       struct err *e)
{
	AUTO(rc_work_done) struct work w;
	int rc;
	const struct doc *d = open_last(&w, m, "message", &rc, e);
	const char *conversation;

	if (d == NULL)
		return rc;
	conversation = loose_id_in(w.a, d->o, "conversation");
	if (*conversation != '\0')
		w.it->conversation =
			arena_printf(w.a, "message/%s", conversation);
	begin(&w, d, "message", "IPM.NOTE.RingCentral.SMS");
	w.it->type = type_of(&w, d->o);
	w.it->author = party(&w, loose_object(d->o, "from"), "Sender");
	parties(&w, loose_array(d->o, "to"), "Receiver");
	w.it->title = w.it->type;
	message_facts(&w, d->o);
	if (m->ordinal == 0 || d->fresh)
		message_text(&w, d);
	tell_deletion(&w, d, false);
	w.it->subject = message_subject(&w, d);
	rc_work_raws(&w);
	*out = TAKE(w.it);
	return 1;
}

/* --- calls ------------------------------------------------------------- */

static void call_facts(struct work *w, const json_t *o)
{
	rc_work_fact(w, "Type", loose_line(w->a, o, "type"));
	rc_work_fact(w, "Direction", loose_line(w->a, o, "direction"));
	rc_work_fact(w, "Action", loose_line(w->a, o, "action"));
	rc_work_fact(w, "Result", loose_line(w->a, o, "result"));
	rc_work_fact(w, "Reason", loose_line(w->a, o, "reasonDescription"));
	rc_work_fact(w, "Duration (minutes)", seconds(w, o, "duration"));
	rc_work_fact(w, "Session ID", loose_line(w->a, o, "sessionId"));
	rc_work_fact(w, "Call ID", loose_line(w->a, o, "id"));
}

static void call_legs(struct work *w, const json_t *legs)
{
	static const char *const columns[] = { "From", "To", "Action", "Result",
					       "Minutes" };
	const size_t wide = sizeof(columns) / sizeof(columns[0]);
	size_t n = json_array_size(legs), i;
	struct item_table *t;
	const char **cells;
	const json_t *o;

	if (n < 2 || n > 200)
		return;
	cells = arena_alloc(w->a, n * wide, sizeof(*cells));
	json_array_foreach(legs, i, o)
	{
		const char **row = &cells[i * wide];

		row[0] = rc_people_name(w,
					party(w, loose_object(o, "from"), ""));
		row[1] = rc_people_name(w, party(w, loose_object(o, "to"), ""));
		row[2] = loose_line(w->a, o, "action");
		row[3] = loose_line(w->a, o, "result");
		row[4] = seconds(w, o, "duration");
	}
	t = item_add_table(w->it, "Legs");
	t->n_columns = wide;
	t->columns = columns;
	t->cells = cells;
	t->n_rows = n;
}

/* Whoever's extension the record names, though no party does. */
static void call_extensions(struct work *w, const json_t *o)
{
	const json_t *leg;
	const char *id = loose_id_in(w->a, o, "extension");
	size_t i;

	if (*id != '\0')
		(void)rc_people_find(w, id, "");
	json_array_foreach(loose_array(o, "legs"), i, leg)
	{
		(void)party(w, loose_object(leg, "from"), "");
		(void)party(w, loose_object(leg, "to"), "");
	}
}

int rc_compose_call(const struct source_material *m, struct item **out,
		    struct err *e)
{
	AUTO(rc_work_done) struct work w;
	int rc;
	const struct doc *d = open_last(&w, m, "call", &rc, e);
	int64_t length = 0;
	size_t to;

	if (d == NULL)
		return rc;
	begin(&w, d, "call", "IPM.NOTE.RingCentral.Call");
	w.it->type = "RingCentral call";
	w.it->author = party(&w, loose_object(d->o, "from"), "Caller");
	to = party(&w, loose_object(d->o, "to"), "Called");
	call_extensions(&w, d->o);
	call_facts(&w, d->o);
	call_legs(&w, loose_array(d->o, "legs"));
	tell_deletion(&w, d, true);
	if (loose_int(d->o, "duration", &length) && length > 0 &&
	    length < 10000000 && w.it->start_us > 0)
		w.it->end_us = w.it->start_us + length * 1000000;
	w.it->title = both(&w, w.it->author, to);
	w.it->subject =
		arena_printf(w.a, "RingCentral call: %s%s%s%s", w.it->title,
			     *seconds(&w, d->o, "duration") != '\0' ? ", " : "",
			     seconds(&w, d->o, "duration"),
			     d->deleted ? " - deleted" : "");
	rc_work_raws(&w);
	*out = TAKE(w.it);
	return 1;
}
