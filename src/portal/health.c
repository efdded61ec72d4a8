/* health.c - for those who watch over the process: is it up, how is it? */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "base/err.h"
#include "stream/writer.h"

void portal_health(struct portal *p, struct exchange *x)
{
	static const char text[] = "ok\n";
	struct writer *to = answer_writer(x->answer);
	struct err e = ERR_INIT;

	(void)p;
	answer_as_json(x);
	answer_header(x->answer, "Content-Type", "text/plain; charset=utf-8");
	(void)to->ops->write(to, text, sizeof(text) - 1, &e);
	answer_end(x->answer);
}
