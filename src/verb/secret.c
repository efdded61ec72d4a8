#include "verb/secret.h"

#include "base/err.h"
#include "base/mem.h"
#include "verb/verb.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void secrets_done(struct secrets *s)
{
	for (size_t i = 0; i < s->n; i++) {
		char *value = (char *)(uintptr_t)s->list[i].value;

		mem_wipe(value, strlen(value));
		free(value);
		free((void *)(uintptr_t)s->list[i].name);
	}
	free(s->list);
	*s = (struct secrets){ 0 };
}

static void add(struct secrets *s, const char *name, const char *value)
{
	s->list = mem_resize(s->list, (s->n + 1) * sizeof(*s->list));
	s->list[s->n++] = (struct value){ mem_strdup(name), mem_strdup(value) };
}

/* Up to SECRET_MAX bytes into buf, a NUL behind. */
static ssize_t read_all(int fd, char *buf, const char *name, struct err *e)
{
	size_t have = 0;
	ssize_t n;

	while ((n = read(fd, buf + have, SECRET_MAX - have)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_USAGE, "read secret %s", name);
		have += (size_t)n;
		if (have == SECRET_MAX)
			return err_set(e, ERR_USAGE,
				       "secret %s is longer than 64 KiB: is "
				       "this the right file?",
				       name);
	}
	buf[have] = '\0';
	if (memchr(buf, '\0', have) != NULL)
		return err_set(e, ERR_USAGE,
			       "secret %s holds a NUL byte: this is not text",
			       name);
	return (ssize_t)have;
}

static void cut_line_end(char *text)
{
	size_t n = strlen(text);

	if (n > 0 && text[n - 1] == '\n')
		text[--n] = '\0';
	if (n > 0 && text[n - 1] == '\r')
		text[n - 1] = '\0';
}

static int take_whole(struct secrets *s, int fd, const char *name, char *buf,
		      struct err *e)
{
	if (read_all(fd, buf, name, e) < 0)
		return -1;
	cut_line_end(buf);
	if (buf[0] == '\0')
		return err_set(e, ERR_USAGE, "secret %s is empty", name);
	add(s, name, buf);
	return 0;
}

static int take_lines(struct secrets *s, char *buf, struct err *e)
{
	char *save = NULL;

	if (read_all(STDIN_FILENO, buf, "from standard input", e) < 0)
		return -1;
	for (char *line = strtok_r(buf, "\r\n", &save); line != NULL;
	     line = strtok_r(NULL, "\r\n", &save)) {
		char *equals = strchr(line, '=');

		if (equals == NULL || equals == line || equals[1] == '\0')
			return err_set(e, ERR_USAGE,
				       "--secret - reads lines KEY=VALUE from "
				       "standard input; one of them is not of "
				       "this form");
		*equals = '\0';
		add(s, line, equals + 1);
	}
	if (s->n == 0)
		return err_set(e, ERR_USAGE,
			       "--secret -: standard input is empty");
	return 0;
}

static int take_file(const struct verb_call *call, struct secrets *s,
		     const struct verb_pair *pair, char *buf, struct err *e)
{
	AUTO(fd_close) int fd = open(pair->value, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return err_sys(e, ERR_USAGE,
			       "--secret %s=FILE names a file that cannot be "
			       "opened (a secret itself is never given as an "
			       "argument)",
			       pair->name);
	if (S_ISREG(st.st_mode) && (st.st_mode & 077) != 0)
		call_note(call,
			  "the file of secret %s can be read by other users; "
			  "chmod 600 it, or delete it when this is done",
			  pair->name);
	return take_whole(s, fd, pair->name, buf, e);
}

static int take_direct(struct secrets *s, const struct verb_pair *pair,
		       struct err *e)
{
	if (strlen(pair->value) >= SECRET_MAX)
		return err_set(e, ERR_USAGE, "secret %s is longer than 64 KiB",
			       pair->name);
	if (pair->value[0] == '\0')
		return err_set(e, ERR_USAGE, "secret %s is empty", pair->name);
	add(s, pair->name, pair->value);
	return 0;
}

int secrets_read(const struct verb_call *call, const struct verb_arg *arg,
		 struct secrets *out, struct err *e)
{
	char *buf = mem_alloc(1, SECRET_MAX + 1);
	bool input_read = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < arg->n_pairs; i++) {
		const struct verb_pair *pair = &arg->pairs[i];
		bool input = !arg->direct && strcmp(pair->value, "-") == 0;

		if (arg->direct)
			rc = take_direct(out, pair, e);
		else if (input && input_read)
			rc = err_set(e, ERR_USAGE,
				     "only one --secret can come from standard "
				     "input; `--secret -` reads several as "
				     "KEY=VALUE lines");
		else if (pair->name == NULL)
			rc = take_lines(out, buf, e);
		else if (input)
			rc = take_whole(out, STDIN_FILENO, pair->name, buf, e);
		else
			rc = take_file(call, out, pair, buf, e);
		input_read = input_read || input;
	}
	mem_wipe(buf, SECRET_MAX + 1);
	free(buf);
	return rc;
}
