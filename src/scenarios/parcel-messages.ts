// The messages and methods of parcel.proto, written by our own wire engine (protobuf.dev, "Encoding").
import { field, writeFields, type WireField } from "#protocols/protobuf/index.ts";

/** How many messages each side sends (grpc.io, "Core concepts", "Service definition"). */
export interface Method {
  readonly name: string;
  /** What travels as :path. */
  readonly path: string;
  readonly requests: "one" | "many";
  readonly responses: "one" | "many";
  /** Names of the messages in each direction, package included. */
  readonly input: string;
  readonly output: string;
}

const PACKAGE = "parcel.v1";
/** Package and service, as in the path of every call. */
export const PARCEL_SERVICE = `${PACKAGE}.ParcelService`;

const method = (
  name: string,
  [requests, input]: readonly [Method["requests"], string],
  [responses, output]: readonly [Method["responses"], string],
): Method => ({
  name,
  path: `/${PARCEL_SERVICE}/${name}`,
  requests,
  responses,
  input: `${PACKAGE}.${input}`,
  output: `${PACKAGE}.${output}`,
});

/** The four kinds of call, one method each. */
export const PARCEL_METHODS = {
  unary: method("GetParcel", ["one", "GetParcelRequest"], ["one", "Parcel"]),
  server: method("WatchParcel", ["one", "GetParcelRequest"], ["many", "Scan"]),
  client: method("UploadScans", ["many", "Scan"], ["one", "UploadSummary"]),
  bidi: method("Dispatch", ["many", "Scan"], ["many", "Instruction"]),
} as const;

/** The kinds of call by the side that streams. */
export type CallKind = keyof typeof PARCEL_METHODS;

/** Values of the enum Status. */
export const PARCEL_STATUS = {
  UNSPECIFIED: 0,
  REGISTERED: 1,
  IN_TRANSIT: 2,
  DELIVERED: 3,
} as const;

/** Fields of a proto3 message: what has its default value is not written ("Default Values"). */
const present = (fields: readonly (WireField | null)[]): Uint8Array =>
  writeFields(fields.filter((each) => each !== null));
const int = (number: number, value: number | bigint | undefined): WireField | null =>
  value === undefined || BigInt(value) === 0n ? null : field.int(number, value);
const string = (number: number, value: string | undefined): WireField | null =>
  value === undefined || value === "" ? null : field.string(number, value);

/** Bytes of a GetParcelRequest: 42 is `08 2a`. */
export const writeGetParcelRequest = (number: number): Uint8Array => present([int(1, number)]);

/** What a Parcel says; `status` is a value of {@link PARCEL_STATUS}. */
export interface ParcelFields {
  readonly number: number;
  readonly recipient?: string;
  readonly status?: number;
  readonly weightGrams?: bigint | number;
  readonly scanIds?: readonly number[];
}

/** Bytes of a Parcel; scan ids are packed and not negative. */
export const writeParcel = (parcel: ParcelFields): Uint8Array =>
  present([
    int(1, parcel.number),
    string(2, parcel.recipient),
    int(3, parcel.status),
    int(4, parcel.weightGrams),
    parcel.scanIds === undefined || parcel.scanIds.length === 0
      ? null
      : field.packed(5, parcel.scanIds),
  ]);

/** What a Scan says; `atUnixSeconds` counts from 1970 in UTC. */
export interface ScanFields {
  readonly number: number;
  readonly place?: string;
  readonly atUnixSeconds?: bigint | number;
}

/** Bytes of a Scan. */
export const writeScan = ({ number, place, atUnixSeconds }: ScanFields): Uint8Array =>
  present([int(1, number), string(2, place), int(3, atUnixSeconds)]);

/** Bytes of an UploadSummary. */
export const writeUploadSummary = (accepted: number, refused = 0): Uint8Array =>
  present([int(1, accepted), int(2, refused)]);

/** Bytes of an Instruction. */
export const writeInstruction = (number: number, text: string): Uint8Array =>
  present([int(1, number), string(2, text)]);
