#include "portal/portal.h"
#include "verb/cli.h"

#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

static atomic_bool stop;

static void on_signal(int signal_number)
{
	(void)signal_number;
	atomic_store(&stop, true);
}

/* The first signal asks for an end in good order, the second ends it. */
static void arm(void)
{
	struct sigaction sa = { .sa_handler = on_signal,
				.sa_flags = (int)SA_RESETHAND };

	(void)sigaction(SIGINT, &sa, NULL);
	(void)sigaction(SIGTERM, &sa, NULL);
}

int main(int argc, char *argv[])
{
	struct cli cli = { .portal = &portal_ops, .stop = &stop, .arm = arm };

	/* what it writes is nobody else's to read, an export included */
	(void)umask(077);
	/* widths of characters; there on every Debian */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	/* a pipe that nobody reads is an error to be handled, not the end */
	(void)signal(SIGPIPE, SIG_IGN);
	return cli_main(&cli, argc, argv);
}
