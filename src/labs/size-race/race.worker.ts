// The worker that reads, writes and compresses, so that a megabyte never keeps the page from answering.
// A page that may not start a worker loads this very file and finds the function under its name: a second
// copy, made to be shared with other parts of the page, would cut those into pieces.
import { answerCalls } from "#kit/off-page.ts";
import { work } from "./work.ts";

if ("document" in globalThis) Object.assign(globalThis, { sizeRaceWork: work });
else answerCalls(work);
