/* What the pre-flight says before it tries: the container, locks, the SAS. */
#include "azure-fixture.h"

#include "base/clock.h"

static void note(void *ctx, const struct finding *f)
{
	static const char *const levels[] = { "ok", "WARN", "FAIL" };

	str_addf(ctx, "%s %s: %s; %s\n", levels[f->level], f->topic, f->text,
		 f->remedy);
}

/* Where writing is refused, nothing more is tried. */
#define STOP                                                                   \
	{                                                                      \
		"PUT /vault/estreat-check-", 403,                              \
			"x-ms-error-code: AuthorizationFailure\r\n"            \
	}
#define VLW "x-ms-immutable-storage-with-versioning-enabled: "

static const struct check_case {
	const char *label;
	struct step steps[STEPS_MAX];
	const char *mode;        /* of immutability, or NULL */
	const char *want, *not ; /* parts of what is found */
} check_cases[] = {
	{ "all is asked",
	  { { "HEAD /vault?restype=container&", 200 }, STOP },
	  NULL,
	  "ok Container: it is there; \nFAIL Writing: ",
	  "Immutability" },
	{ "a SAS that may not ask",
	  { { "HEAD", 403, "x-ms-error-code: AuthorizationFailure\r\n" },
	    STOP },
	  NULL,
	  "FAIL Writing: ",
	  "Container:" },
	{ "no container",
	  { { "HEAD", 404, "x-ms-error-code: ContainerNotFound\r\n" } },
	  NULL,
	  "FAIL Container: ",
	  "Writing" },
	{ "cannot lock",
	  { { "HEAD", 200, VLW "false\r\n" }, STOP },
	  NULL,
	  "WARN Immutability: version-level immutability is off",
	  "mode" },
	{ "locks that can be taken off",
	  { { "HEAD", 200, VLW "true\r\n" }, STOP },
	  NULL,
	  "WARN Immutability: retention is set in mode unlocked",
	  "off" },
	{ "locks",
	  { { "HEAD", 200, VLW "true\r\n" }, STOP },
	  "locked",
	  "ok Immutability: retention is set in mode locked",
	  "WARN" },
};

T(check)
{
	T_EACH(c, check_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct check to = { &got, note };
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		if (c->mode != NULL)
			store_host_set(&f.host, "immutability", c->mode);
		s = azure_fake_open(&f);
		T_EQ_INT(s->ops->check(s, &to, &e), 0);
		check_err(&e, ERR_NONE, "");
		if (strstr(got.s, c->want) == NULL ||
		    strstr(got.s, c->not ) != NULL ||
		    strstr(got.s, "SECRET") != NULL)
			T_FAIL("found: %s", got.s);
		azure_fake_done(&f);
	}
}

static const struct {
	const char *label;
	int64_t left_us; /* until the SAS ends; 0: it does not say */
	const char *want;
} end_cases[] = {
	{ "does not say when", 0, "ok Container" },
	{ "is over", -CLOCK_HOUR, "FAIL Sign-in: the sas ends " },
	{ "ends soon", 29 * CLOCK_DAY, "WARN Sign-in: the sas ends " },
	{ "ends late", 31 * CLOCK_DAY, "ok Sign-in: the sas ends " },
};

T(sas_end)
{
	static const struct step steps[STEPS_MAX] = {
		{ "HEAD /vault?restype=container&", 200 }, STOP
	};

	T_EACH(c, end_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct str sas AUTO(str_done) = STR_INIT;
		struct check to = { &got, note };
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;
		char when[CLOCK_TEXT];

		(void)clock_rfc3339((clock_now_us() + c->left_us) /
					    CLOCK_SECOND * CLOCK_SECOND,
				    when);
		str_add(&sas, "sv=1");
		if (c->left_us != 0) /* 2026-11-27T17%3A00%3A00Z */
			str_addf(&sas, "&se=%.13s%%3A%.2s%%3a%s", when,
				 when + 14, when + 17);
		str_add(&sas, "&sig=SECRET");
		azure_fake_init(&f, steps, STEPS_MAX);
		store_host_set(&f.host, "sas", sas.s);
		s = azure_fake_open(&f);
		T_EQ_INT(s->ops->check(s, &to, &e), 0);
		if (strncmp(got.s, c->want, strlen(c->want)) != 0)
			T_FAIL("found: %s", got.s);
		azure_fake_done(&f);
	}
}

T(not_reached)
{
	static const struct step steps[STEPS_MAX] = {
		{ "HEAD", 0, .way = FAKE_SILENT },
		{ "HEAD", 503 },
		{ "HEAD", 503 },
		{ "HEAD", 503 },
		{ "HEAD", 503 },
		{ "HEAD", 503 },
	};
	struct str got AUTO(str_done) = STR_INIT;
	struct check to = { &got, note };
	struct azure_fake f;
	struct store *s;
	struct err e = ERR_INIT;

	azure_fake_init(&f, steps, STEPS_MAX);
	s = azure_fake_open(&f);
	T_EQ_INT(s->ops->check(s, &to, &e), -1);
	check_err(&e, ERR_RETRY, "status 503");
	T_EQ_STR(got.s, "");
	azure_fake_done(&f);
}

T_MAIN
