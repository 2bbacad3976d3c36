// The worker that reads, writes and compresses, so that a megabyte never keeps the page from answering.
import { answerCalls } from "#kit/off-page.ts";
import { work } from "./work.ts";

answerCalls(work);
