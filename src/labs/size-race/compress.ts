// Compression by the browser's own encoders (WHATWG Compression): gzip everywhere, brotli in few.

/** Length after compression; null where this engine does not know the format. */
export async function compressedLength(
  bytes: Uint8Array,
  format: "gzip" | "brotli",
): Promise<number | null> {
  let stream: CompressionStream;
  try {
    // The types list the formats of the first edition only.
    stream = new CompressionStream(format as CompressionFormat);
  } catch {
    return null;
  }
  const writer = stream.writable.getWriter();
  const written = writer.write(Uint8Array.from(bytes)).then(() => writer.close());
  let length = 0;
  for await (const chunk of chunksOf(stream.readable)) length += chunk.length;
  await written;
  return length;
}

/** Chunks of a stream; Safari cannot iterate over a stream by itself. */
async function* chunksOf(readable: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
