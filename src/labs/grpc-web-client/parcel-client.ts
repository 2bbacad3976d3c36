// The parcel service as Connect's client wants it: types and a descriptor that protoc made, without generated code.
import type { Message } from "@bufbuild/protobuf";
import {
  fileDesc,
  serviceDesc,
  type GenMessage,
  type GenService,
} from "@bufbuild/protobuf/codegenv2";
import { PARCEL_DESCRIPTOR } from "#scenarios/parcel-descriptor.ts";

type GetParcelRequest = Message<"parcel.v1.GetParcelRequest"> & { number: number };
type Parcel = Message<"parcel.v1.Parcel"> & {
  number: number;
  recipient: string;
  status: number;
  weightGrams: bigint;
  scanIds: number[];
};
type Scan = Message<"parcel.v1.Scan"> & {
  number: number;
  place: string;
  atUnixSeconds: bigint;
};
type UploadSummary = Message<"parcel.v1.UploadSummary"> & { accepted: number; refused: number };
type Instruction = Message<"parcel.v1.Instruction"> & { number: number; text: string };

/** The methods with their messages, in the order of parcel.proto. */
type Methods = {
  getParcel: {
    methodKind: "unary";
    input: GenMessage<GetParcelRequest>;
    output: GenMessage<Parcel>;
  };
  watchParcel: {
    methodKind: "server_streaming";
    input: GenMessage<GetParcelRequest>;
    output: GenMessage<Scan>;
  };
  uploadScans: {
    methodKind: "client_streaming";
    input: GenMessage<Scan>;
    output: GenMessage<UploadSummary>;
  };
  dispatch: {
    methodKind: "bidi_streaming";
    input: GenMessage<Scan>;
    output: GenMessage<Instruction>;
  };
};

const file = fileDesc(PARCEL_DESCRIPTOR);

/** Descriptor of the service. */
export const ParcelService: GenService<Methods> = serviceDesc(file, 0);
