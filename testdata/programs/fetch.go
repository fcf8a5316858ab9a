// Fetches a page over https and prints how it was answered. Built without cgo: nothing but the kernel is needed to start it, and the
// certificates of its root to trust anyone.
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	answer, err := http.Get(os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer answer.Body.Close()
	fmt.Println(answer.StatusCode, answer.TLS.PeerCertificates[0].Subject)
}
