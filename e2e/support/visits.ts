import type { Moment } from "./dates.ts";
import type { Odoo } from "./odoo.ts";

export interface Visit {
    id: number;
    /** `APT/2026/00042` */
    reference: string;
    /** Id of its ticket. */
    ticket: number;
}

/** Books a visit as a manager would, for journeys that begin after that. */
export async function book(
    manager: Odoo,
    visit: { subject: string; technician?: string; start: Moment; stop: Moment; customer?: string },
): Promise<Visit> {
    const technician = visit.technician ? await manager.find("res.users", [["login", "=", visit.technician]]) : false;
    const id = await manager.create("support.appointment", {
        subject: visit.subject,
        customer_name: visit.customer ?? "Emilia Sommer",
        technician_id: technician,
        start: visit.start.stored,
        stop: visit.stop.stored,
    });
    const { name, ticket_id } = await manager.read<{ name: string; ticket_id: [number, string] }>(
        "support.appointment",
        id,
        ["name", "ticket_id"],
    );
    return { id, reference: name, ticket: ticket_id[0] };
}
