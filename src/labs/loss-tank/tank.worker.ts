// The worker that computes the tank's runs, so that the page stays responsive meanwhile.
import { answerCalls } from "#kit/off-page.ts";
import { work } from "./work.ts";

answerCalls(work);
