/*
 * portal/content.h - bytes as an answer: ranges, names, and no harm.
 *
 * What others have sent must not run in the portal's origin. Only types that
 * browsers show without running anything are shown; all else is saved. A page
 * of mail (content.page) is shown in a frame of the portal alone, with a
 * policy that lets nothing run or load.
 */
#ifndef PORTAL_CONTENT_H
#define PORTAL_CONTENT_H

struct content;
struct err;

/* ctx: the struct exchange. As print_content_to() wants it. */
int content_answer(void *ctx, const struct content *c, struct err *e);

#endif
