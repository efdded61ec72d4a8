/*
 * watch/rules.h - when something needs a person.
 *
 * Why: what is shown in red on the portal's first page and what is told by
 * mail at night are the same things. A rule looks at health and says what is
 * not in order, in words that name what it is and what to do. It keeps
 * nothing: how long it has been so, who was told, who has seen it is
 * watch/alerts.h.
 */
#ifndef WATCH_RULES_H
#define WATCH_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct health;
struct str;

/* Kept in control: never reuse a number. */
enum severity { SEVERITY_LOW = 1, SEVERITY_MEDIUM = 2, SEVERITY_HIGH = 3 };

/* "low", "medium", "high". */
const char *severity_name(enum severity s);
/* False where the word is none of them. */
bool severity_find(const char *word, enum severity *out);

enum rule_unit {
	RULE_PLAIN,   /* it has no bound */
	RULE_MINUTES, /* told of once it has been so for longer */
	RULE_COUNT,   /* from so many on */
	RULE_PERCENT,
	RULE_DAYS,
};
const char *rule_unit_name(enum rule_unit u); /* "minutes"; "": plain */

struct rule {
	const char *name;  /* "run-failed" */
	const char *title; /* "A run failed" */
	enum severity severity;
	enum rule_unit unit;
	int64_t bound;
	const char *help; /* what it means and what to do, a line or two */
};
#define RULES_MAX 24
/* By number, from 0; NULL behind the last. */
const struct rule *rule_at(size_t n);
/* By name, or NULL. *n (may be NULL) is its number. */
const struct rule *rule_find(const char *name, size_t *n);

/* The rules as they hold here. */
struct rules {
	struct {
		enum severity severity;
		int64_t bound;
		bool silent; /* switched off */
		bool changed;
	} of[RULES_MAX];
};
/* Errors: ERR_STORE. */
int rules_load(struct db *db, struct rules *out, struct err *e);
/*
 * Change one, in the caller's transaction. severity 0, bound -1: its own
 * again. Errors: ERR_USAGE (there is none of this name; no bound), ERR_STORE.
 */
struct rule_change {
	const char *name;
	enum severity severity;
	int64_t bound;
	bool silent;
};
int rules_change(struct db *db, const struct rule_change *c, struct err *e);

/* What is not in order. Texts are valid during the call. */
struct condition {
	const struct rule *rule;
	const char *subject; /* "connector zoom": unique within the rule */
	enum severity severity;
	int64_t since_us; /* as far as is known; 0: it is not */
	/* Told of once it has been so for longer; 0: at once. */
	int64_t wait_us;
	const char *text;
};

struct finding_to {
	void *ctx;
	void (*found)(void *ctx, const struct condition *c);
	/* Was it so at the last look? What wavers around a bound is not over
	   at once. NULL: not known. */
	bool (*open)(void *ctx, const char *rule, const char *subject);
};

/* Everything that is not in order, by the rules, of those not silent. */
void rules_apply(const struct rules *rules, const struct health *h,
		 const struct finding_to *to);

#endif
