/*
 * store/xml.h - the answers of stores, which are small XML documents.
 *
 * Why our own: they are a few levels of elements with text, of which we want
 * some leaves by their place. What a general parser brings besides (document
 * types, entities from elsewhere, namespaces) is what such parsers are
 * attacked through; here it is an error.
 *
 * Understood: UTF-8 with or without a byte order mark, elements, text, CDATA,
 * the five named and the numeric references, comments and processing
 * instructions (skipped). Attributes are skipped, and a prefix of an
 * element's name ("a:Name") is dropped. Not understood: DOCTYPE, any other
 * reference, more than XML_DEPTH levels.
 *
 * Source: XML 1.0 (fifth edition), sections 2 and 4.1.
 */
#ifndef STORE_XML_H
#define STORE_XML_H

#include <stddef.h>

struct err;

#define XML_DEPTH 16
#define XML_PATH  512 /* of all open names together */

/*
 * An element has ended: its path from the root ("List/Blob/Name"), and the
 * text directly in it, with blanks at both ends taken off. -1 (with e set)
 * ends the walk.
 */
typedef int xml_element_fn(void *ctx, const char *path, const char *text,
			   struct err *e);

/*
 * Tell every element of a document, children before their parent. Errors:
 * ERR_RETRY it is not well-formed, as it does where an answer was damaged or
 * comes from something else; those of each.
 */
int xml_walk(const char *bytes, size_t len, xml_element_fn *each, void *ctx,
	     struct err *e);

/* Append text with & < > " as references. */
struct str;
void xml_escape(struct str *out, const char *text);

#endif
