/** Books with the client that orval makes. */
import { bookAppointment, cancelAppointment, listAppointments, listSlots } from "./booking.js";

const { SUPPORT_KEY = "", FROM = "", IDEMPOTENCY_KEY = "" } = process.env;
const from = new Date(FROM).toISOString();
const to = new Date(Date.parse(FROM) + 86_400_000).toISOString();
const authorization = { Authorization: `Bearer ${SUPPORT_KEY}` };

const found = await listSlots({ from, to, timezone: "Asia/Calcutta" }, { headers: authorization });
if (found.status !== 200) throw new Error(found.data.detail);
const slot = found.data.slots[0];
if (!slot) throw new Error("Nothing is free");
const order = {
    customer: { name: "Ada Lovelace", email: "ada@example.org" },
    start: slot.start,
    end: slot.end,
    subject: "No signal",
};
const booked = await bookAppointment(order, {
    headers: { ...authorization, "Idempotency-Key": IDEMPOTENCY_KEY },
});
if (booked.status !== 201) throw new Error(booked.data.detail);
const listed = await listAppointments({ from, to }, { headers: authorization });
if (listed.status !== 200) throw new Error(listed.data.detail);
if (listed.data.appointments.map(({ id }) => id).join() !== booked.data.id) throw new Error("It is not listed");
const cancel = (tag: string) =>
    cancelAppointment(booked.data.id, { reason: "Solved" }, { headers: { ...authorization, "If-Match": tag } });
const refused = await cancel('"77"');
if (refused.status !== 412 || refused.data.code !== "stale_revision") throw new Error("It was not refused");
const cancelled = await cancel(`"${booked.data.revision}"`);
if (cancelled.status !== 200) throw new Error(cancelled.data.detail);
console.log(cancelled.data.id, cancelled.data.status);
