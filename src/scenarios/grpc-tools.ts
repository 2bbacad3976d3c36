// What reads the bytes of a gRPC call and judges an edited frame: loaded when somebody opens its views.
import type { Trace } from "#trace/index.ts";
import { replayCall } from "./grpc-call.ts";
import type { CallPlan } from "./grpc-plan.ts";
import type { DissectHttp2 } from "./http2-dissect.ts";

/** A loader for the call of a plan; `stream` is the one that it ran on. */
export const loadGrpcTools =
  (plan: CallPlan, stream: number) =>
  async (): Promise<{ readonly createDissector: (trace: Trace) => DissectHttp2 }> => {
    const { createGrpcDissector } = await import("./grpc-dissect.ts");
    return { createDissector: (trace) => createGrpcDissector(trace, stream, replayCall(plan)) };
  };
