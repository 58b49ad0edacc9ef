import { bookAppointment } from "./book-appointment.js";
import { cancelAppointment } from "./cancel-appointment.js";
import { getAppointment } from "./get-appointment.js";
import { listAppointments } from "./list-appointments.js";
import { listSlots } from "./list-slots.js";
import { listTechnicians } from "./list-technicians.js";
import { rescheduleAppointment } from "./reschedule-appointment.js";
import type { Route } from "./route.js";

/** Every route that needs a key, in the order of the documentation. */
export const ROUTES: readonly Route[] = [
    listSlots,
    listTechnicians,
    bookAppointment,
    listAppointments,
    getAppointment,
    rescheduleAppointment,
    cancelAppointment,
];
