// Situations about who may do what, and what may be known. RFC 9110 §15.5.2–§15.5.6.
import type { Situations } from "./situation.ts";

export const access: Situations = {
  stranger: {
    title: "A stranger at the door",
    pose(chance) {
      const order = chance.between(100, 999);
      return {
        story: `GET /orders/${order} came without any credentials. Only customers may read orders.`,
        statuses: [
          { value: "401" },
          {
            value: "403",
            why: "403 refuses somebody whom you know. Nobody has said yet who they are.",
          },
          {
            value: "404",
            why: "404 would hide the door itself, but everybody may know that customers sign in here.",
          },
          {
            value: "400",
            why: "The request is perfectly readable; 400 would send its author looking for a typo.",
          },
        ],
        field: "WWW-Authenticate",
        details: [
          "Sign in to read your orders.",
          `Order ${order} belongs to Ada Byron.`,
          "Unauthorized.",
        ],
        leak: "That tells a stranger whose order it is, before anyone signed in.",
        why: "401 asks who is there, and must carry a challenge that can be answered.",
        source: "rfc9110#15.5.2",
      };
    },
  },
  "not-you": {
    title: "Known, and not allowed",
    pose(chance) {
      const depot = chance.pick(["Lyon", "Oslo", "Riga"]);
      return {
        story: `The desk of ${depot} is signed in and asks for PUT /prices. Desks may read prices; head office alone may change them.`,
        statuses: [
          { value: "403" },
          {
            value: "401",
            why: "401 says that credentials are missing or bad. These are good; better ones of this desk do not exist.",
          },
          {
            value: "405",
            why: "405 is about the resource: PUT is supported here, only not for this desk.",
          },
          {
            value: "409",
            why: "Nothing clashes with the state of the prices; the desk may not touch them at all.",
          },
        ],
        field: "none",
        details: [
          "Prices are changed by head office.",
          `The check role=='hq' failed in prices.py, line ${chance.between(20, 90)}.`,
          "Forbidden.",
        ],
        leak: "Code and role names help whoever looks for a way around them.",
        why: "403: understood, and refused; the same credentials must not be tried again.",
        source: "rfc9110#15.5.4",
      };
    },
  },
  secret: {
    title: "Nobody may know that it exists",
    pose(chance) {
      const claim = chance.between(1000, 9999);
      return {
        story: `A customer is signed in and asks for GET /investigations/${claim}. It exists, and customers must not even learn that it does.`,
        statuses: [
          { value: "404" },
          { value: "403", why: "403 admits that there is something to be refused." },
          {
            value: "401",
            why: "401 admits it too, and asks for credentials that no customer has.",
          },
          { value: "410", why: "410 says that there was something, and that it is gone for good." },
        ],
        field: "none",
        details: [
          "There is nothing at this address.",
          "You are not on the list of investigators.",
          "Error.",
        ],
        leak: "That confirms what the status is meant to hide.",
        why: "404 may hide what exists; word for word it must look like any other 404.",
        source: "rfc9110#15.5.4",
      };
    },
  },
  "wrong-method": {
    title: "A method that is not for this",
    pose(chance) {
      const depot = chance.pick(["lyon", "oslo", "riga", "gdansk"]);
      return {
        story: `DELETE /depots/${depot} came from head office. Depots can be read and replaced, never deleted, by anyone.`,
        statuses: [
          { value: "405" },
          {
            value: "501",
            why: "501 says that the server knows no DELETE at all. It does, elsewhere.",
          },
          { value: "403", why: "403 is about who asks; nobody at all may delete a depot." },
          { value: "404", why: "The depot is there. Only the method is not." },
        ],
        field: "Allow",
        details: [
          "A depot can be read or replaced.",
          "DELETE is switched off since the incident in March.",
          "Method not allowed.",
        ],
        leak: "Old incidents are nobody's business outside.",
        why: "405 must say in Allow which methods would do.",
        source: "rfc9110#15.5.6",
      };
    },
  },
};
