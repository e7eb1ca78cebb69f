/** Sending a file to the kernel piece by piece, and fetching one. */
import type { Reply, Requester } from "../core/channel";
import { newId } from "../core/id";
import { bytesInWords } from "./words";

export interface Bounds {
  /** Bytes of a file, and of a piece of it. */
  readonly largest: number;
  readonly piece: number;
}

/** A piece must be there within this, on a slow line. */
const TIMEOUT = 60_000;
const FETCHED = 2 ** 21;

/** Send a file; the reply to the last piece tells its digest. Throws where it is too large, or stopped. */
export async function sendFile(
  channel: Requester,
  file: Blob & { readonly name: string },
  { largest, piece }: Bounds,
  signal: AbortSignal,
  tell: (done: number) => void,
): Promise<Reply<{ digest: string }>> {
  if (!file.size) throw new Error(`“${file.name}” is empty.`);
  if (file.size > largest)
    throw new Error(
      `“${file.name}” has ${bytesInWords(file.size)}; a page takes at most ${bytesInWords(largest)}. ` +
        "Name its path instead, or use “animewidgets pairs”.",
    );
  const upload = newId();
  for (let offset = 0; ; offset += piece) {
    const bytes = await file.slice(offset, offset + piece).arrayBuffer();
    const reply = await channel.request<{ digest: string | null }>(
      "take.upload",
      { upload, size: file.size, offset },
      { timeout: TIMEOUT, signal, buffers: [bytes] },
    );
    tell(Math.min(file.size, offset + piece));
    const { digest } = reply.result;
    if (digest !== null) return { ...reply, result: { digest } };
    if (offset > file.size) throw new Error(`“${file.name}” changed while it was sent: try again.`);
  }
}

/** The bytes of a file that the kernel made. */
export async function fetchFile(
  channel: Requester,
  { digest, bytes }: { digest: string; bytes: number },
  signal: AbortSignal,
): Promise<Blob> {
  const parts: BlobPart[] = [];
  for (let start = 0; start < bytes; start += FETCHED) {
    const { buffers } = await channel.request(
      "give.fetch",
      { digest, start, stop: Math.min(bytes, start + FETCHED) },
      { timeout: TIMEOUT, signal },
    );
    const [view] = buffers;
    if (!view) throw new Error("the kernel sent nothing: make the file again");
    parts.push(view as DataView<ArrayBuffer>);
  }
  return new Blob(parts, { type: "application/zip" });
}

/** Hand a file over to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
