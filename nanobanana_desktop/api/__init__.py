"""The remote image service: requests, answers, transport."""
