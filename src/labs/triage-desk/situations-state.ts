// Situations about state, conditions and formats. RFC 9110 §15.5.10, §15.5.13, §15.5.16.
import type { Situations } from "./situation.ts";

export const state: Situations = {
  clash: {
    title: "Too late to cancel",
    pose(chance) {
      const order = chance.between(100, 999);
      return {
        story: `DELETE /orders/${order}, by its owner, to cancel it. The parcel was delivered this morning; delivered orders cannot be cancelled.`,
        statuses: [
          { value: "409" },
          {
            value: "412",
            why: "412 needs a condition in the request, such as If-Match. There was none.",
          },
          {
            value: "422",
            why: "422 is about content that cannot be processed. This request has none.",
          },
          {
            value: "500",
            why: "The server did exactly what it should. 5xx would invite a robot to try again.",
          },
        ],
        field: "none",
        details: [
          "The parcel has been delivered; send a return instead.",
          "State machine: DELIVERED has no edge CANCEL in orders_v2.",
          "Conflict.",
        ],
        leak: "Inner names say nothing to the customer and something to an attacker.",
        why: "409: the present state stands against it, and the content says what would help.",
        source: "rfc9110#15.5.10",
      };
    },
  },
  stale: {
    title: "Somebody was faster",
    pose(chance) {
      const version = chance.between(3, 9);
      return {
        story: `PUT /orders/17 came with If-Match: "v${version}". The order is at "v${version + 1}" by now.`,
        statuses: [
          { value: "412" },
          {
            value: "409",
            why: "409 is for a clash that the server finds by itself. Here the client named a condition, and it was false.",
          },
          { value: "428", why: "428 asks for a condition. There is one." },
          {
            value: "304",
            why: "304 answers a GET whose copy is still good. This is a PUT, and the copy is not.",
          },
        ],
        field: "none",
        details: [
          "The order has changed since you read it; read it again.",
          "Bo Larsen changed it at 10:42 from 10.3.0.7.",
          "Precondition.",
        ],
        leak: "Names and addresses of colleagues do not belong into an error.",
        why: "412: a condition of the request was false, so nothing was written.",
        source: "rfc9110#15.5.13",
      };
    },
  },
  format: {
    title: "A format that is not read here",
    pose(chance) {
      const type = chance.pick([
        "application/xml",
        "text/csv",
        "application/x-www-form-urlencoded",
      ]);
      return {
        story: `POST /parcels came with Content-Type: ${type}. The service reads JSON only.`,
        statuses: [
          { value: "415" },
          {
            value: "406",
            why: "406 is about the answer that the client would take, not about what it sent.",
          },
          { value: "422", why: "422 means that the type is understood and what it says is not." },
          { value: "400", why: "400 works, but hides the one thing to change: the media type." },
        ],
        field: "Accept",
        details: [
          "Send application/json.",
          "jackson-databind 2.9 found no reader for this type.",
          "Bad content.",
        ],
        leak: "Library and version are a shopping list for attackers.",
        why: "415; Accept in the answer tells which types would be read.",
        source: "rfc9110#15.5.16",
      };
    },
  },
};
