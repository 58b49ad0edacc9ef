/** Remembers in PostgreSQL which mails the server has taken, until Odoo knows: a killed companion sends none of them twice. */
import type { Pool } from "pg";

export interface AcceptedMail {
    readonly message_id: string;
    readonly notification_id: number;
    readonly attempt: number;
}

export interface MailJournal {
    /** Notes that the server has taken a mail. */
    remember(mail: AcceptedMail): Promise<void>;
    /** Which of these mails the server has taken already. */
    known(messageIds: readonly string[]): Promise<ReadonlySet<string>>;
    /** Mails whose report was due long ago: whoever delivered them is gone. */
    orphans(): Promise<AcceptedMail[]>;
    /** Odoo knows, and hands none of them out again. */
    forget(messageIds: readonly string[]): Promise<void>;
}

/** Its sender would have reported it by now, had it lived. */
const ORPHAN_AGE = "30 seconds";
const ORPHAN_LIMIT = 200;

const REMEMBER = `
    INSERT INTO accepted_mail (message_id, notification_id, attempt) VALUES ($1, $2, $3)
    ON CONFLICT (message_id) DO UPDATE SET attempt = EXCLUDED.attempt, accepted_at = now()`;
const KNOWN = "SELECT message_id FROM accepted_mail WHERE message_id = ANY($1::text[])";
const ORPHANS = `
    SELECT message_id, notification_id, attempt FROM accepted_mail
    WHERE accepted_at < now() - interval '${ORPHAN_AGE}'
    ORDER BY accepted_at
    LIMIT ${ORPHAN_LIMIT}`;
const FORGET = "DELETE FROM accepted_mail WHERE message_id = ANY($1::text[])";

export class PostgresMailJournal implements MailJournal {
    constructor(private readonly pool: Pool) {}

    async remember({ message_id, notification_id, attempt }: AcceptedMail): Promise<void> {
        await this.pool.query(REMEMBER, [message_id, notification_id, attempt]);
    }

    async known(messageIds: readonly string[]): Promise<ReadonlySet<string>> {
        const { rows } = await this.pool.query<{ message_id: string }>(KNOWN, [messageIds]);
        return new Set(rows.map((row) => row.message_id));
    }

    async orphans(): Promise<AcceptedMail[]> {
        return (await this.pool.query<AcceptedMail>(ORPHANS)).rows;
    }

    async forget(messageIds: readonly string[]): Promise<void> {
        if (messageIds.length > 0) {
            await this.pool.query(FORGET, [messageIds]);
        }
    }
}
