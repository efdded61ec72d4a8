#include "tests/fake/store-host.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static void die(const char *what, const char *which)
{
	(void)fprintf(stderr, "%s: %s\n", which, what);
	exit(2);
}

static const char *find(void *ctx, const char *name)
{
	struct store_host *h = ctx;

	for (int i = h->n; i-- > 0;)
		if (strcmp(h->names[i], name) == 0)
			return h->values[i];
	return NULL;
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	(void)ctx;
	(void)name;
	(void)out;
	(void)e;
	return 0;
}

static int save(void *ctx, const char *name, const char *value, struct err *e)
{
	(void)ctx;
	(void)name;
	(void)value;
	(void)e;
	return 0;
}

static bool stopping(void *ctx)
{
	struct store_host *h = ctx;

	return atomic_load(&h->stop);
}

void store_host_set(struct store_host *h, const char *name, const char *value)
{
	const struct setting *s = h->ops->settings;

	while (s->name != NULL && strcmp(s->name, name) != 0)
		s++;
	if (s->name == NULL)
		die("is no setting of this store", name);
	if (h->n == STORE_HOST_VALUES)
		die("too many settings", name);
	h->names[h->n] = mem_strdup(name);
	h->values[h->n++] = mem_strdup(value);
}

static void set_pair(struct store_host *h, const char *pair, bool secret)
{
	const char *equals = strchr(pair, '=');
	AUTO(free) char *name = NULL;
	char line[4096] = "";
	FILE *f;

	if (equals == NULL)
		die("must be KEY=VALUE", pair);
	name = mem_dup(pair, (size_t)(equals - pair));
	if (!secret) {
		store_host_set(h, name, equals + 1);
		return;
	}
	f = fopen(equals + 1, "re");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		die("cannot be read", equals + 1);
	(void)fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	store_host_set(h, name, line);
}

void store_host_init(struct store_host *h, int *argc, char *argv[])
{
	int kept = 1;

	*h = (struct store_host){
		.host = { h, find, load, save, stopping },
	};
	if (*argc < 2 || (h->ops = store_find(argv[1])) == NULL)
		die("names no store", *argc < 2 ? argv[0] : argv[1]);
	for (int i = 2; i < *argc; i++) {
		bool secret = strcmp(argv[i], "--secret") == 0;

		if (!secret && strcmp(argv[i], "--set") != 0)
			argv[kept++] = argv[i];
		else if (++i < *argc)
			set_pair(h, argv[i], secret);
	}
	*argc = kept;
}

void store_host_done(struct store_host *h)
{
	while (h->n > 0) {
		free(h->names[--h->n]);
		free(h->values[h->n]);
	}
}

struct store *store_host_open(struct store_host *h)
{
	char text[ERR_TEXT];
	struct err e = ERR_INIT;
	struct store *s;

	if (h->ops->open(&s, &h->host, &e) == 0)
		return s;
	die(err_str(&e, text, sizeof(text)), h->ops->name);
	return NULL;
}
