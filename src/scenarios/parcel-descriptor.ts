// What protoc makes of parcel.proto: its FileDescriptorProto (descriptor.proto of protobuf), in base64.

/**
 * The descriptor without source positions, so that a page knows the types without parsing text. Made by
 * `protoc --descriptor_set_out`; a test makes it again where protoc is installed and compares.
 */
export const PARCEL_DESCRIPTOR = [
  "CgxwYXJjZWwucHJvdG8SCXBhcmNlbC52MSIqChBHZXRQYXJjZWxSZXF1ZXN0EhYKBm51bWJlchgBIAEoBVIGbnVt",
  "YmVyIqcBCgZQYXJjZWwSFgoGbnVtYmVyGAEgASgFUgZudW1iZXISHAoJcmVjaXBpZW50GAIgASgJUglyZWNpcGll",
  "bnQSKQoGc3RhdHVzGAMgASgOMhEucGFyY2VsLnYxLlN0YXR1c1IGc3RhdHVzEiEKDHdlaWdodF9ncmFtcxgEIAEo",
  "A1ILd2VpZ2h0R3JhbXMSGQoIc2Nhbl9pZHMYBSADKAVSB3NjYW5JZHMiXAoEU2NhbhIWCgZudW1iZXIYASABKAVS",
  "Bm51bWJlchIUCgVwbGFjZRgCIAEoCVIFcGxhY2USJgoPYXRfdW5peF9zZWNvbmRzGAMgASgDUg1hdFVuaXhTZWNv",
  "bmRzIkUKDVVwbG9hZFN1bW1hcnkSGgoIYWNjZXB0ZWQYASABKAVSCGFjY2VwdGVkEhgKB3JlZnVzZWQYAiABKAVS",
  "B3JlZnVzZWQiOQoLSW5zdHJ1Y3Rpb24SFgoGbnVtYmVyGAEgASgFUgZudW1iZXISEgoEdGV4dBgCIAEoCVIEdGV4",
  "dCpkCgZTdGF0dXMSFgoSU1RBVFVTX1VOU1BFQ0lGSUVEEAASFQoRU1RBVFVTX1JFR0lTVEVSRUQQARIVChFTVEFU",
  "VVNfSU5fVFJBTlNJVBACEhQKEFNUQVRVU19ERUxJVkVSRUQQAzKAAgoNUGFyY2VsU2VydmljZRI7CglHZXRQYXJj",
  "ZWwSGy5wYXJjZWwudjEuR2V0UGFyY2VsUmVxdWVzdBoRLnBhcmNlbC52MS5QYXJjZWwSPQoLV2F0Y2hQYXJjZWwS",
  "Gy5wYXJjZWwudjEuR2V0UGFyY2VsUmVxdWVzdBoPLnBhcmNlbC52MS5TY2FuMAESOgoLVXBsb2FkU2NhbnMSDy5w",
  "YXJjZWwudjEuU2NhbhoYLnBhcmNlbC52MS5VcGxvYWRTdW1tYXJ5KAESNwoIRGlzcGF0Y2gSDy5wYXJjZWwudjEu",
  "U2NhbhoWLnBhcmNlbC52MS5JbnN0cnVjdGlvbigBMAFiBnByb3RvMw==",
].join("");
