/*
 * convert/markdown.h - Markdown of a summary or note as safe HTML.
 *
 * Why so little: the text comes from outside, and what it may do to the
 * reader is decided here. Headings, lists, quotes, code, rules, bold and
 * italic become tags without attributes; all else is text, escaped. A link
 * shows its text and its address, and cannot be followed by accident; HTML
 * in the text is shown, not run.
 *
 * Source: CommonMark 0.30, of which this is a subset.
 */
#ifndef CONVERT_MARKDOWN_H
#define CONVERT_MARKDOWN_H

struct body;

void markdown_html(struct body *b, const char *text);

#endif
