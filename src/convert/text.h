/* convert/text.h - pieces of the plain body, for the files that write it. */
#ifndef CONVERT_TEXT_H
#define CONVERT_TEXT_H

#include "convert/body.h"
#include "convert/work.h"

/* A heading with a line under it. */
void text_heading(struct body *b, const char *title, char underline);
void text_conversation(const struct work *w, struct body *b,
		       const struct item_conversation *c);

#endif
