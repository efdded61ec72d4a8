/* /sandbox/...: what a test says to the sandbox and asks of it. */
#include "api.h"

#include "fault.h"
#include "token.h"
#include "vendor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#include <string.h>

/* What is said to the sandbox itself is no request to Zoom: it is refused,
   and not counted with those that are bad. */
static void refuse(struct reply *rp, const char *field, const char *message)
{
	reply_json(rp, 400,
		   json_pack("{s:i, s:s, s:[{s:s, s:s}]}", "code", 300,
			     "message", "Validation Failed.", "errors", "field",
			     field, "message", message));
}

void sandbox_now(struct request *rq, struct reply *rp)
{
	char text[CLOCK_TEXT];
	const char *now;
	json_t *in;
	json_int_t step_ms = 0;
	int64_t us;

	if (rq->body.len > 0) {
		in = json_loadb(rq->body.s, rq->body.len, 0, NULL);
		if (in == NULL ||
		    json_unpack(in, "{s:s, s?I}", "now", &now, "step_ms",
				&step_ms) != 0 ||
		    !clock_parse(now, &us) || step_ms < 0 || step_ms > 60000) {
			json_decref(in);
			refuse(rp, "now",
			       "Expected {\"now\":\"RFC 3339\", "
			       "\"step_ms\":0 to 60000}.");
			return;
		}
		json_decref(in);
		atomic_store(&rq->sb->now_us, us);
		atomic_store(&rq->sb->step_us, step_ms * 1000);
	}
	reply_json(
		rp, 200,
		json_pack("{s:s}", "now",
			  clock_rfc3339(atomic_load(&rq->sb->now_us), text)));
}

void sandbox_stats(struct request *rq, struct reply *rp)
{
	json_t *copy;

	(void)pthread_mutex_lock(&rq->sb->lock);
	copy = json_deep_copy(rq->sb->stats);
	(void)pthread_mutex_unlock(&rq->sb->lock);
	reply_json(rp, 200, copy);
}

/* "NAME=VALUE", as --setup has it; NULL where the value is of a kind that
   the switch does not take. Scopes may be an array. */
static const char *switch_text(struct arena *a, const char *name,
			       const json_t *value)
{
	struct str list AUTO(str_done) = STR_INIT;
	const json_t *one;
	size_t i;

	if (json_is_string(value))
		return arena_printf(a, "%s=%s", name, json_string_value(value));
	if (json_is_boolean(value))
		return arena_printf(a, "%s=%s", name,
				    json_is_true(value) ? "on" : "off");
	if (json_is_integer(value))
		return arena_printf(a, "%s=%lld", name,
				    (long long)json_integer_value(value));
	if (!json_is_array(value) || !str_ends(name, "scopes"))
		return NULL;
	json_array_foreach(value, i, one)
	{
		if (!json_is_string(one))
			return NULL;
		str_addf(&list, "%s%s", i > 0 ? " " : "",
			 json_string_value(one));
	}
	return arena_printf(a, "%s=%s", name, list.s);
}

static int apply(struct request *rq, struct setup *next, const char *name,
		 const json_t *value, struct err *e)
{
	const char *text = switch_text(rq->arena, name, value);
	int rc;

	if (text == NULL)
		return err_set(e, ERR_USAGE,
			       "setup %s: expected a text, a number, true or "
			       "false%s",
			       name,
			       str_ends(name, "scopes") ? ", or a list of texts"
							: "");
	if (strcmp(name, "fault") == 0)
		return faults_set(rq->sb->faults, strchr(text, '=') + 1, e);
	if (vendors_set(rq->sb, text, &rc, e))
		return rc;
	return setup_apply(next, text, tokens_next_serial(rq->sb->tokens), e);
}

/* {"scopes":["..."],"plan":"pro","archiving":"off","qps":5,...} */
void sandbox_set_up(struct request *rq, struct reply *rp)
{
	json_t *in = json_loadb(rq->body.s, rq->body.len, 0, NULL), *value;
	struct setup next = sandbox_setup(rq->sb);
	struct err e = ERR_INIT;
	const char *name;

	if (!json_is_object(in)) {
		json_decref(in);
		refuse(rp, "body", "Expected a JSON object.");
		return;
	}
	json_object_foreach(in, name, value)
	{
		if (e.kind == ERR_NONE)
			(void)apply(rq, &next, name, value, &e);
	}
	json_decref(in);
	if (e.kind != ERR_NONE) {
		refuse(rp, "setup", e.text);
		return;
	}
	(void)pthread_mutex_lock(&rq->sb->lock);
	rq->sb->setup = next;
	(void)pthread_mutex_unlock(&rq->sb->lock);
	reply_json(rp, 200, json_pack("{s:s}", "setup", "done"));
}
