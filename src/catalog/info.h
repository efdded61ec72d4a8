/*
 * catalog/info.h - what a vault record says about itself, for the catalog.
 *
 * Kept encrypted beside the content (vault.h: `info`), so that the catalog
 * can be rebuilt from the packs alone and is shredded with the item. Tagged
 * fields, as small and quick as can be: tag byte, length varint (LEB128),
 * bytes. Whole numbers are varints inside; a tag may come several times.
 * Unknown tags are passed over. Numbers are part of the format: never reuse
 * one (docs/formats/vault.md lists them).
 */
#ifndef CATALOG_INFO_H
#define CATALOG_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

enum info_tag {
	INFO_CONNECTOR = 1,     /* number: connector id */
	INFO_RUN = 2,           /* number: run id */
	INFO_BUNDLE = 3,        /* text: the bundle's key at the source */
	INFO_KIND = 4,          /* text: inventory kind, or item kind */
	INFO_OBJECT = 5,        /* text: id within the kind */
	INFO_VERSION = 6,       /* text */
	INFO_NAME = 7,          /* text: file name, raw name */
	INFO_MEDIA_TYPE = 8,    /* text */
	INFO_ORDINAL = 9,       /* number: which message of its bundle */
	INFO_MESSAGE_ID = 10,   /* text, with angle brackets */
	INFO_SUBJECT = 11,      /* text */
	INFO_SENDER = 12,       /* text: display name or address of From */
	INFO_SIZE = 13,         /* number: bytes of the rendered message; of a
				   copy only where it was reduced */
	INFO_SHA256 = 14,       /* 32 bytes: of the rendered message */
	INFO_SOURCE = 15,       /* text: "zoom-meetings" */
	INFO_TENANT = 16,       /* text */
	INFO_ADDRESS = 17,      /* text: by which the directory is asked for
				   a participant: convert_address(); repeated */
	INFO_PERSON = 18,       /* text: name for the address just before */
	INFO_PART = 19,         /* text "kind\nid\nversion": what the message
				   carries; repeated */
	INFO_MESSAGE = 20,      /* number: seq of the message (copies) */
	INFO_FOLDER = 21,       /* text: folder of the copies */
	INFO_MAILBOXES = 22,    /* mailbox ids, ascending, delta varints */
	INFO_REMOVED = 23,      /* mailbox ids whose copy was moved away */
	INFO_REASON = 24,       /* text: why quarantined */
	INFO_ACTOR = 25,        /* text: who acted */
	INFO_VERB = 26,         /* text: what was done */
	INFO_RAW_NAME = 27,     /* text: raw the message is made of; repeated */
	INFO_CONVERSATION = 28, /* text */
	INFO_TIME_END = 29,     /* number: end of the item, us */
	INFO_TIME_START = 30,   /* number: its start, us; before the people,
				   who are looked up as of then */
	INFO_MISSING = 31,      /* as INFO_PART: what the message tells of as
				   missing; repeated */
	INFO_TARGET = 32,       /* text: where a copy was delivered, if outside
				   of the archive */
	INFO_PLACE = 33,        /* text: the server's name of that copy */
	INFO_ORIGIN = 34,       /* text: from where who acted did so */
	INFO_OUTCOME = 35,      /* text: how the act ended; absent: done */
};

void info_text(struct str *out, enum info_tag tag, const char *text);
void info_bytes(struct str *out, enum info_tag tag, const void *p, size_t len);
void info_number(struct str *out, enum info_tag tag, uint64_t v);
/* ids must be ascending. */
void info_ids(struct str *out, enum info_tag tag, const uint64_t *ids,
	      size_t n);

struct info_reader {
	const unsigned char *at, *end;
	/* the field read last */
	unsigned int tag;
	const char *bytes; /* not NUL-terminated */
	size_t len;
	uint64_t number; /* where the bytes are a varint */
};

void info_read(struct info_reader *r, const void *info, size_t len);
/* True with the next field in r; false at the end or at damage. */
bool info_next(struct info_reader *r);

/* Varints inside a field (id lists): next value, false at the end. */
bool info_varint(const unsigned char **at, const unsigned char *end,
		 uint64_t *v);
void info_add_varint(struct str *out, uint64_t v);
/* As in a field of ids: ascending, as delta varints. */
void info_add_ids(struct str *out, const uint64_t *ids, size_t n);

#endif
