// Books with the client that oapi-codegen makes.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"example.test/client/booking"
)

func main() {
	ctx := context.Background()
	from, err := time.Parse(time.RFC3339, os.Getenv("FROM"))
	check(err)
	to := from.Add(24 * time.Hour)
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("SUPPORT_KEY"))
		return nil
	}
	client, err := booking.NewClientWithResponses(os.Getenv("SUPPORT_URL"), booking.WithRequestEditorFn(authorize))
	check(err)

	zone := "Asia/Calcutta"
	slots, err := client.ListSlotsWithResponse(ctx, &booking.ListSlotsParams{
		From: from.Format(time.RFC3339), To: to.Format(time.RFC3339), Timezone: &zone,
	})
	check(err)
	slot := slots.JSON200.Slots[0]
	booked, err := client.BookAppointmentWithResponse(
		ctx,
		&booking.BookAppointmentParams{IdempotencyKey: os.Getenv("IDEMPOTENCY_KEY")},
		booking.BookingRequest{
			Customer: booking.Customer{Name: "Ada Lovelace", Email: "ada@example.org"},
			Start:    slot.Start,
			End:      &slot.End,
			Subject:  "No signal",
		},
	)
	check(err)
	if booked.JSON201 == nil {
		log.Fatal(booked.Status(), string(booked.Body))
	}
	listed, err := client.ListAppointmentsWithResponse(ctx, &booking.ListAppointmentsParams{From: &from, To: &to})
	check(err)
	if len(listed.JSON200.Appointments) != 1 || listed.JSON200.Appointments[0].Id != booked.JSON201.Id {
		log.Fatal("the booking is not listed")
	}
	cancel := func(tag string) *booking.CancelAppointmentResponse {
		params := &booking.CancelAppointmentParams{IfMatch: tag}
		answer, err := client.CancelAppointmentWithResponse(
			ctx, booked.JSON201.Id, params, booking.CancelRequest{Reason: "Solved"},
		)
		check(err)
		return answer
	}
	stale := cancel(`"77"`)
	if stale.ApplicationproblemJSON412 == nil || stale.ApplicationproblemJSON412.Code != "stale_revision" {
		log.Fatal("another revision was not refused by a problem document")
	}
	cancelled := cancel(fmt.Sprintf(`"%d"`, booked.JSON201.Revision))
	fmt.Println(cancelled.JSON200.Id, cancelled.JSON200.Status)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
