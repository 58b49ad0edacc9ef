/** Books with the client that openapi-generator makes for typescript-fetch. */
import { AppointmentsApi, AvailabilityApi, Configuration, ProblemFromJSON, ResponseError } from "./booking/index.js";

const { SUPPORT_URL = "", SUPPORT_KEY = "", FROM = "", IDEMPOTENCY_KEY = "" } = process.env;
const from = new Date(FROM);
const to = new Date(from.getTime() + 86_400_000);
const configuration = new Configuration({ basePath: SUPPORT_URL, accessToken: SUPPORT_KEY });
const appointments = new AppointmentsApi(configuration);

const { slots } = await new AvailabilityApi(configuration).listSlots({
    from: from.toISOString(),
    to: to.toISOString(),
    timezone: "Asia/Calcutta",
});
const slot = slots[0];
if (!slot) throw new Error("Nothing is free");
const booked = await appointments.bookAppointment({
    idempotencyKey: IDEMPOTENCY_KEY,
    bookingRequest: {
        customer: { name: "Ada Lovelace", email: "ada@example.org" },
        start: slot.start,
        end: slot.end,
        subject: "No signal",
    },
});
const listed = await appointments.listAppointments({ from, to });
if (listed.appointments.map(({ id }) => id).join() !== booked.id) throw new Error("The booking is not listed");
const cancel = (tag: string) =>
    appointments.cancelAppointment({ id: booked.id, ifMatch: tag, cancelRequest: { reason: "Solved" } });
const refused = await cancel('"77"').catch((error: unknown) => error);
if (!(refused instanceof ResponseError)) throw new Error("Another revision was not refused");
const problem = ProblemFromJSON(await refused.response.json());
if (problem.code !== "stale_revision") throw new Error("The refusal is no problem document");
const cancelled = await cancel(`"${booked.revision}"`);
console.log(cancelled.id, cancelled.status);
