// Dates and seconds in HTTP fields: RFC 9110 §5.6.7 and §10.2.3.
import { formatHttpDate, isFault, parseRetryAfter } from "#protocols/semantics/index.ts";
import type { Dice } from "../chance.ts";
import type { ComputeItem } from "../grade.ts";

function retryAfter(dice: Dice): ComputeItem {
  // Some day of 2026, at any second.
  const now = 1_767_225_600 + dice(0, 31_535_999);
  const wait = dice(0, 1) === 0 ? dice(5, 180) : dice(4, 96) * 900;
  const value = formatHttpDate(now + wait);
  const parsed = parseRetryAfter(value, now);
  const date = !isFault(parsed) && "date" in parsed ? parsed.date : now;
  return {
    question: "After how many seconds, by these fields, may the client ask again?",
    given: `Date: ${formatHttpDate(now)}\nRetry-After: ${value}`,
    answer: String(date - now),
    grader: "integer",
    unit: "seconds",
    working:
      "The date of Retry-After less that of Date; a number there would have been the seconds themselves.",
  };
}

export const fieldGenerators = { "retry-after": retryAfter } as const;
