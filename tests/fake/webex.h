/*
 * tests/fake/webex.h - a scripted Webex (api.h). Entries are told as zoom.h
 * says.
 */
#ifndef TESTS_FAKE_WEBEX_H
#define TESTS_FAKE_WEBEX_H

#include "tests/fake/api.h"

struct fake_api *fake_webex_new(void);

#endif
