// Schemas with the verdict they deserve, for the compiler and for protoc: good ones, and each rule broken once.

/** A text with its name in the reports. */
export interface SchemaCase {
  readonly name: string;
  readonly text: string;
  readonly good: boolean;
  /** Why protoc decides otherwise. */
  readonly deviation?: string;
}

const proto3 = (body: string): string => `syntax = "proto3";\npackage parcel.v1;\n${body}\n`;
const inMessage = (body: string): string => proto3(`message M {\n  ${body}\n}`);
const good = (name: string, text: string): SchemaCase => ({ name, text, good: true });
const bad = (name: string, text: string): SchemaCase => ({ name, text, good: false });
const stricter = (name: string, text: string, deviation: string): SchemaCase => ({
  name,
  text,
  good: false,
  deviation,
});

/** The course's parcel service, as every lab of the module knows it. */
export const PARCEL = proto3(`
service ParcelService {
  rpc GetParcel(GetParcelRequest) returns (Parcel);
  rpc WatchParcel(GetParcelRequest) returns (stream Scan);
  rpc UploadScans(stream Scan) returns (UploadSummary);
  rpc Dispatch(stream Scan) returns (stream Instruction);
}
message GetParcelRequest { int32 number = 1; }
enum Status { STATUS_UNSPECIFIED = 0; STATUS_ACCEPTED = 1; STATUS_DELIVERED = 2; }
message Parcel {
  int32 number = 1;
  string recipient = 2;
  Status status = 3;
  int64 weight_grams = 4;
  repeated int32 scan_ids = 5;
}
message Scan { int32 number = 1; string place = 2; int64 at_unix_seconds = 3; }
message UploadSummary { int32 accepted = 1; int32 refused = 2; }
message Instruction { int32 number = 1; string text = 2; }
`);

/** Every scalar, label and form that the codec knows. */
export const EVERYTHING = proto3(`
message Everything {
  double f_double = 1; float f_float = 2; int32 f_int32 = 3; int64 f_int64 = 4;
  uint32 f_uint32 = 5; uint64 f_uint64 = 6; sint32 f_sint32 = 7; sint64 f_sint64 = 8;
  fixed32 f_fixed32 = 9; fixed64 f_fixed64 = 10; sfixed32 f_sfixed32 = 11; sfixed64 f_sfixed64 = 12;
  bool f_bool = 13; string f_string = 14; bytes f_bytes = 15; Kind f_kind = 16;
  optional int32 maybe = 17;
  Everything inner = 18;
  repeated int32 packed_ints = 19; repeated sint64 packed_sints = 20; repeated double packed_doubles = 21;
  repeated bool packed_bools = 22; repeated Kind packed_kinds = 23;
  repeated int32 loose_ints = 24 [packed = false];
  repeated string strings = 25; repeated Everything many = 26;
  map<string, int32> counts = 27; map<int64, string> names = 28; map<bool, Everything> both = 29;
  oneof choice { int32 number = 30; string text = 31; Everything message = 32; Kind kind = 33; }
  string FooBar = 34; string foo__bar_9x = 35; string renamed = 36 [json_name = "other"];
  uint32 far = 2000; string farther = 536870911;
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_ONE = 1; KIND_BELOW = -1; KIND_BIG = 2147483647; }
`);

export const SCHEMAS: readonly SchemaCase[] = [
  good("the parcel service", PARCEL),
  good("every form", EVERYTHING),
  good("an empty file", 'syntax = "proto3";'),
  good("an empty message", inMessage("")),
  good("a recursive type", inMessage("M inner = 1; repeated M many = 2;")),
  good("two types that hold each other", proto3("message A { B b = 1; } message B { A a = 1; }")),
  good(
    "a nested type and a dotted name",
    proto3(
      "message A { message B { enum C { D = 0; } } } message E { A.B b = 1; A.B.C c = 2; .parcel.v1.A a = 3; v1.A f = 4; }",
    ),
  ),
  good(
    "comments of both kinds",
    proto3("// one\nmessage M { /* two\nlines */ int32 a = 1; // three\n}"),
  ),
  good("hexadecimal and octal numbers", inMessage("int32 a = 0x10; int32 b = 010;")),
  good(
    "reserved numbers, ranges and names",
    inMessage('reserved 2, 9 to 11, 1000 to max; reserved "old", "older"; int32 a = 1;'),
  ),
  good(
    "reserved in an enum",
    proto3('enum E { reserved 2, -5 to -1, 40 to max; reserved "GONE"; E_ZERO = 0; }'),
  ),
  good("aliases that are allowed", proto3("enum E { option allow_alias = true; A = 0; B = 0; }")),
  good(
    "names that objects have",
    inMessage("int32 constructor = 1; string toString = 2; bool hasOwnProperty = 3;"),
  ),
  good(
    "keywords as names",
    inMessage(
      "int32 package = 1; int32 syntax = 2; int32 to = 3; int32 max = 4; string string = 5;",
    ),
  ),
  good(
    "field options",
    inMessage(
      'int32 a = 1 [deprecated = true, json_name = "b"]; repeated int32 c = 2 [packed = true];',
    ),
  ),
  good(
    "file options",
    'syntax = "proto3"; option java_package = "a.b"; option optimize_for = SPEED; message M {}',
  ),
  good(
    "method options and braces",
    proto3(
      "message M {} service S { rpc A(M) returns (M) { option deprecated = true; } rpc B(M) returns (M) {} }",
    ),
  ),
  good("a oneof", inMessage("oneof choice { int32 a = 1; string b = 2; } int32 c = 3;")),
  good(
    "maps",
    inMessage("map<string, M> a = 1; map<int32, bytes> b = 2; map<bool, double> c = 3;"),
  ),
  good("the largest number", inMessage("int32 a = 536870911; int32 b = 18999; int32 c = 20000;")),
  good("semicolons too many", proto3(";; message M { ; int32 a = 1;; };")),
  good("single quotes", "syntax = 'proto3'; message M { reserved 'a'; }"),
  good(
    "proto2",
    'syntax = "proto2"; message M { required int32 a = 1; optional string b = 2 [default = "x"]; repeated int32 c = 3; enum E { F = 1; } optional E e = 4; }',
  ),
  good("32 levels", `syntax = "proto3"; ${"message M { ".repeat(31)}${"} ".repeat(31)}`),
  bad("number 0", inMessage("int32 a = 0;")),
  bad("a negative number", inMessage("int32 a = -1;")),
  bad("a number too large", inMessage("int32 a = 536870912;")),
  bad("number 19000", inMessage("int32 a = 19000;")),
  bad("number 19999", inMessage("int32 a = 19999;")),
  bad("a number twice", inMessage("int32 a = 1; int32 b = 1;")),
  bad("a number twice, once in a oneof", inMessage("int32 a = 1; oneof c { int32 b = 1; }")),
  bad("a name twice", inMessage("int32 a = 1; int32 a = 2;")),
  bad("a field named as a nested type", inMessage("int32 a = 1; message a {}")),
  bad("a field named as its oneof", inMessage("oneof a { int32 a = 1; }")),
  bad("a reserved number", inMessage("reserved 4 to 6; int32 a = 5;")),
  bad("a reserved number, reserved later", inMessage("int32 a = 5; reserved 5;")),
  bad("a reserved name", inMessage('reserved "a"; int32 a = 5;')),
  bad("a reserved name twice", inMessage('reserved "a", "a";')),
  bad("reserved ranges that overlap", inMessage("reserved 1 to 5, 4;")),
  bad("reserved 0", inMessage("reserved 0;")),
  bad("a reserved enum number", proto3("enum E { reserved 2; A = 0; B = 2; }")),
  bad("a reserved enum name", proto3('enum E { reserved "B"; A = 0; B = 2; }')),
  bad("the first enum value is not 0", proto3("enum E { A = 1; B = 0; }")),
  bad("an enum number twice", proto3("enum E { A = 0; B = 1; C = 1; }")),
  bad("an enum value twice", proto3("enum E { A = 0; A = 1; }")),
  bad("one value name in two enums", proto3("enum E { A = 0; } enum F { A = 0; }")),
  bad("an enum number beyond int32", proto3("enum E { A = 0; B = 2147483648; }")),
  bad("an empty enum", proto3("enum E {}")),
  bad("an empty oneof", inMessage("oneof c {}")),
  bad("an unknown type", inMessage("Parcle a = 1;")),
  bad(
    "a type that a nearer one hides",
    proto3("message A { message B {} } message C { message A {} A.B b = 1; }"),
  ),
  bad(
    "a method without such a message",
    proto3("message M {} service S { rpc A(M) returns (N); }"),
  ),
  bad("a method on a scalar", proto3("message M {} service S { rpc A(M) returns (int32); }")),
  bad(
    "a method on an enum",
    proto3("message M {} enum E { A = 0; } service S { rpc B(M) returns (E); }"),
  ),
  bad(
    "a method twice",
    proto3("message M {} service S { rpc A(M) returns (M); rpc A(M) returns (M); }"),
  ),
  bad("a message twice", proto3("message M {} message M {}")),
  bad("required in proto3", inMessage("required int32 a = 1;")),
  bad("a default in proto3", inMessage("int32 a = 1 [default = 4];")),
  bad("no label in proto2", 'syntax = "proto2"; message M { int32 a = 1; }'),
  bad("repeated in a oneof", inMessage("oneof c { repeated int32 a = 1; }")),
  bad("optional in a oneof", inMessage("oneof c { optional int32 a = 1; }")),
  bad("a map in a oneof", inMessage("oneof c { map<int32, int32> a = 1; }")),
  bad("a repeated map", inMessage("repeated map<int32, int32> a = 1;")),
  bad("a float as key", inMessage("map<float, int32> a = 1;")),
  bad("an enum as key", proto3("enum E { A = 0; } message M { map<E, int32> a = 1; }")),
  bad("a map of maps", inMessage("map<int32, map<int32, int32>> a = 1;")),
  bad("packed strings", inMessage("repeated string a = 1 [packed = true];")),
  bad("packed without repeated", inMessage("int32 a = 1 [packed = true];")),
  bad("one key for two fields in JSON", inMessage("int32 foo_bar = 1; int32 fooBar = 2;")),
  bad("an unknown option", inMessage("int32 a = 1 [colour = 3];")),
  bad("an unknown file option", 'syntax = "proto3"; option colour = "red";'),
  bad("extensions in proto3", inMessage("extensions 100 to 200;")),
  bad("an unknown syntax", 'syntax = "proto4"; message M {}'),
  bad("syntax not first", 'message M {} syntax = "proto3";'),
  bad("syntax twice", 'syntax = "proto3"; syntax = "proto3"; message M {}'),
  bad("package twice", 'syntax = "proto3"; package a; package b;'),
  bad("a missing semicolon", inMessage("int32 a = 1\n  int32 b = 2;")),
  bad("a missing number", inMessage("int32 a;")),
  bad("a missing brace", 'syntax = "proto3"; message M { int32 a = 1;'),
  bad("a brace too many", `${inMessage("int32 a = 1;")} }`),
  bad("a name with a digit first", inMessage("int32 2nd = 1;")),
  bad("a name with a hyphen", inMessage("int32 a-b = 1;")),
  bad("a letter beyond ASCII", inMessage("int32 größe = 1;")),
  bad("a string without an end", 'syntax = "proto3; message M {}'),
  bad("a string over two lines", 'syntax = "pro\nto3"; message M {}'),
  bad("a comment without an end", 'syntax = "proto3"; /* message M {}'),
  bad("a decimal number", inMessage("int32 a = 1.5;")),
  bad("a field outside a message", proto3("int32 a = 1;")),
  bad("JSON instead", '{ "message": "M" }'),
  bad("an import that is not there", 'syntax = "proto3"; import "nowhere.proto"; message M {}'),
  bad("33 levels", `syntax = "proto3"; ${"message M { ".repeat(33)}${"} ".repeat(33)}`),
  stricter(
    "no syntax line",
    "message M {}",
    "protoc warns and reads proto2; a learner should say which language it is",
  ),
  stricter(
    "an import",
    'syntax = "proto3"; import "google/protobuf/empty.proto"; message M {}',
    "a text stands alone here",
  ),
  stricter(
    "a range turned round",
    inMessage("reserved 5 to 1;"),
    "protoc 3.21 takes it, and it reserves nothing",
  ),
  stricter(
    "a group",
    'syntax = "proto2"; message M { optional group G = 1 { optional int32 a = 2; } }',
    "groups are deprecated",
  ),
  stricter(
    "extensions",
    'syntax = "proto2"; message M { extensions 100 to 200; } extend M { optional int32 a = 100; }',
    "extensions are not read here",
  ),
  stricter(
    "the name __proto__",
    inMessage("int32 __proto__ = 1;"),
    "the parser in the page loses it",
  ),
];
