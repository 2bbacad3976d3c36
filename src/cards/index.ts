// The door of the cards: catalogue, schedule, session, graders, statistics.
export type * from "./grade.ts";
export type * from "./memory.ts";
export type * from "./session-state.ts";
export * from "./study-card.ts";
// Coming with these names and shapes (values):
// openBrowserLearner(): Promise<Learner>                      #learner/browser.ts
// toStudyCards(deck, { module, cite }): readonly StudyCard[]   (build) one per unit; cloze: one per hole
// createDeckMemory(learner): DeckMemory { of(id): CardMemory; all(); retrievability(id); preview(id): per rating { due, interval } }
// planSession({ catalogue, memory, settings, now, mode, scope, seed, events }): SessionPlan
// startSession(): SessionState; stepSession(state, action, world): SessionState; resumeSession(events, world, now)
// gradeAnswer(card, given, item?): Verdict | undefined
// statistics: dueToday, forecast, heatMap, trueRetention, hardestCards, streak
