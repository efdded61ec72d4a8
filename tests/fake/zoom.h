/*
 * tests/fake/zoom.h - a scripted Zoom (api.h). An entry is told as
 *
 *	entry recording-file f1 "" ready [reason] size 5 label 'name'
 *	      delete 0 (bundle u1, found by ...) raw {...}
 */
#ifndef TESTS_FAKE_ZOOM_H
#define TESTS_FAKE_ZOOM_H

#include "tests/fake/api.h"

struct fake_api *fake_zoom_new(void);

/* The line above, of any vendor. */
void fake_zoom_entry(struct str *line, const struct source_entry *en);

#endif
