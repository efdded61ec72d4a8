#include "base/log.h"
#include "t.h"

#include <string.h>
#include <unistd.h>

/* What one event writes to standard error. */
static const char *said(char *buf, size_t size)
{
	int to[2], was = dup(STDERR_FILENO);
	ssize_t n;

	T_OK(pipe(to) == 0 && was >= 0);
	(void)dup2(to[1], STDERR_FILENO);
	log_event(LOG_WARN, "x.waits", "reason=\"%s\"", "a\nb");
	log_event(LOG_DEBUG, "x.detail", "n=%d", 1);
	(void)dup2(was, STDERR_FILENO);
	(void)close(to[1]);
	(void)close(was);
	n = read(to[0], buf, size - 1);
	buf[n > 0 ? n : 0] = '\0';
	(void)close(to[0]);
	return buf;
}

T(a_line_and_a_note)
{
	char buf[512];

	T_OK(strstr(said(buf, sizeof(buf)),
		    "Z warn x.waits reason=\"a\\nb\"\n") != NULL);
	T_OK(buf[0] == '2'); /* no terminal, no escapes */
	T_OK(strstr(buf, "x.detail") == NULL);
	log_as_notes();
	T_OK(strncmp(said(buf, sizeof(buf)), "{\"note\":\"2", 10) == 0);
	T_OK(strstr(buf, "warn x.waits reason=\\\"a\\\\nb\\\"\"}\n") != NULL);
}

T_MAIN
