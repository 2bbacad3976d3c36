import { describe, expect, it } from "vitest";
import { answerCalls, callOffPage } from "../../../src/kit/off-page.ts";

const double = (input: number): Promise<number> =>
  input < 0 ? Promise.reject(new Error("below zero")) : Promise.resolve(2 * input);

type Listener = (event: { readonly data: never }) => void;

/** A worker that runs `compute` on this thread, or fails to load. */
class PretendWorker extends EventTarget {
  terminated = false;
  readonly #scope: { readonly heard: Listener[] };
  readonly #broken: boolean;
  constructor(compute: (input: number) => Promise<number>, broken = false) {
    super();
    this.#broken = broken;
    const heard: Listener[] = [];
    this.#scope = { heard };
    answerCalls(compute, {
      addEventListener: (_, listener) => heard.push(listener as Listener),
      postMessage: (data) => this.dispatchEvent(new MessageEvent("message", { data })),
    });
  }
  postMessage(data: never): void {
    if (this.#broken) queueMicrotask(() => this.dispatchEvent(new Event("error")));
    else for (const listener of this.#scope.heard) listener({ data });
  }
  terminate(): void {
    this.terminated = true;
  }
}

const asWorker = (pretend: PretendWorker): Worker => pretend as unknown as Worker;

describe("a function off the page", () => {
  it("is answered by the worker, each call its own", async () => {
    let opened = 0;
    const call = callOffPage<number, number>(
      () => {
        opened += 1;
        return asWorker(new PretendWorker(double));
      },
      () => Promise.reject(new Error("must not be loaded")),
    );
    expect(opened).toBe(0);
    expect(await Promise.all([call(1), call(2), call(3)])).toEqual([2, 4, 6]);
    expect(opened).toBe(1);
  });

  it("fails as the function fails", async () => {
    const call = callOffPage<number, number>(
      () => asWorker(new PretendWorker(double)),
      () => Promise.resolve(double),
    );
    await expect(call(-1)).rejects.toThrow("below zero");
    expect(await call(4)).toBe(8);
  });

  it("computes in the page where a worker is refused", async () => {
    const call = callOffPage<number, number>(
      () => {
        throw new DOMException("refused", "SecurityError");
      },
      () => Promise.resolve(double),
    );
    expect(await Promise.all([call(1), call(2)])).toEqual([2, 4]);
  });

  it("computes in the page what waited for a worker that could not be loaded", async () => {
    const broken = new PretendWorker(double, true);
    const call = callOffPage<number, number>(
      () => asWorker(broken),
      () => Promise.resolve(double),
    );
    expect(await Promise.all([call(1), call(2)])).toEqual([2, 4]);
    expect(broken.terminated).toBe(true);
    expect(await call(5)).toBe(10);
  });
});
