/*
 * sandbox/files.h - the files of a meeting, and when each of them is what.
 *
 * Why: nearly all that goes wrong in collecting goes wrong in time: a file
 * is listed before it is ready, ready a day after its meeting, trashed
 * before anybody came, gone a month later. So a file carries its whole
 * life, and file_at() says where in it a moment falls:
 *
 *	end of meeting   ready      trashed    gone
 *	-----|-------------|-----------|---------|----->
 *	 none  PROCESSING    READY       TRASHED   GONE
 *
 * A function of the meeting alone, like all here.
 */
#ifndef SANDBOX_FILES_H
#define SANDBOX_FILES_H

#include "cast.h"
#include "seed.h"

#define FILES_MAX     64
#define FILE_NEVER    INT64_MAX
#define TRASH_KEPT_US (INT64_C(30) * 86400 * 1000000)

enum file_view {
	VIEW_RECORDING, /* recording_files */
	VIEW_PERSONAL,  /* participant_audio_files */
	VIEW_ARCHIVE,   /* archive_files */
	VIEW_TEXT,      /* /meetings/{}/transcript, no recording */
};

enum file_form {
	FORM_MP4,
	FORM_M4A,
	FORM_LARGE, /* the recording of --large */
	FORM_JPG,
	FORM_CHAT_TXT,
	FORM_VTT,
	FORM_TIMELINE,
	FORM_SUMMARY,
	FORM_POLL_CSV,
	FORM_UNKNOWN,
	FORM_ARCHIVE_TXT,
	FORM_ARCHIVE_JSON,
	FORM_GROUP_LOG,
};

enum file_stage {
	STAGE_NONE,
	STAGE_PROCESSING,
	STAGE_READY,
	STAGE_TRASHED,
	STAGE_GONE,
};

struct file {
	enum file_view view;
	enum file_form form;
	unsigned int n; /* which of the meeting's files */
	char id[SEED_UUID];
	const char *file_type, *extension, *recording_type;
	char name[48]; /* participant audio only, else "" */
	size_t who;    /* member it is of; SIZE_MAX: all */
	bool failed;   /* archive: never becomes a file */
	int64_t ready_us;
	int64_t trashed_us; /* FILE_NEVER */
	int64_t gone_us;    /* FILE_NEVER */
};

/* All files of all views; returns how many. */
size_t files_of(const struct tenant *t, const struct meeting *m,
		struct file out[FILES_MAX]);

/* False, *out untouched, where the id is none of this tenant's files. */
bool files_find(const struct tenant *t, const char *id,
		const struct meeting **m, struct file *out);

enum file_stage file_at(const struct file *f, const struct meeting *m,
			int64_t now_us);

/* The whole recording is in the trash from then on; FILE_NEVER. */
int64_t recording_trashed_us(const struct meeting *m);

/* When the archive of a meeting is complete; it begins a minute after. */
int64_t archive_complete_us(const struct meeting *m);

/* When a summary exists, and its second version; FILE_NEVER without. */
int64_t summary_created_us(const struct meeting *m);
int64_t summary_edited_us(const struct meeting *m);

/* Days that archived files are kept; the account's setting says the same. */
#define ARCHIVE_RETENTION_DAYS 30

#endif
