/*
 * verb/findings.h - what a pre-flight found (base/check.h), printed.
 *
 *	struct findings f = { .out = call->out };
 *	findings_begin(&f); ...check(&f.to) ... findings_end(&f);
 *
 * For people a line each, with what to do below it; else the list
 * "findings" and the numbers "failed" and "warned".
 */
#ifndef VERB_FINDINGS_H
#define VERB_FINDINGS_H

#include "base/check.h"

struct printer;

struct findings {
	struct printer *out;
	struct check to;
	int failed, warned;
};

void findings_begin(struct findings *f);
void findings_end(struct findings *f);

#endif
