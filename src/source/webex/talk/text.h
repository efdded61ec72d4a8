/*
 * source/webex/talk/text.h - what a post says, in plain text.
 *
 * A post has its text up to three times (plain, Markdown, HTML); the plain
 * one is what clients without formats show. Cards are forms: what they say
 * and ask is put into lines. Files that lie with another service are named
 * with their address.
 *
 * Source: Webex API of 2025-12 (messages); Adaptive Cards schema 1.3.
 */
#ifndef SOURCE_WEBEX_TALK_TEXT_H
#define SOURCE_WEBEX_TALK_TEXT_H

#include <jansson.h>

struct arena;
struct str;

#define TEXT_CARD_LINES 200 /* of one card */
#define TEXT_CARD_DEPTH 20

/* All that the post says: text, cards, links to files elsewhere. */
const char *text_of_post(struct arena *a, const json_t *post);

/* The same of an answer to a card: "name: value" lines. */
const char *text_of_action(struct arena *a, const json_t *action);

/* HTML without its marks; blocks and breaks end lines. */
void text_of_html(struct str *out, const char *html);

#endif
