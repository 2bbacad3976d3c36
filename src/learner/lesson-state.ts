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
  readonly lessons: ReadonlyMap<string, "visited" | "done">;
  /** Ids of solved challenges by lab, in the order solved. */
  readonly solved: ReadonlyMap<string, readonly string[]>;
  /** By lab, then by question: the latest. */
  readonly predictions: ReadonlyMap<string, ReadonlyMap<string, Prediction>>;
}

/** The map's value, made and put there where it is missing. */
function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** The state after the events, which come in the log's order. */
export function foldLessons(events: readonly LearnerEvent[]): LessonState {
  let last: string | undefined;
  const lessons = new Map<string, "visited" | "done">();
  const solved = new Map<string, string[]>();
  const predictions = new Map<string, Map<string, Prediction>>();
  for (const event of events) {
    switch (event.kind) {
      case "lesson":
        last = event.lesson;
        lessons.set(event.lesson, event.state);
        break;
      case "challenge": {
        const ids = at(solved, event.lab, () => []);
        if (!ids.includes(event.challenge)) ids.push(event.challenge);
        break;
      }
      case "prediction":
        at(predictions, event.lab, () => new Map<string, Prediction>()).set(event.question, {
          answer: event.answer,
          ...(event.right !== undefined && { right: event.right }),
        });
        break;
      default:
    }
  }
  return { ...(last !== undefined && { last }), lessons, solved, predictions };
}
