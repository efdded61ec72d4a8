/* convert/html.h - pieces of the HTML body, for the files that write it. */
#ifndef CONVERT_HTML_H
#define CONVERT_HTML_H

#include "convert/body.h"
#include "convert/work.h"

/* The item's text, escaped, whole. */
void html_text(struct body *b, const char *text);
/* <tag class="c" dir="auto">text</tag>; class may be NULL. */
void html_element(struct body *b, const char *tag, const char *class,
		  const char *text);

/* The same for what must be said even where the body is full. */
void html_always(struct body *b, const char *tag, const char *class,
		 const char *text);

void html_conversation(const struct work *w, struct body *b,
		       const struct item_conversation *c);
void html_files(const struct work *w, struct body *b);

extern const char html_style[];

#endif
