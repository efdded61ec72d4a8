/* /sandbox/...: what a test says to the sandbox and asks of it. */
#include "api.h"

#include "fault.h"
#include "token.h"
#include "vendor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

#include <string.h>

void sandbox_now(struct request *rq, struct reply *rp)
{
	char text[CLOCK_TEXT];
	const char *now;
	json_t *in;
	int64_t us;

	if (rq->body.len > 0) {
		in = json_loadb(rq->body.s, rq->body.len, 0, NULL);
		if (in == NULL || json_unpack(in, "{s:s}", "now", &now) != 0 ||
		    !clock_parse(now, &us)) {
			json_decref(in);
			reply_invalid(rq, rp, "now",
				      "Expected {\"now\":\"RFC 3339\"}.");
			return;
		}
		json_decref(in);
		atomic_store(&rq->sb->now_us, us);
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

/* {"scopes":"...","plan":"pro","archiving":"off","qps":5,...} */
void sandbox_set_up(struct request *rq, struct reply *rp)
{
	json_t *in = json_loadb(rq->body.s, rq->body.len, 0, NULL), *value;
	struct setup next = sandbox_setup(rq->sb);
	struct err e = ERR_INIT;
	const char *name;

	if (!json_is_object(in)) {
		json_decref(in);
		reply_invalid(rq, rp, "body", "Expected a JSON object.");
		return;
	}
	json_object_foreach(in, name, value)
	{
		char *text = NULL;
		int rc;

		if (json_is_string(value))
			text = arena_printf(rq->arena, "%s=%s", name,
					    json_string_value(value));
		else if (json_is_boolean(value))
			text = arena_printf(rq->arena, "%s=%s", name,
					    json_is_true(value) ? "on" : "off");
		else
			text = arena_printf(
				rq->arena, "%s=%lld", name,
				(long long)json_integer_value(value));
		if (e.kind != ERR_NONE)
			continue;
		if (strcmp(name, "fault") == 0)
			(void)faults_set(rq->sb->faults, text + 6, &e);
		else if (!vendors_set(rq->sb, text, &rc, &e))
			(void)setup_apply(&next, text,
					  tokens_next_serial(rq->sb->tokens),
					  &e);
	}
	json_decref(in);
	if (e.kind != ERR_NONE) {
		reply_invalid(rq, rp, "setup", e.text);
		return;
	}
	(void)pthread_mutex_lock(&rq->sb->lock);
	rq->sb->setup = next;
	(void)pthread_mutex_unlock(&rq->sb->lock);
	reply_json(rp, 200, json_pack("{s:s}", "setup", "done"));
}
