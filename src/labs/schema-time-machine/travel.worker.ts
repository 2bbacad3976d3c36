// The worker that parses and travels: nobody's typing waits for it, whatever text it is given.
// A page that may not start a worker loads this very file and finds the function under its name: a second
// copy, made to be shared with other parts of the page, would cut those into pieces.
import { answerCalls } from "#kit/off-page.ts";
import { work } from "./work.ts";

if ("document" in globalThis) Object.assign(globalThis, { timeMachineWork: work });
else answerCalls(work);
