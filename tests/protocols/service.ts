// The one call that is measured: where is parcel n? Its schema, its answer and its gRPC definition.
import type { ServiceDefinition } from "@grpc/grpc-js";
import protobuf from "protobufjs";

const { root } = protobuf.parse(`
syntax = "proto3";
package parcels.v1;
message Question { int32 id = 1; }
message Place { int32 id = 1; string depot = 2; string state = 3; int64 since = 4; }
`);
const Question = root.lookupType("parcels.v1.Question");
const Place = root.lookupType("parcels.v1.Place");

/** The same small answer for every protocol. */
export const answerOf = (id: number): object => ({
  id,
  depot: "gdansk",
  state: "moving",
  since: 1_790_000_000,
});

const write =
  (type: protobuf.Type) =>
  (value: object): Buffer =>
    Buffer.from(type.encode(value).finish());
const read =
  (type: protobuf.Type) =>
  (bytes: Buffer): object =>
    type.decode(bytes);

/** The service as grpc-js takes it. */
export const SERVICE: ServiceDefinition = {
  Locate: {
    path: "/parcels.v1.Tracking/Locate",
    requestStream: false,
    responseStream: false,
    requestSerialize: write(Question),
    requestDeserialize: read(Question),
    responseSerialize: write(Place),
    responseDeserialize: read(Place),
  },
};
