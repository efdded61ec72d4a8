/*
 * gmime-dump.c - what GMime sees in a message, as JSON, one line a file.
 *
 * GMime reads with strict RFC compliance here and reports what it finds
 * wrong: any warning but those of its own making is listed in "defects".
 */
#include <gmime/gmime.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dump {
	json_t *out, *attachments, *defects;
};

static void on_warning(gint64 offset, GMimeParserWarning code,
		       const gchar *item, gpointer data)
{
	struct dump *d = data;
	char text[400];

	(void)snprintf(text, sizeof(text),
		       "code %d at byte %" G_GINT64_FORMAT ": %.300s",
		       (int)code, offset, item == NULL ? "" : item);
	json_array_append_new(d->defects, json_string(text));
}

static json_t *text_or_null(const char *s)
{
	return s == NULL ? json_null() : json_string(s);
}

static json_t *people(InternetAddressList *list)
{
	json_t *all = json_array();

	for (int i = 0; list != NULL && i < internet_address_list_length(list);
	     i++) {
		InternetAddress *a = internet_address_list_get_address(list, i);
		const char *name = internet_address_get_name(a);

		json_array_append_new(
			all, json_pack("[s, s]", name == NULL ? "" : name,
				       internet_address_mailbox_get_addr(
					       INTERNET_ADDRESS_MAILBOX(a))));
	}
	return all;
}

/* The decoded bytes of a part; to be unreferenced. */
static GByteArray *content(GMimePart *part)
{
	GMimeStream *mem = g_mime_stream_mem_new();
	GMimeDataWrapper *w = g_mime_part_get_content(part);
	GByteArray *bytes;

	g_mime_data_wrapper_write_to_stream(w, mem);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mem));
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(mem), FALSE);
	g_object_unref(mem);
	return bytes;
}

static char *type_name(GMimeObject *o)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);

	return g_mime_content_type_get_mime_type(t);
}

static void on_part(GMimeObject *parent, GMimeObject *o, gpointer data)
{
	struct dump *d = data;
	GByteArray *bytes;
	char *type, *sum;

	(void)parent;
	if (!GMIME_IS_PART(o))
		return;
	bytes = content(GMIME_PART(o));
	type = type_name(o);
	if (g_mime_part_is_attachment(GMIME_PART(o))) {
		sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
						  bytes->data, bytes->len);
		json_array_append_new(
			d->attachments,
			json_pack("{s:o, s:s, s:i, s:s}", "name",
				  text_or_null(g_mime_part_get_filename(
					  GMIME_PART(o))),
				  "type", type, "size", (int)bytes->len,
				  "sha256", sum));
		g_free(sum);
	} else {
		json_object_set_new(
			d->out,
			strcmp(type, "text/html") == 0 ? "html" : "text",
			json_stringn((char *)bytes->data, bytes->len));
	}
	g_free(type);
	g_byte_array_unref(bytes);
}

static json_t *references(const char *value)
{
	json_t *all = json_array();
	char *copy = g_strdup(value == NULL ? "" : value), *save = NULL;

	for (char *id = strtok_r(copy, " \t\r\n", &save); id != NULL;
	     id = strtok_r(NULL, " \t\r\n", &save))
		json_array_append_new(all, json_string(id));
	g_free(copy);
	return all;
}

static json_t *headers(GMimeHeaderList *list)
{
	json_t *all = json_object();

	for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
		char *name = g_ascii_strdown(g_mime_header_get_name(h), -1);

		if (strncmp(name, "x-", 2) == 0)
			json_object_set_new(
				all, name,
				json_string(g_mime_header_get_value(h)));
		g_free(name);
	}
	return all;
}

static void dump_message(struct dump *d, GMimeMessage *m)
{
	GMimeObject *o = GMIME_OBJECT(m);
	GDateTime *date = g_date_time_to_utc(g_mime_message_get_date(m));
	char *when = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S.000Z");
	char *id = g_strdup_printf("<%s>", g_mime_message_get_message_id(m));

	json_object_set_new(d->out, "subject",
			    text_or_null(g_mime_message_get_subject(m)));
	json_object_set_new(d->out, "message_id", json_string(id));
	json_object_set_new(
		d->out, "in_reply_to",
		text_or_null(g_mime_object_get_header(o, "In-Reply-To")));
	json_object_set_new(
		d->out, "references",
		references(g_mime_object_get_header(o, "References")));
	json_object_set_new(d->out, "date", json_string(when));
	json_object_set_new(d->out, "from", people(g_mime_message_get_from(m)));
	json_object_set_new(d->out, "to", people(g_mime_message_get_to(m)));
	json_object_set_new(d->out, "headers",
			    headers(g_mime_object_get_header_list(o)));
	g_mime_message_foreach(m, on_part, d);
	g_date_time_unref(date);
	g_free(when);
	g_free(id);
}

static int dump_file(const char *path)
{
	struct dump d = { json_object(), json_array(), json_array() };
	GMimeStream *s = g_mime_stream_file_open(path, "r", NULL);
	GMimeParserOptions *o = g_mime_parser_options_new();
	GMimeParser *p;
	GMimeMessage *m;
	char *line;

	if (s == NULL) {
		perror(path);
		return 1;
	}
	g_mime_parser_options_set_address_compliance_mode(
		o, GMIME_RFC_COMPLIANCE_STRICT);
	g_mime_parser_options_set_parameter_compliance_mode(
		o, GMIME_RFC_COMPLIANCE_STRICT);
	g_mime_parser_options_set_rfc2047_compliance_mode(
		o, GMIME_RFC_COMPLIANCE_STRICT);
	g_mime_parser_options_set_warning_callback(o, on_warning, &d);
	p = g_mime_parser_new_with_stream(s);
	m = g_mime_parser_construct_message(p, o);
	if (m == NULL) {
		(void)fprintf(stderr, "%s: not a message\n", path);
		return 1;
	}
	dump_message(&d, m);
	json_object_set_new(d.out, "attachments", d.attachments);
	json_object_set_new(d.out, "defects", d.defects);
	line = json_dumps(d.out, JSON_COMPACT);
	(void)puts(line);
	free(line);
	json_decref(d.out);
	g_object_unref(m);
	g_object_unref(p);
	g_object_unref(s);
	g_mime_parser_options_free(o);
	return 0;
}

int main(int argc, char *argv[])
{
	int bad = 0;

	g_mime_init();
	for (int i = 1; i < argc; i++)
		bad += dump_file(argv[i]);
	g_mime_shutdown();
	return bad != 0;
}
