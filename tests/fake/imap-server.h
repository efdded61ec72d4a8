/*
 * tests/fake/imap-server.h - an IMAP server that follows a script.
 *
 * A script is lines:
 *
 *	S: text     say it (lines that follow each other go out as one piece)
 *	C: text     the next line has to be it; a star at the end: begin so
 *	L           read the literal that the last line announced
 *	E: text     say text and the client's last line
 *	F: n text   say text n times
 *	H: n        say a line of n bytes
 *	N           hang up, wait for the next connection
 *	R           hang up by a reset
 *	W           read nothing more until the client hangs up, or 1.5 s
 *	Z           read all, until the client hangs up
 *
 * At its end the server hangs up. What was not as the script has it is kept.
 */
#ifndef TESTS_FAKE_IMAP_SERVER_H
#define TESTS_FAKE_IMAP_SERVER_H

struct imap_play;

/* Plays in a thread, on a free port of this machine. */
struct imap_play *imap_play_start(const char *script);
unsigned int imap_play_port(const struct imap_play *p);
/* Wait for its end: heap, what was wrong ("" if nothing). */
char *imap_play_end(struct imap_play *p);

#endif
