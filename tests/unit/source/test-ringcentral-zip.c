#include "base/err.h"
#include "base/str.h"
#include "source/ringcentral/read/zip.h"
#include "stream/reader.h"
#include "t.h"
#include "tests/fake/zip-bytes.h"

struct told {
	struct str text;
	const char *skip;
};

static int on_begin(void *ctx, const char *name, struct err *e)
{
	struct told *t = ctx;

	(void)e;
	str_addf(&t->text, "<%s>", name);
	return strcmp(name, t->skip) != 0;
}

static int on_bytes(void *ctx, const char *bytes, size_t len, struct err *e)
{
	struct told *t = ctx;

	(void)e;
	str_add_len(&t->text, bytes, len);
	return 0;
}

static int on_end(void *ctx, struct err *e)
{
	struct told *t = ctx;

	(void)e;
	str_add(&t->text, ".");
	return 0;
}

static int walk(const void *bytes, size_t len, struct told *t, struct err *e)
{
	AUTO(reader_free) struct reader *r = reader_mem(bytes, len);
	struct zip_to to = { t, on_begin, on_bytes, on_end };

	str_cut(&t->text, 0);
	return rc_zip_walk(r, &to, e);
}

static const char files[] = "request_info.json\n{}\f"
			    "posts/posts_1.json\n{\"records\":[]}\f"
			    "posts/empty.json\n\f"
			    "files/x.json\nabcabcabcabcabcabcabcabc";

T(every_file_in_turn)
{
	for (int stored = 0; stored < 2; stored++) {
		struct str zip AUTO(str_done) = STR_INIT;
		struct told t = { STR_INIT, "request_info.json" };
		struct err e = ERR_INIT;

		zip_bytes(&zip, files, stored == 1);
		T_EQ_INT(walk(zip.s, zip.len, &t, &e), 0);
		T_EQ_STR(t.text.s, "<request_info.json><posts/posts_1.json>"
				   "{\"records\":[]}.<posts/empty.json>."
				   "<files/x.json>abcabcabcabcabcabcabcabc.");
		str_done(&t.text);
	}
}

/* Cut anywhere before its directory, it is not taken for a whole one. */
T(cut_is_noticed)
{
	struct str zip AUTO(str_done) = STR_INIT;
	struct told t = { STR_INIT, "" };
	const char *directory;
	size_t end;

	zip_bytes(&zip, files, false);
	directory = memmem(zip.s, zip.len, "PK\1\2", 4);
	T_OK(directory != NULL);
	end = (size_t)(directory - zip.s);
	for (size_t len = 0; len < end; len++) {
		struct err e = ERR_INIT;

		if (walk(zip.s, len, &t, &e) == 0)
			T_FAIL("%zu of %zu bytes are taken as whole", len,
			       zip.len);
		else
			T_EQ_INT(e.kind, ERR_RETRY);
	}
	str_done(&t.text);
}

/* A byte of the content changed: its checksum tells. */
T(damage_is_noticed)
{
	struct str zip AUTO(str_done) = STR_INIT;
	struct told t = { STR_INIT, "" };
	struct err e = ERR_INIT;
	char *at;

	zip_bytes(&zip, "posts/1.json\n{\"records\":[{\"a\":1}]}", true);
	at = memmem(zip.s, zip.len, "\"a\"", 3);
	T_OK(at != NULL);
	at[1] = 'b';
	T_EQ_INT(walk(zip.s, zip.len, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(strstr(e.text, "damaged") != NULL);
	str_done(&t.text);
}

T(no_zip_at_all)
{
	static const struct {
		const char *label, *bytes;
	} rows[] = {
		{ "nothing", "" },
		{ "a page", "<html>Sign in</html>" },
		{ "JSON", "{\"errorCode\":\"CMN-101\"}" },
		{ "only the mark", "PK\3\4" },
	};

	T_EACH(r, rows) {
		struct told t = { STR_INIT, "" };
		struct err e = ERR_INIT;

		T_EQ_INT(walk(r->bytes, strlen(r->bytes), &t, &e), -1);
		T_EQ_INT(e.kind, ERR_RETRY);
		str_done(&t.text);
	}
}

/* A body that breaks off says so itself. */
static ssize_t broken_read(struct reader *r, void *buf, size_t cap,
			   struct err *e)
{
	(void)r;
	(void)buf;
	(void)cap;
	return err_set(e, ERR_RETRY, "the connection broke");
}

static void broken_free(struct reader *r)
{
	(void)r;
}

T(a_broken_body)
{
	static const struct reader_ops ops = { broken_read, broken_free };
	struct reader r = { &ops };
	struct told t = { STR_INIT, "" };
	struct zip_to to = { &t, on_begin, on_bytes, on_end };
	struct err e = ERR_INIT;

	T_EQ_INT(rc_zip_walk(&r, &to, &e), -1);
	T_EQ_STR(e.text, "the connection broke");
	str_done(&t.text);
}

T_MAIN
