// Lessons visited and done, challenges solved, predictions made: folds of the log.
import type { LearnerEvent } from "./event.ts";

/** One committed prediction of a lab. */
export interface Prediction {
  readonly answer: string;
  readonly right?: boolean;
}

export interface LessonState {
  /** Slug of the lesson opened last. */
  readonly last?: string;
  /** By lesson slug. */
  readonly lessons: Readonly<Record<string, "visited" | "done">>;
  /** Ids of solved challenges by lab, in the order solved. */
  readonly solved: Readonly<Record<string, readonly string[]>>;
  /** By lab, then by question: the latest. */
  readonly predictions: Readonly<Record<string, Readonly<Record<string, Prediction>>>>;
}

/** The state after the events, which come in the log's order. */
export function foldLessons(events: readonly LearnerEvent[]): LessonState {
  let last: string | undefined;
  const lessons: Record<string, "visited" | "done"> = {};
  const solved: Record<string, string[]> = {};
  const predictions: Record<string, Record<string, Prediction>> = {};
  for (const event of events) {
    switch (event.kind) {
      case "lesson":
        last = event.lesson;
        lessons[event.lesson] = event.state;
        break;
      case "challenge": {
        const ids = (solved[event.lab] ??= []);
        if (!ids.includes(event.challenge)) ids.push(event.challenge);
        break;
      }
      case "prediction":
        (predictions[event.lab] ??= {})[event.question] = {
          answer: event.answer,
          ...(event.right !== undefined && { right: event.right }),
        };
        break;
      default:
    }
  }
  return { ...(last !== undefined && { last }), lessons, solved, predictions };
}
