// Functions that compute in a worker of the page, so that typing and clicking never wait for them
// (WHATWG HTML §10.2). Where a worker is refused or cannot be loaded, they compute in the page.

/** A function as it is called across threads: plain data in, plain data out. */
type OffPage<In, Out> = (input: In) => Promise<Out>;

interface Call<In> {
  readonly call: number;
  readonly input: In;
}

type Answer<Out> =
  { readonly call: number; readonly output: Out } | { readonly call: number; readonly why: string };

interface Waiting<In, Out> {
  readonly input: In;
  readonly resolve: (output: Out) => void;
  readonly reject: (error: Error) => void;
}

/** The part of a worker's own global scope that is used here. */
interface Scope<In> {
  addEventListener(type: "message", listener: (event: { readonly data: Call<In> }) => void): void;
  postMessage(message: unknown): void;
}

/** The worker's side: answers each call with `compute`, in the order in which they are done. */
export function answerCalls<In, Out>(
  compute: OffPage<In, Out>,
  scope = globalThis as unknown as Scope<In>,
): void {
  scope.addEventListener("message", ({ data: { call, input } }) => {
    compute(input).then(
      (output) => {
        scope.postMessage({ call, output } satisfies Answer<Out>);
      },
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        scope.postMessage({ call, why } satisfies Answer<Out>);
      },
    );
  });
}

/**
 * The page's side. `open` starts the worker at the first call; `here` loads the same function for
 * the page. Rejects when the function itself fails.
 */
export function callOffPage<In, Out>(
  open: () => Worker,
  here: () => Promise<OffPage<In, Out>>,
): OffPage<In, Out> {
  const waiting = new Map<number, Waiting<In, Out>>();
  let worker: Worker | null = null;
  let refused = false;
  let calls = 0;

  const computeHere = async (input: In): Promise<Out> => (await here())(input);

  /** Whoever waits for a worker that never came is served by the page. */
  const refuse = (): void => {
    refused = true;
    worker?.terminate();
    worker = null;
    const left = [...waiting.values()];
    waiting.clear();
    for (const { input, resolve, reject } of left) computeHere(input).then(resolve, reject);
  };

  const start = (): Worker => {
    const opened = open();
    opened.addEventListener("error", refuse);
    opened.addEventListener("message", ({ data }: MessageEvent<Answer<Out>>) => {
      const caller = waiting.get(data.call);
      waiting.delete(data.call);
      if ("why" in data) caller?.reject(new Error(data.why));
      else caller?.resolve(data.output);
    });
    return opened;
  };

  return (input) => {
    if (refused) return computeHere(input);
    try {
      worker ??= start();
    } catch {
      refuse();
      return computeHere(input);
    }
    const running = worker;
    return new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { input, resolve, reject });
      running.postMessage({ call: calls, input } satisfies Call<In>);
    });
  };
}
