/* sandbox/webex/vendor-webex.h - the row of vendor.c's table. */
#ifndef SANDBOX_WEBEX_VENDOR_WEBEX_H
#define SANDBOX_WEBEX_VENDOR_WEBEX_H

struct vendor;

extern const struct vendor webex_vendor;

#endif
