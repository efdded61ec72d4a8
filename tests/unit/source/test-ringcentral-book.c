/* Who is in which chat, who has which extension, where content lies. */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/book.h"
#include "source/ringcentral/extensions.h"
#include "source/ringcentral/places.h"
#include "t.h"

static void add(struct book *b, enum export_folder folder, const char *text)
{
	json_t *o = loose_parse(text, strlen(text), NULL);

	rc_book_add(b, folder, o);
	json_decref(o);
}

/* The last that is told of a chat or person counts; each is there once. */
T(told_twice)
{
	AUTO(rc_book_free) struct book *b = rc_book_new();
	struct str s AUTO(str_done) = STR_INIT;
	const char *const more[] = { "3", "1", "" };

	add(b, EXPORT_CHATS,
	    "{\"id\":\"7\",\"name\":\"Old\",\"memberIds\":[1]}");
	add(b, EXPORT_CHATS,
	    "{\"id\":7,\"name\":\"New\",\"memberIds\":[\"2\",\"1\",2],"
	    "\"members\":[{\"id\":\"1\"}]}");
	add(b, EXPORT_MEMBERS, "{\"id\":\"1\",\"firstName\":\"A\"}");
	add(b, EXPORT_MEMBERS, "{\"id\":\"1\",\"lastName\":\"B\"}");
	rc_book_ready(b);
	T_EQ_INT(rc_book_chats(b), 1);
	rc_book_beside(b, "7", more, 3, &s);
	T_EQ_STR(s.s, "{\"chat\":{\"id\":7,\"name\":\"New\"},\"people\":["
		      "{\"id\":\"1\",\"name\":\"B\"},{\"id\":\"2\"},"
		      "{\"id\":\"3\",\"member\":false}]}");
	T_OK(rc_book_has(b, "7", "2") && !rc_book_has(b, "7", "3"));
	T_OK(!rc_book_has(b, "8", "2"));
}

T(nothing_known)
{
	AUTO(rc_book_free) struct book *b = rc_book_new();
	struct str s AUTO(str_done) = STR_INIT;

	rc_book_ready(b);
	rc_book_beside(b, "7\"", NULL, 0, &s);
	T_EQ_STR(s.s, "{\"chat\":{\"id\":\"7\\\"\"},\"people\":[]}");
	T_EQ_STR(rc_book_chat_name(b, "7"), "");
	T_OK(!rc_book_file_known(b, "f"));
	T_OK(!rc_book_day_told(b, "7", 1) && !rc_book_day_told(b, "7", 1));
}

T(names)
{
	AUTO(rc_book_free) struct book *b = rc_book_new();

	add(b, EXPORT_CHATS, "{\"id\":\"7\",\"memberIds\":[1,2,9]}");
	add(b, EXPORT_MEMBERS, "{\"id\":\"1\",\"firstName\":\"A\"}");
	add(b, EXPORT_GUESTS, "{\"id\":\"2\",\"firstName\":\"B\"}");
	rc_book_ready(b);
	T_EQ_STR(rc_book_chat_name(b, "7"), "A, B");
	T_OK(!rc_book_day_told(b, "7", 1) && rc_book_day_told(b, "7", 1));
	T_OK(!rc_book_day_told(b, "7", 2));
}

static int count(void *ctx, const struct book_file *f, struct err *e)
{
	int *n = ctx;

	(void)e;
	T_EQ_STR(f->id, "f2");
	(*n)++;
	return 0;
}

T(files)
{
	AUTO(rc_book_free) struct book *b = rc_book_new();
	struct err e = ERR_INIT;
	int n = 0;

#define FILE_OF(id)                                                            \
	"{\"id\":\"" id "\",\"chatIds\":[\"7\"],\"creationTime\":"             \
	"\"2026-03-01T08:00:00Z\"}"
	add(b, EXPORT_FILES, FILE_OF("f1"));
	add(b, EXPORT_FILES, FILE_OF("f2"));
	add(b, EXPORT_FILES, FILE_OF("f1"));
	add(b, EXPORT_FILES, "{\"id\":\"f3\"}"); /* belongs nowhere */
	rc_book_ready(b);
	T_OK(rc_book_file_known(b, "f1") && !rc_book_file_known(b, "f3"));
	rc_book_file_told(b, "f1");
	rc_book_file_told(b, "f9");
	T_EQ_INT(rc_book_each_file(b, count, &n, &e), 0);
	T_EQ_INT(n, 1);
}

static void extension(struct extensions *x, const char *text)
{
	json_t *o = loose_parse(text, strlen(text), NULL);

	rc_extensions_add(x, o);
	json_decref(o);
}

T(extensions_of_a_record)
{
	AUTO(rc_extensions_free) struct extensions *x = rc_extensions_new();
	struct str s AUTO(str_done) = STR_INIT;
	static const char text[] =
		"{\"from\":{\"extensionId\":\"12\"},\"extension\":{\"id\":11},"
		"\"legs\":[{\"to\":{\"extensionId\":11}},{\"to\":{"
		"\"extensionId\":\"\"}}]}";
	json_t *o = loose_parse(text, strlen(text), NULL);

	extension(x, "{\"id\":11,\"contact\":{\"firstName\":\"A\",\"lastName\":"
		     "\"B\",\"email\":\"a@x.example\"}}");
	rc_extensions_beside(x, o, "13", &s);
	T_EQ_STR(
		s.s,
		"{\"people\":[{\"id\":\"13\",\"owner\":true},{\"id\":\"12\"},"
		"{\"id\":\"11\",\"name\":\"A B\",\"email\":\"a@x.example\"}]}");
	json_decref(o);
}

T(who_has_messages)
{
	static const struct {
		const char *label, *record;
		bool has;
	} rows[] = {
		{ "user", "{\"type\":\"User\",\"status\":\"Enabled\"}", true },
		{ "disabled", "{\"type\":\"User\",\"status\":\"Disabled\"}",
		  true },
		{ "unassigned", "{\"type\":\"User\",\"status\":\"Unassigned\"}",
		  false },
		{ "queue", "{\"type\":\"Department\"}", true },
		{ "menu", "{\"type\":\"IvrMenu\"}", false },
		{ "not told", "{}", true },
	};

	T_EACH(r, rows) {
		AUTO(rc_extensions_free)
		struct extensions *x = rc_extensions_new();

		extension(x, r->record);
		T_EQ_INT(rc_extension_has_messages(rc_extensions_at(x, 0)),
			 r->has);
		T_OK(rc_extensions_at(x, 1) == NULL);
	}
}

T(places)
{
	struct places *p = rc_places_new();
	struct place at AUTO(rc_place_done) = { .size = -1 };

	T_OK(!rc_places_find(p, "file", "1", &at));
	rc_places_put(p, "file", "1", "https://a", "n", "t/x", 5);
	rc_places_put(p, "file", "1", "https://b", "m", "", -1);
	T_OK(!rc_places_find(p, "files", "1", &at));
	T_OK(rc_places_find(p, "file", "1", &at));
	T_EQ_STR(at.url, "https://b");
	T_EQ_STR(at.name, "m");
	T_EQ_INT(at.size, -1);
	rc_places_clear(p);
	rc_place_done(&at);
	T_OK(!rc_places_find(p, "file", "1", &at));
	rc_places_free(p);
}

T_MAIN
