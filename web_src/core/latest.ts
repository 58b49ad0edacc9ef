/**
 * Of several answers on their way, the one asked for last counts. Whoever waits for an earlier one gets that one as well:
 * nobody waits for ever, as whoever is still being started must not.
 */
export class Latest<Answer> {
    private last: Promise<Answer> | undefined;

    /**
     * @returns what the last promise came to that had been added by then
     * @throws what that one was rejected with; those before it may fail as they like
     */
    add(answer: Promise<Answer>): Promise<Answer> {
        this.last = answer;
        return this.follow(answer);
    }

    private async follow(answer: Promise<Answer>): Promise<Answer> {
        try {
            const result = await answer;
            if (answer === this.last) {
                return result;
            }
        } catch (error) {
            if (answer === this.last) {
                throw error;
            }
        }
        return this.follow(this.last!);
    }
}
