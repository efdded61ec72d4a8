/* html-files.c - what is attached to the message, and what is not. */
#include "convert/html.h"

#include "convert/words.h"
#include "stream/digest.h"

#include <string.h>

static void write_hash(struct body *b, const uint8_t sha256[DIGEST_BYTES])
{
	struct digest d = digest_from(sha256, 0);

	body_addf(b,
		  "<br><span class=\"note\">SHA-256 "
		  "<span class=\"hash\">%s</span></span>",
		  d.hex);
}

static void write_size(struct body *b, uint64_t size)
{
	char round[BODY_NUMBER], exact[BODY_NUMBER];

	body_add(b, body_size(size, round));
	if (size >= 1000)
		body_addf(b, "<br><span class=\"note\">%s bytes</span>",
			  body_number(size, exact));
}

static void write_part(const struct work *w, struct body *b, size_t i)
{
	const struct item_part *p = &w->it->parts[i];
	bool there = p->state == ITEM_PART_CAPTURED;
	bool kept = there || p->state == ITEM_PART_EARLIER;

	body_add(b, "<tr valign=\"top\"><td class=\"file\" dir=\"auto\"><b>");
	html_text(b, w->parts[i].name);
	body_add(b, "</b>");
	if (*p->label != '\0') {
		body_add(b, "<br>");
		html_text(b, p->label);
	}
	if (p->from_us != 0)
		body_addf(b, "<br><span class=\"note\">%s</span>",
			  words_span(w, &(struct item_span){ p->from_us,
							     p->to_us }));
	if (there)
		write_hash(b, p->sha256);
	body_addf(b, "</td><td><span class=\"%s\">%s</span>",
		  kept ? "good" : "bad", words_state(p));
	if (*p->reason != '\0') {
		body_add(b, "<br>");
		html_text(b, p->reason);
	}
	body_add(b, "</td><td class=\"once\">");
	if (there || p->size != 0)
		write_size(b, p->size);
	body_add(b, "</td></tr>\n");
}

#define HEAD                                                                   \
	"<table class=\"grid\">\n<tr><th scope=\"col\">File</th>"              \
	"<th scope=\"col\">State</th><th scope=\"col\">Size</th></tr>\n"

void html_files(const struct work *w, struct body *b)
{
	const struct item *it = w->it;

	if (it->n_parts > 0) {
		html_element(b, "h2", NULL,
			     words_count(w, it->n_parts, "artefact"));
		body_add(b, HEAD);
		for (size_t i = 0; i < it->n_parts; i++)
			write_part(w, b, i);
		body_add(b, "</table>\n");
	}
	if (it->n_raws == 0)
		return;
	html_element(b, "h2", NULL, "Raw answers of the source");
	body_add(b, HEAD);
	for (size_t i = 0; i < it->n_raws; i++) {
		body_add(b, "<tr valign=\"top\"><td class=\"file\" "
			    "dir=\"auto\"><b>");
		html_text(b, w->raws[i].name);
		body_add(b, "</b>");
		write_hash(b, it->raws[i].sha256);
		body_add(b, "</td><td><span class=\"good\">attached</span>"
			    "</td><td class=\"once\">");
		write_size(b, it->raws[i].size);
		body_add(b, "</td></tr>\n");
	}
	body_add(b, "</table>\n");
}
