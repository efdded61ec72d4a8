/* print-content.c - the printer's output is bytes, not a document. */
#include "verb/print-private.h"

#include "stream/reader.h"
#include "stream/writer.h"

struct writer *print_bytes(struct printer *p)
{
	p->raw = true;
	print_flush(p, true);
	return p->to;
}

void print_content_to(struct printer *p,
		      int (*take)(void *ctx, const struct content *c,
				  struct err *e),
		      void *ctx)
{
	p->take = take;
	p->take_ctx = ctx;
}

bool print_gives_bytes(const struct printer *p)
{
	return p->form != PRINT_JSON || p->take != NULL;
}

bool print_is_bytes(const struct printer *p)
{
	return p->raw;
}

int print_content(struct printer *p, const struct content *c, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;

	if (p->take != NULL) {
		p->raw = true;
		return p->take(p->take_ctx, c, e);
	}
	if (c->open(c->ctx, 0, &r, e) < 0)
		return -1;
	return stream_pump(r, print_bytes(p), e) < 0 ? -1 : 0;
}
