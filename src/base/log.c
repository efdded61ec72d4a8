#include "base/log.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static atomic_int log_level = LOG_WARN;
static atomic_bool log_notes;

void log_set_level(enum log_level level)
{
	atomic_store(&log_level, (int)level);
}

void log_as_notes(void)
{
	atomic_store(&log_notes, true);
}

static void hand_over(const char *line)
{
	AUTO(str_done) struct str out = STR_INIT;

	if (atomic_load(&log_notes)) {
		str_add(&out, "{\"note\":");
		encode_json(&out, line);
		str_add(&out, "}\n");
	} else {
		str_addf(&out, "%s%s\n",
			 isatty(STDERR_FILENO) == 1 ? "\r\033[K" : "", line);
	}
	/* one write, so that lines of several threads do not mix */
	(void)!write(STDERR_FILENO, out.s, out.len);
}

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	static const char *const names[] = { "error", "warn", "info", "debug" };
	AUTO(str_done) struct str line = STR_INIT;
	AUTO(str_done) struct str rest = STR_INIT;
	char now[CLOCK_TEXT];
	va_list ap;

	if ((int)level > atomic_load(&log_level))
		return;
	va_start(ap, fmt);
	str_addv(&rest, fmt, ap);
	va_end(ap);
	str_addf(&line, "%s %s %s ", clock_rfc3339(clock_now_us(), now),
		 names[level], event);
	for (const char *c = rest.s; *c != '\0'; c++) {
		if (*c == '\n')
			str_add(&line, "\\n");
		else if ((unsigned char)*c < ' ')
			str_addf(&line, "\\x%02x", (unsigned char)*c);
		else
			str_add_char(&line, *c);
	}
	hand_over(line.s);
}
