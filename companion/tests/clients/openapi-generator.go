// Books with the client that openapi-generator makes for Go.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"example.test/client/booking"
)

func main() {
	from, err := time.Parse(time.RFC3339, os.Getenv("FROM"))
	check(err)
	to := from.Add(24 * time.Hour)
	configuration := booking.NewConfiguration()
	configuration.Servers = booking.ServerConfigurations{{URL: os.Getenv("SUPPORT_URL")}}
	client := booking.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), booking.ContextAccessToken, os.Getenv("SUPPORT_KEY"))

	slots, _, err := client.AvailabilityAPI.ListSlots(ctx).
		From(from.Format(time.RFC3339)).To(to.Format(time.RFC3339)).Timezone("Asia/Calcutta").Execute()
	check(err)
	slot := slots.Slots[0]
	order := booking.NewBookingRequest(*booking.NewCustomer("Ada Lovelace", "ada@example.org"), slot.Start, "No signal")
	order.SetEnd(slot.End)
	booked, _, err := client.AppointmentsAPI.BookAppointment(ctx).
		IdempotencyKey(os.Getenv("IDEMPOTENCY_KEY")).BookingRequest(*order).Execute()
	check(err)
	listed, _, err := client.AppointmentsAPI.ListAppointments(ctx).From(from).To(to).Execute()
	check(err)
	if len(listed.Appointments) != 1 || listed.Appointments[0].Id != booked.Id {
		log.Fatal("the booking is not listed")
	}
	_, answer, err := client.AppointmentsAPI.CancelAppointment(ctx, booked.Id).IfMatch(`"77"`).
		CancelRequest(*booking.NewCancelRequest("Solved")).Execute()
	if err == nil || answer.StatusCode != 412 {
		log.Fatal("another revision was not refused")
	}
	problem, isProblem := err.(*booking.GenericOpenAPIError).Model().(booking.Problem)
	if !isProblem || problem.Code != "stale_revision" {
		log.Fatal("the refusal is no problem document")
	}
	cancelled, _, err := client.AppointmentsAPI.CancelAppointment(ctx, booked.Id).
		IfMatch(fmt.Sprintf(`"%d"`, booked.Revision)).CancelRequest(*booking.NewCancelRequest("Solved")).Execute()
	check(err)
	fmt.Println(cancelled.Id, cancelled.Status)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
