#include "convert/convert.h"

#include "base/err.h"
#include "convert/work.h"
#include "mime/header.h"
#include "mime/skeleton.h"

void convert_message_done(struct convert_message *m)
{
	str_done(&m->skeleton);
	str_done(&m->message_id);
	str_done(&m->subject);
}

/* multipart/alternative: plain text first, the richer HTML last. */
static void write_bodies(const struct work *w, struct str *out)
{
	struct header_param boundary = { "boundary", w->alternative };
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str html = STR_INIT;

	text_write(w, &text);
	html_write(w, &html);
	part_next(out, w->mixed);
	header_params(out, "Content-Type", "multipart/alternative", &boundary,
		      1);
	part_next(out, w->alternative);
	part_text(out, "plain", text.s, text.len);
	part_next(out, w->alternative);
	part_text(out, "html", html.s, html.len);
	part_end(out, w->alternative);
}

static void write_skeleton(const struct work *w, struct str *skeleton)
{
	AUTO(str_done) struct str head = STR_INIT;
	AUTO(str_done) struct str end = STR_INIT;

	headers_write(w, &head);
	write_bodies(w, &head);
	skeleton_begin(skeleton);
	skeleton_literal(skeleton, head.s, head.len);
	attachments_write(w, skeleton);
	part_end(&end, w->mixed);
	skeleton_literal(skeleton, end.s, end.len);
}

int convert_item(const struct item *it, const struct convert_config *cfg,
		 struct convert_message *out, struct err *e)
{
	AUTO(str_done) struct str skeleton = STR_INIT;
	AUTO(work_end) struct work w = { .arena = NULL };
	int64_t size;

	if (work_begin(&w, it, cfg, e) < 0)
		return -1;
	write_skeleton(&w, &skeleton);
	if (skeleton.len > SKELETON_MAX)
		return err_set(e, ERR_ITEM,
			       "the message without its artefacts has %zu "
			       "bytes, at most %zu can be kept",
			       skeleton.len, SKELETON_MAX);
	size = skeleton_size(skeleton.s, skeleton.len, e);
	if (size < 0)
		return err_wrap(e, "the message that was made");

	convert_message_done(out);
	out->skeleton = skeleton;
	skeleton = STR_INIT;
	out->message_id = STR_INIT;
	str_add(&out->message_id, w.message_id);
	out->subject = STR_INIT;
	str_add(&out->subject, w.subject);
	out->date_us = w.date_us;
	out->size = (uint64_t)size;
	return 0;
}
