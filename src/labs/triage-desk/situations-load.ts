// Situations about load, maintenance and gateways. RFC 6585 §4, RFC 9110 §15.6.
import type { Situations } from "./situation.ts";

export const load: Situations = {
  flood: {
    title: "Faster than agreed",
    pose(chance) {
      const limit = 10 * chance.between(3, 12);
      return {
        story: `A robot has sent ${limit + 1} requests within a minute. Its contract allows ${limit}.`,
        statuses: [
          { value: "429" },
          {
            value: "503",
            why: "503 says that the service is in trouble. It is well; this client is too fast.",
          },
          {
            value: "403",
            why: "403 would stop the robot for good; in a minute it is welcome again.",
          },
          { value: "402", why: "402 is reserved; no client knows what to do with it." },
        ],
        field: "Retry-After",
        details: [
          `${limit} requests a minute are allowed.`,
          `Bucket for key sk_live_${chance.between(1000, 9999)} is empty on node 4.`,
          "Slow down.",
        ],
        leak: "Keys and node names must never come back in an answer.",
        why: "429 with Retry-After: the client learns both that it was too fast and when to come back.",
        source: "rfc6585#4",
      };
    },
  },
  works: {
    title: "Closed for maintenance",
    pose(chance) {
      const minutes = chance.between(5, 40);
      return {
        story: `The database is being moved. For ${minutes} minutes no order can be read or written.`,
        statuses: [
          { value: "503" },
          {
            value: "500",
            why: "500 is for the unexpected. This was planned, and its end is known.",
          },
          {
            value: "502",
            why: "502 is for a gateway that got an invalid answer. No gateway is involved.",
          },
          {
            value: "200",
            why: "200 with an apology would be cached, counted as success and never retried.",
          },
        ],
        field: "Retry-After",
        details: [
          `Back in about ${minutes} minutes.`,
          `Moving from db-eu-1 to db-eu-2, see ticket ${chance.between(100, 999)}.`,
          "Unavailable.",
        ],
        leak: "Host names and tickets are for colleagues.",
        why: "503 with Retry-After: temporary, and it says until when.",
        source: "rfc9110#15.6.4",
      };
    },
  },
  gateway: {
    title: "Silence behind the gateway",
    pose(chance) {
      const seconds = chance.between(5, 30);
      return {
        story: `Your gateway asked the customs server and waited for ${seconds} seconds. Nothing came.`,
        statuses: [
          { value: "504" },
          { value: "502", why: "502 needs an answer that was invalid. There was none at all." },
          {
            value: "503",
            why: "503 speaks of this server. The gateway is fine; the server behind it is silent.",
          },
          { value: "408", why: "408 says that the client was too slow with its request." },
        ],
        field: "none",
        details: [
          "Customs did not answer in time.",
          "http://10.0.4.17:8080/internal/customs timed out.",
          "Timeout.",
        ],
        leak: "Inner addresses tell a stranger where to knock next.",
        why: "504: the gateway did not get an answer in time.",
        source: "rfc9110#15.6.5",
      };
    },
  },
};
