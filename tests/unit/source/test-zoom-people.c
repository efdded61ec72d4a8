#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/meeting/people.h"

#include "t.h"

#define ROWS 8

/* "list|name|email|account|joining|from|to|flags", times in seconds. */
static const struct {
	const char *label;
	const char *rows[ROWS];
	const char *want; /* name<email>account:role[flags] spans (note); */
} cases[] = {
	{ "nobody", { NULL }, "" },
	{ "back again, by address in other letters",
	  { "r|Bo|bo@x|u1|1|10|20|", "r|Bo|BO@X|u1|2|30|40|" },
	  "Bo<BO@X>u1:Participant 10-20 30-40;" },
	{ "one account, two addresses",
	  { "r|Bo|bo@x|u1|1|10|20|", "r|Bo|bo@y|u1|2|30|40|" },
	  "Bo<bo@x>u1:Participant 10-20 30-40 (also with the address "
	  "\"bo@y\");" },
	{ "the address comes by the number of the joining",
	  { "p|Bo|||7|10|20|", "r|Bo Chen|bo@x|u1|7|10|20|" },
	  "Bo Chen<bo@x>u1:Participant 10-20 (also shown as \"Bo\");" },
	{ "the same number, but two people",
	  { "r|Bo|bo@x||7|10|20|", "p|Al|al@x||7|10|20|" },
	  "Al<al@x>:Participant 10-20;Bo<bo@x>:Participant 10-20;" },
	{ "guests of one name at one time are two",
	  { "r|iPhone|||1|10|20|g", "r|iPhone|||2|15|30|g" },
	  "iPhone<>:Guest! 10-20;iPhone<>:Guest! 15-30;" },
	{ "a guest who came back is one",
	  { "r|iPhone|||1|10|20|g", "r|iPhone|||2|20|30|g" },
	  "iPhone<>:Guest! 10-20 20-30;" },
	{ "the guest who left first comes back",
	  { "r|iPhone|||1|10|30|g", "r|iPhone|||2|10|20|g",
	    "r|iPhone|||3|25|40|g", "r|iPhone|||4|31|50|g" },
	  "iPhone<>:Guest! 10-20 25-40;iPhone<>:Guest! 10-30 31-50;" },
	{ "a guest who has not left is not joined with a later one",
	  { "r|iPhone|||1|10|0|g", "r|iPhone|||2|20|30|g" },
	  "iPhone<>:Guest! 10-0;iPhone<>:Guest! 20-30;" },
	{ "bare rows of two lists are the same",
	  { "r|Al||||10|20|", "p|Al||||10|20|" },
	  "Al<>:Guest 10-20;" },
	{ "bare rows twice in one list are two",
	  { "r|Al||||10|20|", "r|Al||||10|20|", "p|Al||||10|20|",
	    "p|Al||||10|20|" },
	  "Al<>:Guest 10-20;Al<>:Guest 10-20;" },
	{ "bare rows without times stay apart",
	  { "p|Al||||0|0|", "p|Al||||0|0|" },
	  "Al<>:Guest;Al<>:Guest;" },
	{ "a guest is not the user of that name",
	  { "r|Al|al@x|u1|1|10|20|", "r|Al|||2|30|40|g" },
	  "Al<>:Guest! 30-40;Al<al@x>u1:Participant 10-20;" },
	{ "the waiting room is not the meeting",
	  { "r|Al|al@x||1|10|20|w", "r|Bo|bo@x||2|10|20|w",
	    "r|Bo|bo@x||3|20|30|" },
	  "Al<al@x>:Participant (waiting room only 1970-01-01 00:00:10 to "
	  "1970-01-01 00:00:20 UTC);Bo<bo@x>:Participant 20-30 (waiting room "
	  "1970-01-01 00:00:10 to 1970-01-01 00:00:20 UTC);" },
	{ "a guest let in from the waiting room is one",
	  { "r|Al|||1|10|20|w", "r|Al|||2|20|30|g" },
	  "Al<>:Guest! 20-30 (waiting room 1970-01-01 00:00:10 to 1970-01-01 "
	  "00:00:20 UTC);" },
	{ "a guest kept waiting while another of that name is in",
	  { "r|Al|||1|10|20|w", "r|Al|||2|15|30|g" },
	  "Al<>:Guest (waiting room only 1970-01-01 00:00:10 to 1970-01-01 "
	  "00:00:20 UTC);Al<>:Guest! 15-30;" },
	{ "callers",
	  { "r|+46*****123|||1|10|20|g", "r|Call-In User_1|||2|10|20|g",
	    "r|2026-03-01 x|||3|10|20|g", "r|46701234567|||4|10|20|g" },
	  "+46*****123<>:Guest! 10-20 (by telephone);2026-03-01 x<>:Guest! "
	  "10-20;46701234567<>:Guest! 10-20 (by telephone);Call-In "
	  "User_1<>:Guest! 10-20 (by telephone);" },
	{ "the most telling name",
	  { "r|iPhone|bo@x||1|10|20|", "r|Bo Chen|bo@x||2|30|40|",
	    "r|Bo Chen (mobile)|bo@x||3|50|60|", "r|bo@x|bo@x||4|70|80|" },
	  "Bo Chen<bo@x>:Participant 10-20 30-40 50-60 70-80 (also shown as "
	  "\"Bo Chen (mobile)\", \"bo@x\", \"iPhone\");" },
	{ "no names at all",
	  { "r||||1|10|20|", "r||bo@x||2|10|20|", "r|||u9|3|10|20|" },
	  "Unnamed participant<>:Guest 10-20;Zoom user u9<>u9:Participant "
	  "10-20;bo@x<bo@x>:Participant 10-20;" },
	{ "what is no address becomes a name",
	  { "r||not an address||1|10|20|" },
	  "not an address<>:Guest 10-20;" },
	{ "the host by account only",
	  { "h|||hid|||||" },
	  "Zoom user hid<>hid:Host;" },
	{ "a host who was not there",
	  { "h|Anna|a@x|hid||||h", "r|Bo|b@x|u1|1|10|20|" },
	  "Anna<a@x>hid:Host (not in Zoom's list of those present);"
	  "Bo<b@x>u1:Participant 10-20;" },
	{ "a host who was there",
	  { "h|Anna|a@x|hid||||h", "r|Anna B|A@x|hid|1|10|20|" },
	  "Anna B<a@x>hid:Host 10-20 (also shown as \"Anna\");" },
	{ "of other domains, and said to be internal",
	  { "h|Anna|a@home|hid||||h", "r|Bo|b@away||1|10|20|",
	    "r|Cy|c@away||2|10|20|i" },
	  "Anna<a@home>hid:Host (not in Zoom's list of those present);"
	  "Bo<b@away>:Participant! 10-20;Cy<c@away>:Participant 10-20;" },
	{ "lists that differ a little tell of the same joining",
	  { "r|Bo|b@x||1|10|20|", "p|Bo|b@x||1|11|20|", "m|Bo|b@x||1|9|21|",
	    "a||b@x|||10|20|" },
	  "Bo<b@x>:Participant 10-20;" },
	{ "the list that knows both ends",
	  { "r|Bo|b@x||1|10|0|", "p|Bo|b@x||1|10|25|" },
	  "Bo<b@x>:Participant 10-25;" },
	{ "leaving before joining",
	  { "r|Bo|b@x||1|30|20|" },
	  "Bo<b@x>:Participant 30-0;" },
	{ "the archive's files where there is no list",
	  { "a||b@x|||10|20|", "a||b@x|||10|20|" },
	  "b@x<b@x>:Participant 10-20;" },
	{ "rows without a number beside numbered ones",
	  { "r|Bo|b@x|u|1|10|20|", "p|Bo|b@x|u||10|21|" },
	  "Bo<b@x>u:Participant 10-20;" },
};

static enum people_list list_of(char c)
{
	static const char letters[] = "hrpmacs";

	return (enum people_list)(strchr(letters, c) - letters);
}

static void add_row(struct people *p, struct arena *a, const char *text)
{
	const char *f[8] = { "", "", "", "", "", "", "", "" };
	struct people_row row = { .uuid = "", .role = "", .device = "" };
	size_t n = 0;

	for (; n < 8; n++) {
		size_t len = strcspn(text, "|");

		f[n] = arena_dup(a, text, len);
		text += len;
		if (*text++ == '\0')
			break;
	}
	row.list = list_of(*f[0]);
	row.name = f[1];
	row.email = f[2];
	row.account = f[3];
	row.joining = f[4];
	row.from_us = strtoll(f[5], NULL, 10) * 1000000;
	row.to_us = strtoll(f[6], NULL, 10) * 1000000;
	row.waiting = *f[7] == 'w';
	row.internal = *f[7] == 'g' ? 0 : *f[7] == 'i' ? 1 : -1;
	if (*f[0] == 'h')
		row.role = "Host";
	(void)people_row(p, &row);
}

static void print_people(struct str *out, const struct item *it)
{
	for (size_t i = 0; i < it->n_people; i++) {
		const struct item_person *p = &it->people[i];

		str_addf(out, "%s<%s>%s:%s%s", p->name, p->email, p->vendor_id,
			 p->role, p->external ? "!" : "");
		for (size_t k = 0; k < p->n_spans; k++)
			str_addf(out, " %" PRId64 "-%" PRId64,
				 p->spans[k].from_us / 1000000,
				 p->spans[k].to_us / 1000000);
		if (*p->note != '\0')
			str_addf(out, " (%s)", p->note);
		str_add(out, ";");
	}
}

T(rows_become_people)
{
	T_EACH(c, cases) {
		AUTO(item_free) struct item *it = item_new();
		AUTO(people_free) struct people *p = people_new(it->arena);
		struct str out AUTO(str_done) = STR_INIT;

		for (size_t i = 0; i < ROWS && c->rows[i] != NULL; i++)
			add_row(p, it->arena, c->rows[i]);
		people_settle(p);
		people_emit(p, it, strstr(c->label, "domains") ? "home" : "",
			    false);
		print_people(&out, it);
		T_EQ_STR(out.s, c->want);
	}
}

T(the_order_of_rows_does_not_matter)
{
	T_EACH(c, cases) {
		AUTO(item_free) struct item *it = item_new();
		AUTO(people_free) struct people *p = people_new(it->arena);
		struct str out AUTO(str_done) = STR_INIT;

		for (size_t i = ROWS; i-- > 0;)
			if (c->rows[i] != NULL)
				add_row(p, it->arena, c->rows[i]);
		people_settle(p);
		people_emit(p, it, strstr(c->label, "domains") ? "home" : "",
			    false);
		print_people(&out, it);
		/* of two ways to write one address the smaller is kept */
		T_EQ_STR(out.s, c->want);
	}
}

static const struct {
	const char *label;
	const char *rows[ROWS];
	const char *name, *email, *account;
	size_t want; /* index after emitting */
	size_t people;
} asks[] = {
	{ "by address", { "r|Bo|b@x||1|10|20|" }, "B", "B@X", "", 0, 1 },
	{ "by account", { "r|Bo|b@x|u1|1|10|20|" }, "B", "", "u1", 0, 1 },
	{ "by name", { "r|Bo|b@x||1|10|20|" }, "Bo", "", "", 0, 1 },
	{ "by name, and the address is new",
	  { "r|Bo|||1|10|20|" },
	  "Bo",
	  "b@x",
	  "",
	  0,
	  1 },
	{ "another of that name",
	  { "r|Bo|b@x||1|10|20|" },
	  "Bo",
	  "b@y",
	  "",
	  1,
	  2 },
	{ "nobody knows", { "r|Bo|b@x||1|10|20|" }, "Cy", "", "", 1, 2 },
	{ "two have that name",
	  { "r|Bo|b@x||1|10|20|", "r|Bo|c@x||2|10|20|" },
	  "Bo",
	  "",
	  "",
	  ITEM_NOBODY,
	  2 },
	{ "two have that name, the account tells",
	  { "r|Bo|b@x|u1|1|10|20|", "r|Bo|c@x|u2|2|10|20|" },
	  "Bo",
	  "",
	  "u2",
	  1,
	  2 },
	{ "nothing to go by",
	  { "r|Bo|b@x||1|10|20|" },
	  "",
	  "",
	  "",
	  ITEM_NOBODY,
	  1 },
	{ "no address",
	  { "r|Bo|b@x||1|10|20|" },
	  "Bo",
	  "no address",
	  "",
	  0,
	  1 },
};

T(senders_are_found)
{
	T_EACH(c, asks) {
		AUTO(item_free) struct item *it = item_new();
		AUTO(people_free) struct people *p = people_new(it->arena);
		size_t who;

		for (size_t i = 0; i < ROWS && c->rows[i] != NULL; i++)
			add_row(p, it->arena, c->rows[i]);
		people_settle(p);
		who = people_ensure(p, PEOPLE_CHAT, c->name, c->email,
				    c->account);
		people_emit(p, it, "", false);
		T_EQ_INT(people_index(p, who), c->want);
		T_EQ_INT(it->n_people, c->people);
	}
}

T(what_the_chat_tells_is_kept)
{
	AUTO(item_free) struct item *it = item_new();
	AUTO(people_free) struct people *p = people_new(it->arena);
	size_t a, b, c;

	add_row(p, it->arena, "r|iPhone|||1|10|20|g");
	people_settle(p);
	/* the first account with this name is the guest, the second not */
	a = people_ensure(p, PEOPLE_CHAT, "iPhone", "", "s1");
	b = people_ensure(p, PEOPLE_CHAT, "iPhone", "", "s2");
	c = people_ensure(p, PEOPLE_CHAT, "iPhone", "", "s1");
	people_role(p, a, "Co-host");
	people_role(p, a, "Panelist");
	people_emit(p, it, "", false);
	T_EQ_INT(it->n_people, 2);
	T_EQ_INT(people_index(p, a), people_index(p, c));
	T_OK(people_index(p, a) != people_index(p, b));
	T_EQ_STR(it->people[people_index(p, a)].role, "Co-host");
}

T(a_hundred_thousand_rows)
{
	AUTO(item_free) struct item *it = item_new();
	AUTO(people_free) struct people *p = people_new(it->arena);

	for (int i = 0; i < 100000; i++) {
		const char *row;

		if (i % 4 == 0) /* one who joins again and again */
			row = "r|Bo|b@x|ub|b|10|20|";
		else if (i % 4 == 1) /* as many guests of one name at once */
			row = arena_printf(it->arena, "r|iPhone|||%d|10|20|g",
					   i);
		else
			row = arena_printf(it->arena,
					   "r|N%d|n%d@x|u%d|%d|%d|%d|", i / 8,
					   i / 8, i / 8, i, i, i + 1);
		add_row(p, it->arena, row);
	}
	people_settle(p);
	people_emit(p, it, "", false);
	T_EQ_INT(it->n_people, 1 + 25000 + 12500);
	T_EQ_INT(people_attended(p), it->n_people);
}

static const struct {
	const char *label, *text;
	bool is;
} emails[] = {
	{ "plain", "a@b", true },
	{ "dots", "a.b@c.example", true },
	{ "none", "a", false },
	{ "empty", "", false },
	{ "nothing before", "@b", false },
	{ "nothing behind", "a@", false },
	{ "two", "a@b@c", false },
	{ "blank", "a b@c", false },
	{ "brackets", "<a@b>", false },
	{ "control", "a\x01@b", false },
	{ "letters of other scripts", "\xc3\xa5@b", true },
};

T(addresses_are_known)
{
	T_EACH(c, emails)
		T_EQ_INT(people_is_email(c->text), c->is);
}

T_MAIN
