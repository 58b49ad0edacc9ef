/** One check for whatever channel sends: an email as the server got it, against the grammar of all that it is made of. */
import { checkField, mailboxes, unstructured, type Mailbox } from "./header.js";
import { readInvitation, type Invitation } from "./icalendar.js";
import { leaves, takeApart, textOf, valueOf, type Field } from "./message.js";

export interface CheckedMail {
    /** What breaks the grammar; empty: nothing. */
    readonly problems: readonly string[];
    /** In lower case, in the order of the message. */
    readonly names: readonly string[];
    readonly subject: string;
    readonly from: readonly Mailbox[];
    readonly to: readonly Mailbox[];
    readonly replyTo: readonly Mailbox[];
    readonly messageId: string;
    readonly listUnsubscribe: string | undefined;
    readonly text: string;
    readonly html: string;
    readonly invitation: Invitation | undefined;
}

const NEEDED = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type", "auto-submitted"];
/** Names that only the message itself may have. */
const OF_MESSAGE = /^(from|to|cc|bcc|reply-to|subject|date|message-id|list-.*|auto-submitted|dkim-signature)$/;

/**
 * Checks an email of ours.
 *
 * @param raw what came after DATA, one character for each octet
 */
export function checkMail(raw: string): CheckedMail {
    const problems: string[] = [];
    const root = takeApart(raw, problems);
    root.fields.forEach((field) => checkField(field, problems));
    const nested = leaves(root).flatMap((leaf) => leaf.fields);
    nested.forEach((field) => checkField(field, problems));
    nested
        .filter((field) => OF_MESSAGE.test(field.key))
        .forEach((field) => problems.push(`${field.name} stands in a part`));
    const names = root.fields.map((field) => field.key);
    NEEDED.filter((key) => !names.includes(key)).forEach((key) => problems.push(`${key} is missing`));
    if (names.includes("list-unsubscribe") !== names.includes("list-unsubscribe-post")) {
        problems.push("one of both fields of one-click unsubscription is missing");
    }

    const texts = leaves(root).map((leaf) => ({ leaf, text: textOf(leaf, problems) ?? "" }));
    const textOfType = (essence: string): string => texts.find(({ leaf }) => leaf.type.essence === essence)?.text ?? "";
    const calendars = texts.filter(({ leaf }) => leaf.type.essence === "text/calendar");
    const invitations = calendars.map(({ leaf, text }) => {
        const invitation = readInvitation(text, problems);
        if (leaf.type.parameters.get("method") !== invitation?.method) problems.push("METHOD differs from the part's");
        return invitation;
    });
    if (new Set(calendars.map(({ text }) => text.trim())).size > 1) problems.push("the invitations differ");

    const from = addresses(root.fields, "from");
    const to = addresses(root.fields, "to");
    const invitation = invitations[0];
    if (invitation && from[0]?.address.toLowerCase() !== invitation.organizer.toLowerCase()) {
        problems.push(`ORGANIZER is ${invitation.organizer} and From ${from[0]?.address}`);
    }
    return {
        problems,
        names,
        subject: unstructured(valueOf(root.fields, "subject") ?? "", () => undefined),
        from,
        to,
        replyTo: addresses(root.fields, "reply-to"),
        messageId: valueOf(root.fields, "message-id") ?? "",
        listUnsubscribe: valueOf(root.fields, "list-unsubscribe"),
        text: textOfType("text/plain"),
        html: textOfType("text/html"),
        invitation,
    };
}

function addresses(fields: readonly Field[], key: string): Mailbox[] {
    const value = valueOf(fields, key);
    return value === undefined ? [] : mailboxes(value, () => undefined);
}
