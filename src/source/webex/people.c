/* people.c - who has an account at Webex, told before the first run. */
#include "base/err.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/webex/ask.h"

static int take(void *ctx, const struct webex_answer *page, struct err *e)
{
	const struct source_people *to = ctx;
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page->json, "items"), i, o)
	{
		const char *email = json_string_value(
			json_array_get(loose_array(o, "emails"), 0));
		const char *name =
			json_string_value(json_object_get(o, "displayName"));
		struct source_person p = {
			.address = email != NULL ? email : "",
			.name = name != NULL ? name : "",
			.state = json_is_true(
					 json_object_get(o, "invitePending"))
					 ? "invited"
					 : "",
		};

		if (to->person(to->ctx, &p, e) < 0)
			return -1;
	}
	return 0;
}

int webex_people(struct source *src, const struct source_people *to,
		 struct err *e)
{
	struct webex *wx = (struct webex *)src;
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct source_people sink = *to;

	closed_reopen(wx->closed);
	webex_answer_init(&a);
	webex_question_init(&q, WAY_PEOPLE, "/people");
	webex_question_add(&q, "excludeStatus", "true");
	q.max = 1000;
	if (webex_pages(wx, &q, take, &sink, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK)
		return err_set(e, ERR_SOURCE,
			       "Webex does not tell who is in the organisation "
			       "(%s); needed is the scope %s",
			       a.evidence.s, webex_way(WAY_PEOPLE)->scope);
	return 0;
}
