// Challenge: answer a 401 with the credentials it asks for. RFC 9110 §11.6, RFC 6750 §2.1.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { fieldsOf } from "#kit/request-draft.ts";
import { deskToken } from "#mocks/index.ts";
import { fieldValue } from "#trace/index.ts";
import type { Seen, Setup } from "./request.ts";

function judge(setup: Setup, status: number | undefined, token: string): Verdict {
  const credentials = fieldValue(fieldsOf(setup), "authorization");
  if (status === undefined) {
    return refuse(
      "The browser did not send this request: one of its fields is not valid.",
      "rfc9110#5.1",
    );
  }
  if (credentials === null || credentials === "") {
    return refuse(
      "No Authorization was sent, so the service asked again: read the scheme in WWW-Authenticate.",
      "rfc9110#15.5.2",
    );
  }
  const [scheme = "", sent] = credentials.split(/ +/);
  if (sent === undefined) {
    return refuse(
      "Credentials are a scheme, a space and then the token; here one of the two is missing.",
      "rfc9110#11.4",
    );
  }
  if (scheme.toLowerCase() !== "bearer") {
    return refuse(
      `The challenge names Bearer. ${scheme} is another scheme, and this realm does not take it.`,
      "rfc9110#11.6.1",
    );
  }
  if (status === 401) {
    return refuse(
      'The scheme is right and the token is not: 401 again, now with error="invalid_token".',
      "rfc6750#3.1",
    );
  }
  if (sent !== token) {
    return refuse("Answered, but with another desk's token.", "rfc6750#2.1");
  }
  return {
    solved: true,
    why: "The challenge named the scheme and the realm; the request repeated with credentials for it is accepted.",
    source: "rfc9110#11.6.2",
  };
}

export const satisfy: Challenge<Setup, Seen> = {
  id: "satisfy-401",
  title: "Satisfy the challenge",
  pose(chance) {
    const token = deskToken(chance.between(1000, 9999));
    return {
      ask: `GET /orders is answered with 401. Read what its WWW-Authenticate asks for, then send the request that lists the orders. Your desk's token is ${token}.`,
      form: [],
      watch: (setup, { exchanges }) =>
        setup.method === "GET" && setup.target === "/orders"
          ? judge(setup, exchanges.at(-1)?.response.status, token)
          : null,
      stage: { method: "GET", target: "/orders", fields: "", content: "" },
    };
  },
};
