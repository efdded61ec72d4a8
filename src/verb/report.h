/* verb/report.h - a run's report (docs/formats/report.md) for people. */
#ifndef VERB_REPORT_H
#define VERB_REPORT_H

#include <stdbool.h>

struct err;
struct printer;

/*
 * json is what connector_report() gave. In text: all its tables, or only the
 * sums; in JSON: the report as it is. *whole: the run was done and its sums
 * close. Errors: ERR_STORE (the report cannot be read, or the output).
 */
int report_print(struct printer *p, const char *json, bool *whole,
		 struct err *e);
int report_print_sums(struct printer *p, const char *json, bool *whole,
		      struct err *e);

#endif
