/** Books with openapi-fetch and the types that openapi-typescript makes. */
import createClient from "openapi-fetch";
import type { paths } from "./booking.js";

const { SUPPORT_URL = "", SUPPORT_KEY = "", FROM = "", IDEMPOTENCY_KEY = "" } = process.env;
const from = new Date(FROM).toISOString();
const to = new Date(Date.parse(FROM) + 86_400_000).toISOString();
const client = createClient<paths>({ baseUrl: SUPPORT_URL, headers: { Authorization: `Bearer ${SUPPORT_KEY}` } });

const found = await client.GET("/v1/slots", { params: { query: { from, to, timezone: "Asia/Calcutta" } } });
const slot = found.data?.slots[0];
if (!slot) throw new Error(found.error?.detail ?? "Nothing is free");
const booked = await client.POST("/v1/appointments", {
    params: { header: { "Idempotency-Key": IDEMPOTENCY_KEY } },
    body: {
        customer: { name: "Ada Lovelace", email: "ada@example.org" },
        start: slot.start,
        end: slot.end,
        subject: "No signal",
    },
});
if (!booked.data) throw new Error(booked.error.detail);
const { id, revision } = booked.data;
const listed = await client.GET("/v1/appointments", { params: { query: { from, to } } });
if (listed.data?.appointments.map((appointment) => appointment.id).join() !== id) throw new Error("It is not listed");
const cancel = (tag: string) =>
    client.POST("/v1/appointments/{id}/cancel", {
        params: { path: { id }, header: { "If-Match": tag } },
        body: { reason: "Solved" },
    });
const refused = await cancel('"77"');
if (refused.error?.code !== "stale_revision") throw new Error("Another revision was not refused");
const cancelled = await cancel(`"${revision}"`);
console.log(cancelled.data?.id, cancelled.data?.status);
