/*
 * base/log.h - one line per decision, on standard error, key=value.
 *
 *	2026-03-01T10:00:00.123456Z warn run.parked connector=zoom reason="..."
 *
 * Levels: error = an operator must act; warn = we acted (set aside, parked);
 * info = a run's tally; debug = anything. Library code logs nothing above
 * debug: it returns its error, and the caller who decides logs once.
 * Values never hold secrets or content. On a terminal a line takes the place
 * of what is being drawn there (verb/progress.h).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* What is written from now on; LOG_WARN at start. */
void log_set_level(enum log_level level);

/* From now on as {"note":"..."}, for whoever asked for JSON. */
void log_as_notes(void);

/*
 * event is a constant such as "run.done"; fmt gives the rest of the line,
 * already as key=value. Line ends in it are escaped. Safe from any thread.
 */
void log_event(enum log_level level, const char *event, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
