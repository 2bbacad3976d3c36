// What is asked about each scene and how its run answers.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { askHttp2, judgeHttp2 } from "./judge-http2.ts";
import { askPage, judgePage } from "./judge-page.ts";
import { askUpgrade, judgeUpgrade } from "./judge-upgrade.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

const ASK = { upgrade: askUpgrade, http2: askHttp2, page: askPage } as const;

/** What must be predicted for this setup. */
export const questions = (setup: Setup): readonly Question[] => ASK[setup.scene](setup);

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  switch (seen.scene) {
    case "upgrade":
      return judgeUpgrade(setup, answers, seen);
    case "http2":
      return judgeHttp2(answers, seen);
    case "page":
      return judgePage(setup, answers, seen);
  }
}
