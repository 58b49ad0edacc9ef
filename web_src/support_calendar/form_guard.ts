/** The record of Odoo's form view, as far as guarding it needs. */
export interface GuardedRecord {
    readonly resId: number | false;
    readonly data: Readonly<Record<string, unknown>>;
    readonly config: { context: Record<string, unknown> };
}

/**
 * Saves a form on condition that nobody else has changed the schedule since it was opened. The server judges this, and only when
 * the form changes the schedule itself. The condition is for this one call: buttons of the form go their own ways.
 *
 * @param revision name of the field with the revision; the form must have it
 */
export async function saveAsSeen<Result>(
    { resId, data, config }: GuardedRecord,
    revision: string | undefined,
    save: () => Promise<Result>,
): Promise<Result> {
    const seen = revision && resId ? data[revision] : undefined;
    if (typeof seen !== "number") {
        return save();
    }
    const { context } = config;
    config.context = { ...context, support_expected_revision: seen };
    try {
        return await save();
    } finally {
        config.context = context;
    }
}
