/* message-open.c - a message is opened, and that it was read is recorded. */
#include "verb/verbs/message.h"

#include "base/err.h"
#include "catalog/archive.h"
#include "catalog/record.h"
#include "mime/outline.h"
#include "mime/skeleton.h"
#include "vault/vault.h"
#include "verb/verb.h"

#include <inttypes.h>

static int read_record(struct shown *s, struct err *e)
{
	struct archive *a = s->call->archive;

	if (record_open(a, s->seq, &s->got, e) < 0 ||
	    record_read(a, s->seq, SKELETON_MAX, &s->skeleton, e) < 0 ||
	    outline_read(&s->outline, s->skeleton.s, s->skeleton.len, e) < 0)
		return err_wrap(e, "message %" PRIu64, s->seq);
	s->record = vault_got_stored(s->got);
	return 0;
}

int shown_open(struct shown *s, struct verb_call *call, struct err *e)
{
	*s = (struct shown){ .call = call, .skeleton = STR_INIT };
	if (call_open(call, false, e) < 0 ||
	    call_message(call, call_text(call, "message"), &s->seq, e) < 0)
		return -1;
	s->catalog = archive_catalog(call->archive);
	return read_record(s, e);
}

void shown_done(struct shown *s)
{
	str_done(&s->skeleton);
	outline_free(s->outline);
	vault_got_free(s->got);
	*s = (struct shown){ .skeleton = STR_INIT };
}

int shown_record(const struct shown *s, const char *how, uint64_t number,
		 struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	str_addf(&detail, "{\"message\":%" PRIu64 ",\"how\":\"%s\"", s->seq,
		 how);
	if (number != 0)
		str_addf(&detail, ",\"part\":%" PRIu64, number);
	str_add_char(&detail, '}');
	return call_record_once(s->call, detail.s, e);
}
