/* sandbox/ringcentral/ringcentral.h - RingCentral, as vendor.c lists it. */
#ifndef SANDBOX_RINGCENTRAL_RINGCENTRAL_H
#define SANDBOX_RINGCENTRAL_RINGCENTRAL_H

struct vendor;

extern const struct vendor ringcentral;

#endif
