/*
 * verb/cli.h - the command line: words in, exit code out.
 *
 *	estreat [--home DIR] [--json] [--verbose] NOUN VERB [ARGUMENTS]
 *
 * Global options may stand anywhere before "--". Output goes to standard
 * output, errors and notes to standard error: in plain words, or with --json
 * as one JSON object a line ({"error":{...}}, {"note":"..."}).
 */
#ifndef VERB_CLI_H
#define VERB_CLI_H

#include <stdatomic.h>

/* Part of the interface: stands in --help and in docs. */
enum cli_exit {
	CLI_OK = 0,
	CLI_NOT = 1,     /* what was asked is not so; a run ended in failure */
	CLI_USAGE = 2,   /* the command cannot be done as it was given, or
			    who gives it has no right to it */
	CLI_RETRY = 3,   /* out of reach or busy: later, the same again */
	CLI_SOURCE = 4,  /* the source needs a person: credentials, scopes */
	CLI_STORAGE = 5, /* a disk failed or is full */
};

struct portal_ops;

struct cli {
	const struct portal_ops *portal; /* what serve starts; NULL: nothing */
	const atomic_bool *stop;
	/* Let the next SIGINT or SIGTERM set *stop instead of ending the
	   process. Called for verbs that watch it. */
	void (*arm)(void);
};

/* A UTF-8 locale is set (verb/width.h). Returns an enum cli_exit. */
int cli_main(const struct cli *cli, int argc, char *argv[]);

#endif
