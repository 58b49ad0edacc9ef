// @ts-check

/**
 * Does jobs in order, several at once: a job begins as soon as the one before it has begun and there are places for it.
 * @template T
 * @param {readonly {places: number, run: () => Promise<T>}[]} jobs
 * @param {number} places taken at once; a job that needs more has all of them
 * @returns {Promise<T[]>} in the order of the jobs. The first job that throws ends it, once those under way have ended
 */
export async function inPlaces(jobs, places) {
    let free = places;
    /** @type {Set<Promise<unknown>>} */
    const underWay = new Set();
    /** @type {Promise<T>[]} */
    const results = [];
    let broken = false;
    for (const job of jobs) {
        const needed = Math.min(job.places, places);
        while (free < needed && !broken) await Promise.race(underWay);
        if (broken) break;
        free -= needed;
        const result = job.run();
        results.push(result);
        const ended = result
            .catch(() => (broken = true))
            .then(() => {
                free += needed;
                underWay.delete(ended);
            });
        underWay.add(ended);
    }
    await Promise.all(underWay);
    return Promise.all(results);
}
