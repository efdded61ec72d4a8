/*
 * tests/fake/ringcentral.h - a scripted RingCentral (api.h); API and media
 * are one server. An entry is told as
 *
 *	entry post 5 "" ready [] 'label' in 7/2026-03-01 by team-export
 *	      size 9 raw {...} beside chat {...}
 */
#ifndef TESTS_FAKE_RINGCENTRAL_H
#define TESTS_FAKE_RINGCENTRAL_H

#include "tests/fake/api.h"

struct fake_api *fake_rc_new(void);

/*
 * An export that is ready when it is ordered: its files (zip-bytes.h) are
 * what GET {A}/dataset answers.
 */
void fake_rc_export(struct fake_api *z, const char *files);

#endif
