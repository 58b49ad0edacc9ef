/**
 * How many of Odoo's places companions may take at once, so that people who work in Odoo always find a free one.
 *
 * Odoo works on as many requests at once as it has workers, and API calls would queue up in front of people's clicks. So all
 * companions together take half of the workers. A threaded Odoo works on one request at a time, whatever its number of threads.
 */

/** For an Odoo without workers: one call is worked on while the next one travels. */
const WITHOUT_WORKERS = 2;

/**
 * Calls in progress at once, for all companions together.
 *
 * @param configured what the operator asks for; undefined: go by the workers
 * @param workers of Odoo; 0 means threads in one process
 */
export function totalCapacity(configured: number | undefined, workers: number): number {
    if (configured !== undefined) {
        return configured;
    }
    return workers > 0 ? Math.max(1, Math.floor(workers / 2)) : WITHOUT_WORKERS;
}

/**
 * One companion's part. Parts add up to the total, but each companion has at least one.
 *
 * @param total from {@link totalCapacity}
 * @param instances names of the companions that are alive
 * @param own the name of this one, which need not be among them yet
 */
export function shareOf(total: number, instances: readonly string[], own: string): number {
    const names = [...new Set([...instances, own])].sort();
    const rest = names.indexOf(own) < total % names.length ? 1 : 0;
    return Math.max(1, Math.floor(total / names.length) + rest);
}
