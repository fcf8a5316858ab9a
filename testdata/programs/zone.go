// Prints the first day of a year as a clock in Amsterdam shows it.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).In(zone))
}
