#include "verb/secret.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/writer.h"
#include "t.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSWORD "correct horse"

/* A file with this content and mode; its name is on the heap. */
static char *file_with(const void *content, size_t len, mode_t mode)
{
	char *path = mem_strdup("/tmp/estreat-secret-XXXXXX");
	int fd = mkstemp(path);

	T_EQ_INT(write(fd, content, len), (ssize_t)len);
	T_EQ_INT(fchmod(fd, mode), 0);
	(void)close(fd);
	return path;
}

/* Give content on standard input. */
static void feed(const char *content)
{
	AUTO(free) char *path = file_with(content, strlen(content), 0600);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	T_EQ_INT(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	(void)close(fd);
	(void)unlink(path);
}

struct asked {
	struct verb_call call;
	struct writer_fd to;
	int notes[2]; /* a pipe */
};

static void asked_init(struct asked *a)
{
	T_EQ_INT(pipe2(a->notes, O_CLOEXEC | O_NONBLOCK), 0);
	a->call = (struct verb_call){
		.out = print_new(PRINT_TEXT, 0,
				 writer_fd_init(&a->to, STDOUT_FILENO)),
		.notes = a->notes[1],
	};
}

/* Bytes of notes that were written. */
static ssize_t asked_done(struct asked *a)
{
	char buf[512];
	ssize_t n = read(a->notes[0], buf, sizeof(buf));

	print_free(a->call.out);
	(void)close(a->notes[0]);
	(void)close(a->notes[1]);
	return n;
}

T(from_files)
{
	static const struct {
		const char *label;
		const char *content;
		size_t len;
		mode_t mode;
		const char *want; /* NULL: refused */
	} rows[] = {
		{ "bare", PASSWORD, 13, 0600, PASSWORD },
		{ "with a line end", PASSWORD "\n", 14, 0600, PASSWORD },
		{ "with CRLF", PASSWORD "\r\n", 15, 0600, PASSWORD },
		{ "only one line end goes", PASSWORD "\n\n", 15, 0600,
		  PASSWORD "\n" },
		{ "a key of several lines", "-----BEGIN\nx\n-----END\n", 22,
		  0400, "-----BEGIN\nx\n-----END" },
		{ "others can read it", PASSWORD, 13, 0644, PASSWORD },
		{ "empty", "", 0, 0600, NULL },
		{ "only a line end", "\n", 1, 0600, NULL },
		{ "not text", "a\0b", 3, 0600, NULL },
	};

	T_EACH(row, rows) {
		AUTO(free)
		char *path = file_with(row->content, row->len, row->mode);
		struct verb_pair pair = { "key", path };
		struct verb_arg arg = { .pairs = &pair, .n_pairs = 1 };
		AUTO(secrets_done) struct secrets got = { 0 };
		struct err e = ERR_INIT;
		struct asked a;
		ssize_t notes;

		asked_init(&a);
		T_EQ_INT(secrets_read(&a.call, &arg, &got, &e),
			 row->want != NULL ? 0 : -1);
		notes = asked_done(&a);
		T_EQ_INT(notes > 0, (row->mode & 077) != 0);
		T_EQ_INT(got.n, row->want != NULL);
		if (got.n == 1) {
			T_EQ_STR(got.list[0].name, "key");
			T_EQ_STR(got.list[0].value, row->want);
		} else {
			T_EQ_INT(e.kind, ERR_USAGE);
		}
		(void)unlink(path);
	}
}

T(a_secret_for_a_file_name_is_not_repeated)
{
	struct verb_pair pair = { "key", PASSWORD };
	struct verb_arg arg = { .pairs = &pair, .n_pairs = 1 };
	AUTO(secrets_done) struct secrets got = { 0 };
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	struct asked a;

	asked_init(&a);
	T_EQ_INT(secrets_read(&a.call, &arg, &got, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	T_OK(strstr(err_str(&e, text, sizeof(text)), PASSWORD) == NULL);
	T_OK(strstr(text, "key") != NULL);
	(void)asked_done(&a);
}

T(too_long)
{
	AUTO(free) char *content = mem_alloc(1, SECRET_MAX + 1);
	AUTO(free) char *path = NULL;
	struct verb_pair pair = { "key", NULL };
	struct verb_arg arg = { .pairs = &pair, .n_pairs = 1 };
	AUTO(secrets_done) struct secrets got = { 0 };
	struct err e = ERR_INIT;
	struct asked a;

	memset(content, 'x', SECRET_MAX);
	path = file_with(content, SECRET_MAX, 0600);
	pair.value = path;
	asked_init(&a);
	T_EQ_INT(secrets_read(&a.call, &arg, &got, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	(void)asked_done(&a);
	(void)unlink(path);
}

T(from_standard_input)
{
	static const struct {
		const char *label;
		const char *input;
		struct verb_pair pairs[2];
		size_t n;
		const char *want; /* NULL: refused */
	} rows[] = {
		{ "one",
		  PASSWORD "\n",
		  { { "k", "-" } },
		  1,
		  "k:" PASSWORD " " },
		{ "lines",
		  "a=1\nb=2=3\r\n\n",
		  { { NULL, "-" } },
		  1,
		  "a:1 b:2=3 " },
		{ "two at once",
		  "x\n",
		  { { "k", "-" }, { "j", "-" } },
		  2,
		  NULL },
		{ "a line without a name",
		  "a=1\nhunter2\n",
		  { { NULL, "-" } },
		  1,
		  NULL },
		{ "a line without a value",
		  "a=\n",
		  { { NULL, "-" } },
		  1,
		  NULL },
		{ "nothing", "", { { NULL, "-" } }, 1, NULL },
		{ "nothing for one", "", { { "k", "-" } }, 1, NULL },
	};

	T_EACH(row, rows) {
		struct verb_arg arg = {
			.pairs = (struct verb_pair *)(uintptr_t)row->pairs,
			.n_pairs = row->n,
		};
		AUTO(secrets_done) struct secrets got = { 0 };
		AUTO(str_done) struct str text = STR_INIT;
		struct err e = ERR_INIT;
		char why[ERR_TEXT];
		struct asked a;
		int rc;

		feed(row->input);
		asked_init(&a);
		rc = secrets_read(&a.call, &arg, &got, &e);
		(void)asked_done(&a);
		T_EQ_INT(rc, row->want != NULL ? 0 : -1);
		for (size_t i = 0; i < got.n; i++)
			str_addf(&text, "%s:%s ", got.list[i].name,
				 got.list[i].value);
		if (row->want != NULL)
			T_EQ_STR(text.s, row->want);
		else
			T_OK(strstr(err_str(&e, why, sizeof(why)), "hunter2") ==
			     NULL);
	}
}

T_MAIN
