// The door of the cards: catalogue, schedule, session, graders. What only some pages need has a file of
// its own, or all would load it: statistics.ts, snapshot.ts, generators/, qr/.
export { answerForm, sameAnswer } from "./answer-text.ts";
export { hashText, shuffle } from "./chance.ts";
export { openDeckMemory, type DeckMemory } from "./deck-memory.ts";
export {
  gradeAnswer,
  rightAnswer,
  type ComputeItem,
  type Generate,
  type Given,
  type PartVerdict,
  type Verdict,
} from "./grade.ts";
export { foldCards, isLeech, LEECH, type CardMemory } from "./memory.ts";
export { doneToday, groupCards, inScope, planSession, type PlanInput } from "./plan-session.ts";
export { isDue, waitText, type Preview } from "./schedule.ts";
export { hintOf } from "./hint.ts";
export { planOf, proposedRating, resumeSession, startSession, stepSession } from "./session.ts";
export type * from "./session-state.ts";
export * from "./study-card.ts";
export {
  cardOfUnit,
  fillHoles,
  hiddenIn,
  holesOf,
  toStudyCards,
  type AuthoredCard,
  type AuthoredDeck,
  type DeckPlace,
} from "./to-study-cards.ts";
