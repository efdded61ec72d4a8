#include "export/name.h"

#include "base/encode.h"
#include "base/str.h"
#include "t.h"

T(safe)
{
	static const struct {
		const char *label;
		const char *in;
		size_t max;
		const char *want;
	} rows[] = {
		{ "plain", "Weekly risk call", 80, "Weekly risk call" },
		{ "separators", "a/b\\c:d", 80, "a_b_c_d" },
		{ "what Windows refuses", "*?\"<>|~", 80, "_______" },
		{ "controls", "a\n\tb\x7f", 80, "a__b_" },
		{ "up and out", "../../etc/passwd", 80, "_._.._etc_passwd" },
		{ "hidden", ".x", 80, "_x" },
		{ "an option", "-rf", 80, "_rf" },
		{ "blanks and dots around", " x. .", 80, "_x" },
		{ "nothing", "", 80, "_" },
		{ "only dots", "...", 80, "_" },
		{ "Swedish", "m\xc3\xb6te", 80, "m\xc3\xb6te" },
		{ "not UTF-8", "a\xff", 80, "a_" },
		{ "C1", "a\xc2\x85", 80, "a_" },
		{ "turns the writing", "a\xe2\x80\xaegpj.exe", 80,
		  "a_gpj.exe" },
		{ "cut", "abcdef", 3, "abc" },
		{ "cut between characters", "ab\xc3\xb6", 3, "ab" },
		{ "cut behind a blank", "ab cd", 3, "ab" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		str_add(&got, "x/");
		name_safe(&got, row->in, row->max);
		T_EQ_STR(got.s + 2, row->want);
	}
}

T(mailboxes_never_share_a_folder)
{
	static const struct {
		const char *label;
		const char *name;
		const char *want;
	} rows[] = {
		{ "as it is", "anna@example.com", "anna@example.com" },
		{ "made safe", "a/b", "a_b~7" },
		{ "looks as if made safe", "a_b~7", "a_b_7~7" },
		{ "long",
		  "0123456789012345678901234567890123456789012345678901234567"
		  "8901234567890123456789012345678901234567890123456789",
		  "0123456789012345678901234567890123456789012345678901234567"
		  "890123456789012345678901234567890123456789~7" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		name_mailbox(&got, row->name, 7);
		T_EQ_STR(got.s, row->want);
	}
}

T(folders)
{
	static const struct {
		const char *label;
		const char *folder, *plain, *maildir;
	} rows[] = {
		{ "one", "Zoom Meetings", "Zoom Meetings",
		  ".INBOX.Zoom Meetings" },
		{ "two", "A/B", "A/B", ".INBOX.A.B" },
		{ "slashes around", "/A//B/", "A/B", ".INBOX.A.B" },
		{ "none", "", "_", ".INBOX" },
		{ "up", "../x", "_/x", ".INBOX._.x" },
		{ "dots", "v1.2", "v1.2", ".INBOX.v1_2" },
		{ "ampersand", "R&D", "R&D", ".INBOX.R&-D" },
		/* RFC 3501 section 5.1.3 */
		{ "the RFC's",
		  "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97"
		  "\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		  "_peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c"
		  "\xac\xe8\xaa\x9e",
		  ".INBOX._peter.mail.&U,BTFw-.&ZeVnLIqe-" },
		{ "mixed", "M\xc3\xb6ten", "M\xc3\xb6ten", ".INBOX.M&APY-ten" },
		{ "beyond the first plane", "\xf0\x9f\x98\x80",
		  "\xf0\x9f\x98\x80", ".INBOX.&2D3eAA-" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str plain = STR_INIT;
		AUTO(str_done) struct str maildir = STR_INIT;

		name_folder(&plain, row->folder);
		name_maildir(&maildir, row->folder);
		T_EQ_STR(plain.s, row->plain);
		T_EQ_STR(maildir.s, row->maildir);
	}
}

T_MAIN
