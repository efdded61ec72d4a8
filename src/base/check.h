/*
 * base/check.h - what a pre-flight found, in plain words.
 */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

enum check_level { CHECK_OK, CHECK_WARN, CHECK_FAIL };

/* A line of the result. Texts are valid during the call. */
struct finding {
	enum check_level level;
	const char *topic;  /* "Cloud recording" */
	const char *text;   /* what was found */
	const char *remedy; /* what to do, "" when all is well */
};

/* Where findings go. */
struct check {
	void *ctx;
	void (*finding)(void *ctx, const struct finding *f);
};

#endif
