/* Pre-flight: what only this service can tell, then what all stores do. */
#include "base/clock.h"
#include "base/err.h"
#include "http/http.h"
#include "store/azure/azure.h"
#include "store/azure/request.h"
#include "store/check.h"

#include <stdio.h>
#include <string.h>

#define SAS_SOON_US (30 * CLOCK_DAY)

static void tell(const struct check *to, enum check_level level,
		 const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	to->finding(to->ctx, &f);
}

/* The value of a parameter of the SAS, percent-decoded where it is a time. */
static bool sas_end(const char *sas, int64_t *us)
{
	const char *at = str_starts(sas, "se=") ? sas : strstr(sas, "&se=");
	struct str text AUTO(str_done) = STR_INIT;

	if (at == NULL)
		return false; /* it may be in a policy of the container */
	at += at == sas ? 3 : 4;
	for (; *at != '\0' && *at != '&'; at++) {
		bool colon = str_starts(at, "%3A") || str_starts(at, "%3a");

		str_add_char(&text, colon ? ':' : *at);
		at += colon ? 2 : 0;
	}
	return clock_parse(text.s, us);
}

static void check_sas(const struct azure *az, const struct check *to)
{
	char text[100], when[CLOCK_TEXT];
	int64_t end_us;

	if (az->auth != AZURE_SAS || !sas_end(az->sas.s, &end_us))
		return;
	(void)snprintf(text, sizeof(text), "the sas ends %s",
		       clock_rfc3339(end_us, when));
	if (end_us < clock_now_us())
		tell(to, CHECK_FAIL, "Sign-in", text, "make a new one");
	else if (end_us < clock_now_us() + SAS_SOON_US)
		tell(to, CHECK_WARN, "Sign-in", text,
		     "make a new one before, or use auth=client-credentials");
	else
		tell(to, CHECK_OK, "Sign-in", text, "");
}

static void check_immutability(const struct azure *az, const struct check *to,
			       const struct http_response *r)
{
	static const char topic[] = "Immutability";
	const char *on = http_header(
		r, "x-ms-immutable-storage-with-versioning-enabled", 0);

	if (on == NULL)
		return;
	if (str_casecmp(on, "true") != 0)
		tell(to, CHECK_WARN, topic,
		     "version-level immutability is off for this container: "
		     "objects cannot be locked",
		     "turn it on (docs/stores/azure-blob.md)");
	else if (!az->locked)
		tell(to, CHECK_WARN, topic,
		     "retention is set in mode unlocked: who administers the "
		     "account can shorten it",
		     "set immutability to locked once all is tried out");
	else
		tell(to, CHECK_OK, topic,
		     "retention is set in mode locked: nobody can shorten it",
		     "");
}

/* A SAS for one container may not ask for its properties: then what follows
   tells as much. 0, or 1 where nothing else can be tried. */
static int check_container(struct azure *az, const struct check *to,
			   struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct azure_request rq = { .method = "HEAD" };
	char text[ERR_TEXT];

	azure_query(&rq, "restype", "container");
	if (azure_send(az, &rq, &r, e) < 0) {
		if (e->kind == ERR_RETRY)
			return -1;
	} else if (http_status(r) == 200) {
		tell(to, CHECK_OK, "Container", "it is there", "");
		check_immutability(az, to, r);
		return 0;
	} else if (http_status(r) == 403) {
		return 0;
	} else {
		(void)azure_refused(az, &rq, r, e);
	}
	tell(to, CHECK_FAIL, "Container", err_str(e, text, sizeof(text)), "");
	err_clear(e);
	return 1;
}

int azure_check(struct store *s, const struct check *to, struct err *e)
{
	struct azure *az = (struct azure *)s;
	int got;

	check_sas(az, to);
	got = check_container(az, to, e);
	if (got != 0)
		return got < 0 ? -1 : 0;
	return store_check(s, to, e);
}
