/*
 * vault/shipper.h - the writer's thread that brings what is complete into the
 * store in use (shipping.h says what and in which order).
 *
 *	shipper.c     when: passes, waiting, what hinders it
 *	ship-new.c    sealed packs and objects that no store has
 *	ship-move.c   away from a store that is being left
 *	ship-cache.c  which local files may go
 *
 * A pass looks at control and does all there is to do. Nobody waits for it
 * and nothing of it stops storing: where the store is away it tries again,
 * less and less often; a single thing that cannot be shipped is set aside
 * and the others go on (promise P7). What hinders it stands in control, for
 * `estreat store show`, and once in the log.
 */
#ifndef VAULT_SHIPPER_H
#define VAULT_SHIPPER_H

struct shipper;
struct vault;

/* NULL where the vault was given no means to open stores. */
struct shipper *shipper_start(struct vault *v);
/* Ends what is in hand; it goes on with the next start. NULL is fine. */
void shipper_stop(struct shipper *s);

#endif
